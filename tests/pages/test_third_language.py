"""A third language is one catalogue; letters that run from right to left hold among others."""

import datetime
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from goodnews import language
from goodnews.pages import days
from tests.builders import ROOT, Room
from tests.editions.posting import mail_of
from tests.looking import annual, printed, shown

OURS = language.LOCALE
NAMES = {"RSS", "Atom", "JSON", "OPML", "news", "example"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")


@pytest.fixture
def murmur(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A made-up language, tag `qaa`: each message is itself in brackets."""
    with (OURS / "en/LC_MESSAGES/goodnews.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if message.id:
            both = isinstance(message.id, tuple)
            message.string = tuple(f"⟦{one}⟧" for one in message.id) if both else f"⟦{message.id}⟧"
            message.flags.discard("fuzzy")
    folder = tmp_path / "locale/qaa/LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "goodnews.mo").open("wb") as out:
        write_mo(out, catalogue)
    monkeypatch.setattr(language, "LOCALE", tmp_path / "locale")
    language.catalogue.cache_clear()
    yield
    language.catalogue.cache_clear()


def left_in_english(html: str) -> set[str]:
    """Words of Latin letters that no catalogue gave."""
    tree = lxml.html.document_fromstring(html)
    for hidden in tree.xpath("//script | //style"):
        hidden.drop_tree()
    said = [str(tree.text_content())]
    said += [value for element in tree.iter() for name, value in element.attrib.items() if name in SPOKEN]
    found: set[str] = set()
    for text in said:
        before, text = "", re.sub(r"https?://\S+", " ", text)
        while before != text:
            before, text = text, re.sub("⟦[^⟦⟧]*⟧", " ", text)
        found |= set(re.findall("[A-Za-z]{2,}", text))
    return found - NAMES


@pytest.fixture
def room(room: Room) -> Room:
    room.language = "qaa"
    room.goodnews = {"contact": "mailto:a@nuanwen.example"}
    room.write("topics.yaml", "工资: {slug: wages}\n")
    room.story("a", kicker="引题", campaign="送温暖/2026", column="蹲点日记", topics="[工资]", bylines="[{记者: 甲}]")
    room.story(
        "b", date="2026-02-05", corrections="[{date: 2026-02-06, text: 更正。}]", kind="feature", event_date="2026-02"
    )
    room.story("c", date="2026-01-28", retraction="{date: 2026-02-01, text: 撤回。}")
    room.story("d", date="2026-02-06", kind="link", body="", sources="[{name: 某报, url: 'https://news.example/a'}]")
    room.write("top10/2026.md", annual("a", "b"))
    return room


def test_every_word_of_every_page_comes_from_the_catalogue(room: Room, murmur: None):
    room.build()
    pages = [path for path in room.files() if path.endswith(".html")]
    assert len(pages) > 30
    assert {path: words for path in pages if (words := left_in_english(room.html(path)))} == {}
    assert "⟦" in room.html("feeds/all.atom")


def test_names_of_digest_and_annual_page_come_from_it_too(room: Room, murmur: None):
    assert room.settings.goodnews.digest_name == "⟦The week in brief⟧"
    assert room.settings.goodnews.top10_name == "⟦Good news of the year⟧"


def test_language_without_a_catalogue_has_english_words(room: Room):
    assert "Skip to the text" in printed(room, "index.html")


def test_english_days_are_written_as_english_is():
    say = gettext.NullTranslations().gettext
    assert days.days(say, *map(datetime.date.fromisoformat, ("2026-01-19", "2026-01-25"))) == "19–25 January"
    assert days.days(say, *map(datetime.date.fromisoformat, ("2026-01-26", "2026-02-01"))) == "26 January – 1 February"
    assert days.day(say, datetime.date(2026, 2, 4)) == "4 February 2026"


# --- From right to left


def test_title_and_names_from_right_to_left_stand_apart(room: Room):
    room.story(
        "e", "فقرة.", title="خبر جيد", bylines="[{记者: علي}]", summary="ملخص.", sources="[صحيفة]", date="2026-02-07"
    )
    page = printed(room, "story/2026/e.html")
    assert '<h1 class="p-name"><bdi>خبر جيد</bdi></h1>' in page
    assert "<bdi>علي</bdi>" in page and "<bdi>صحيفة</bdi>" in page
    assert '<p dir="auto">فقرة.</p>' in page
    assert "<bdi>ملخص.</bdi>" in printed(room, "section/care/index.html")


def test_pages_of_a_language_from_right_to_left_say_so(room: Room):
    room.language = "ar"
    assert shown(room, "index.html").one("//html").get("dir") == "rtl"
    room.language = "zh-CN"
    assert shown(room, "index.html").one("//html").get("dir") is None
    assert "<bdi>" not in printed(room, "index.html")


def test_block_of_blocks_runs_as_the_page_does(room: Room):
    room.story("e", "> فقرة.\n\n- أ\n\n  ب\n- ج", date="2026-02-07")
    page = printed(room, "story/2026/e.html")
    assert re.search(r'<blockquote>\s*<p dir="auto">', page)
    assert re.search(r'<li>\s*<p dir="auto">', page)


def test_style_sheets_do_not_tell_left_from_right():
    sided = re.compile(
        r"(?<![-\w])(?:(?:margin|padding|border)-)?(?:left|right) *:|(?:float|text-align): *(?:left|right)"
    )
    four = re.compile(r"(?:margin|padding|inset|border-radius): *" + " ".join([r"([^\s;}()]+)"] * 4) + r"(?=\s*[;}])")
    for sheet in (ROOT / "theme/static").glob("*.css"):
        text = sheet.read_text("utf-8")
        assert sided.findall(text) == []
        for found in four.finditer(text):
            top, right, bottom, left = found.groups()
            round_ = found[0].startswith("border-radius")
            assert (top == right and bottom == left) if round_ else right == left, found[0]


def test_editions_of_a_language_from_right_to_left_say_so(room: Room):
    room.language = "he"
    mail = mail_of(room)
    assert mail.html.get("dir") == "rtl"
    assert "text-align: right" in mail.source and "text-align: left" not in mail.source


# --- Names with a slash


def test_names_may_have_a_slash(room: Room):
    room.write("sections.yaml", "维权/服务: {slug: care}\n维权服务: {slug: other}\n")
    seasons = "冬/夏: {slug: seasons, editions: {2026: {title: 冬夏}}}\n"
    room.write("campaigns.yaml", seasons + "送温暖: {slug: warm, editions: {2026: {title: 暖}}}\n")
    room.story("f", category="维权/服务", campaign="冬/夏/2026", date="2026-02-08")
    room.build()
    assert "维权/服务" in room.html("story/2026/f.html").replace("<wbr>", "")
    assert "campaign/seasons/2026.html" in room.files()
