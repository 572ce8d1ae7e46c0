"""The e-book of a digest."""

import dataclasses
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path, PurePosixPath

import lxml.etree
from hypothesis import given
from hypothesis import strategies as st

from goodnews.editions.book import xhtml
from tests.builders import Room
from tests.editions.posting import mail_of, printed

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
}


def book_of(room: Room, issue: str = "2026-W06") -> bytes:
    printed(room)
    return (Path(room.settings.editions) / issue / f"{issue}.epub").read_bytes()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def found(part: bytes, path: str) -> list[str]:
    """What an XPath finds, as texts."""
    answer = lxml.etree.fromstring(part).xpath(path, namespaces=NAMES)
    assert isinstance(answer, list)
    return [str(one) for one in answer]


def test_a_reader_of_books_knows_the_file_by_its_first_bytes(room: Room):
    room.story()
    data = book_of(room)
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert {one.compress_type for one in file.infolist()} == {zipfile.ZIP_STORED}
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_everything_in_the_book_is_listed_and_nothing_else(room: Room):
    room.story()
    book = parts(book_of(room))
    listed = {f"EPUB/{href}" for href in found(book["EPUB/package.opf"], "//opf:item/@href")}
    assert listed == {name for name in book if name.startswith("EPUB/")} - {"EPUB/package.opf"}


def test_contents_and_landmarks_lead_to_places_that_exist(room: Room):
    room.story("90-percent", title="九成")
    room.story("b", title="乙", category="思想引领")
    book = parts(book_of(room))
    addresses = found(book["EPUB/nav.xhtml"], "//h:a/@href")
    for address in addresses:
        name, _hash, anchor = address.partition("#")
        part = book[str(PurePosixPath("EPUB") / name)]
        assert not anchor or anchor in found(part, "//@id")
    assert found(book["EPUB/nav.xhtml"], "//h:nav[@epub:type='toc']//h:a/text()") == [
        "思想引领",
        "乙",
        "维权服务",
        "九成",
    ]
    assert found(book["EPUB/nav.xhtml"], "//h:nav[@epub:type='landmarks']//h:a/@epub:type") == [
        *("cover", "toc", "bodymatter")
    ]


def test_ids_are_names_of_xml(room: Room):
    room.story("90-percent")
    ids = found(parts(book_of(room))["EPUB/issue.xhtml"], "//@id")
    assert ids == ["s_care", "i-90-percent"]


def test_book_says_what_it_is_and_how_it_can_be_read(room: Room):
    room.story(title="甲 & 乙")
    package = parts(book_of(room))["EPUB/package.opf"]
    assert found(package, "//dc:title/text()") == ["一周速览 | 甲 & 乙"]
    assert found(package, "//dc:identifier/text()") == ["https://nuanwen.example/digest/2026-W06.html"]
    assert found(package, "//opf:meta[@property='dcterms:modified']/text()") == ["2026-02-04T00:00:00Z"]
    assert found(package, "//opf:meta[@property='schema:accessMode']/text()") == ["textual"]


def test_pictures_are_told_in_words(room: Room):
    room.photo("images/x.png")
    room.story(image="[{file: images/x.png, alt: 接线员在听电话}]")
    issue = parts(book_of(room))["EPUB/issue.xhtml"]
    assert found(issue, "//h:img/@src") == []
    assert "接线员在听电话" in issue.decode()


def test_book_and_mail_name_the_sources(room: Room):
    room.story(sources="[甲 & 乙报]")
    assert "甲 & 乙报" in "".join(found(parts(book_of(room))["EPUB/issue.xhtml"], "//h:p[@class='meta']//text()"))
    assert "甲 & 乙报" in mail_of(room).text


def test_a_site_without_share_cards_has_books_without_covers(room: Room):
    room.story()
    book = parts(book_of(dataclasses.replace(room, goodnews={"share_cards": False})))
    assert [name for name in book if "cover" in name] == []
    assert b"cover" not in book["EPUB/package.opf"] + book["EPUB/nav.xhtml"]


def test_the_same_issue_gives_the_same_book(room: Room):
    room.story()
    before = book_of(room)
    (Path(room.settings.editions) / "2026-W06/2026-W06.epub").unlink()
    assert book_of(room) == before


TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'𠮷·"), min_size=1)


@given(title=TITLES)
def test_any_title_becomes_xml_and_stays_as_it_is(title: str):
    said = escape(title)
    html = (
        f"<!doctype html><html lang=en><head><title>t</title><body><p title='{said}'>a<br>b<img alt='c'>&nbsp;<i>{said}"
    )
    (text,) = lxml.etree.fromstring(xhtml(html)).xpath("//h:i/text()", namespaces=NAMES)
    assert text.split() == title.replace("\ufffe", "").replace("\uffff", "").split()
