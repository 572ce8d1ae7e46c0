"""E-books of a month and of a year."""

from pathlib import Path

import lxml.etree
import pytest

from tests.builders import Room
from tests.editions.english import English
from tests.editions.posting import printed
from tests.editions.test_book import NAMES, book_of, found, parts
from tests.looking import annual


def filled(room: Room) -> Room:
    room.photo("images/x.png")
    room.story("90-percent", title="九成 & 一成", image="[{file: images/x.png, alt: 图}]")
    room.story("b", title="乙", date="2026-02-11", category="思想引领")
    room.story("c", title="丙", date="2026-03-30")  # of a week whose Thursday is in April
    room.story("d", title="丁", date="2024-12-31")  # of the first week of 2025
    room.write("top10/2026.md", annual("90-percent", "b", note="编者按。\n\n- 一\n- 二"))
    return room


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """The same newsroom with its books, for tests that only read them."""
    room = filled(Room(tmp_path_factory.mktemp("shelf")))
    printed(room)
    return room


def chapters(book: dict[str, bytes]) -> list[str]:
    return found(book["EPUB/nav.xhtml"], "//h:nav[@epub:type='toc']/h:ol/h:li/h:a/text()")


def test_every_month_and_year_has_a_book_with_a_chapter_for_each_issue(shelf: Room):
    assert chapters(parts(book_of(shelf, "2026-02"))) == ["九成 & 一成", "乙"]
    assert chapters(parts(book_of(shelf, "2026-04"))) == ["维权服务"]  # of one issue: its sections
    folders = {path.name for path in Path(shelf.settings.editions).iterdir()}
    assert folders >= {"2025-01", "2025", "2026-02", "2026-04", "2026"}
    assert not folders & {"2026-03", "2024", "2024-12"}


def test_the_annual_page_opens_the_book_of_its_year(shelf: Room):
    book = parts(book_of(shelf, "2026"))
    assert chapters(book) == ["年度", "九成 & 一成", "乙", "丙"]
    spine = found(book["EPUB/package.opf"], "//opf:itemref/@idref")
    assert spine == ["cover", "nav", "annual", "c-2026-W06", "c-2026-W07", "c-2026-W14"]
    assert "点评。" in book["EPUB/annual.xhtml"].decode()


def test_year_without_an_annual_page_and_annual_page_without_issues_have_books(room: Room):
    filled(room)
    room.write("top10/2023.md", annual("d"))
    assert chapters(parts(book_of(room, "2025"))) == ["维权服务"]
    assert found(parts(book_of(room, "2023"))["EPUB/package.opf"], "//dc:title/text()") == [
        room.settings.goodnews.top10_name
    ]
    assert parts(book_of(room, "2023"))["EPUB/annual.xhtml"]


def test_each_book_is_sound(shelf: Room):
    """Everything is listed once, every link inside leads somewhere, ids are names of XML, every part is XML."""
    for path in Path(shelf.settings.editions).rglob("*.epub"):
        book = parts(path.read_bytes())
        listed = [f"EPUB/{href}" for href in found(book["EPUB/package.opf"], "//opf:item/@href")]
        assert sorted(listed) == sorted(name for name in book if name.startswith("EPUB/") and name[-4:] != ".opf")
        ids = found(book["EPUB/package.opf"], "//opf:item/@id")
        assert len(set(ids)) == len(ids)
        assert not [one for one in ids if one[0].isdigit()]
        assert set(found(book["EPUB/package.opf"], "//opf:itemref/@idref")) <= set(ids)
        for address in found(book["EPUB/nav.xhtml"], "//h:a/@href"):
            name, _hash, anchor = address.partition("#")
            assert not anchor or found(book[f"EPUB/{name}"], "//@id").count(anchor) == 1
        for name, data in book.items():
            if name.endswith((".xhtml", ".opf", ".xml")):
                tree = lxml.etree.fromstring(data)
                assert not tree.xpath("//h:img[@src != 'cover.png']", namespaces=NAMES)


def test_identity_of_a_book_of_several_issues_outlives_the_address_of_the_site(shelf: Room):
    book = parts(book_of(shelf, "2026-02"))
    assert found(book["EPUB/package.opf"], "//dc:identifier/text()") == ["tag:nuanwen.example,2025:book/2026-02"]
    assert found(book["EPUB/package.opf"], "//dc:title/text()") == ["一周速览 2026年2月"]


def test_a_new_issue_prints_again_only_the_books_that_hold_it(room: Room):
    printed(filled(room))
    room.story("new", title="新", date="2026-04-08")
    books = {path for path in printed(room).printed if path.endswith(".epub")}
    assert books == {"2026-W15/2026-W15.epub", "2026-04/2026-04.epub", "2026/2026.epub"}


def test_a_book_of_several_issues_is_not_sent(english: English):
    folder = english.editions
    month = next(path.name for path in sorted(folder.iterdir()) if len(path.name) == 7 and "W" not in path.name)
    assert f"{month}/{month}.epub" in english.typed("editions", month).stdout
    done = english.typed("send", month, "--test", "me@example.org")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{month} is a book of several issues. ")
    assert done.stderr.count("\n") == 1
