"""A story that is taken back after its issue went out: the next issue says so, once, in every edition."""

import datetime
from pathlib import Path

import pytest

from tests.builders import Room
from tests.editions.posting import mail_of, printed
from tests.editions.test_book import book_of, parts
from tests.looking import shown, views
from tests.pages.feed_reading import json_feed

NOTICE = "经查，热线当时没有开通。"
WHEN = "曾刊于2026年第6周"


def taken_back(room: Room, day: str = "2026-02-10") -> Room:
    """Three issues; a story of the first was retracted on a day."""
    room.story(retraction=f"{{date: {day}, text: {NOTICE}}}")
    room.story("same", title="同期", date="2026-02-05")
    room.story("next", title="下期", date="2026-02-11")
    room.story("last", title="再下期", date="2026-02-18")
    return room


def told_in(room: Room) -> list[str]:
    """The issues that tell it, by their pages."""
    found = views(room)
    weeks = ("2026-W06", "2026-W07", "2026-W08")
    return [week for week in weeks if found[f"digest/{week}.html"].body.retracted]


def test_the_next_issue_tells_it_with_the_notice_and_the_issue_it_had_been_in(room: Room):
    assert told_in(taken_back(room)) == ["2026-W07"]
    page = shown(room, "digest/2026-W07.html")
    said = page.text("//aside[@class='correction']")
    for words in (NOTICE, WHEN, "洛阳热线有人接", "2026年2月10日"):
        assert words in said
    assert "../digest/2026-W06.html#hotline" in page.links("//aside[@class='correction']")
    (item,) = [one for one in json_feed(room, "feeds/digest")["items"] if one["id"].endswith("2026-W07")]
    assert NOTICE in item["content_html"]


def test_mail_book_and_article_tell_it_too(room: Room):
    taken_back(room)
    mail = mail_of(room, "2026-W07")
    printed(room)
    article = (Path(room.settings.editions) / "2026-W07/2026-W07.wechat.html").read_text("utf-8")
    book = parts(book_of(room, "2026-W07"))["EPUB/issue.xhtml"].decode()
    for edition in (mail.text, mail.source, article, book):
        assert NOTICE in edition.replace("\n", "")
        assert WHEN in edition.replace("\n", "")
    for week in ("2026-W08",):
        assert NOTICE not in mail_of(room, week).text.replace("\n", "")


def test_the_article_of_an_issue_puts_it_under_a_heading_of_its_own(room: Room):
    printed(taken_back(room))
    article = (Path(room.settings.editions) / "2026-W07/2026-W07.wechat.html").read_text("utf-8")
    assert article.index("下期") < article.index(">撤稿说明</h2>") < article.index(NOTICE)


@pytest.mark.parametrize(
    ("day", "issue"),
    [
        ("2026-02-04", []),  # before the last story of its own issue, which itself tells it
        ("2026-02-05", ["2026-W07"]),
        ("2026-02-14", ["2026-W07"]),
        ("2026-02-15", ["2026-W08"]),  # the day on which the next one is made up at the latest
        ("2026-02-25", []),  # no issue since
    ],
)
def test_it_is_told_once_in_the_first_issue_after_it(room: Room, day: str, issue: list[str]):
    assert told_in(taken_back(room, day)) == issue


def test_the_days_that_editors_name_decide(room: Room):
    taken_back(room, "2026-02-10")
    room.write("digests/2026-W07.md", "---\ndate: 2026-02-10\n---\n")
    assert told_in(room) == ["2026-W08"]


def test_what_its_issue_left_out_needs_no_notice(room: Room):
    taken_back(room)
    room.write("digests/2026-W06.md", "---\nleave_out: [hotline]\n---\n")
    assert told_in(room) == []


def test_the_issue_that_tells_it_is_updated_by_it(room: Room):
    taken_back(room, "2026-02-12")
    (digest,) = [one for one in room.arranged().digests if str(one.week) == "2026-W07"]
    assert digest.updated == datetime.date(2026, 2, 12)


def test_only_what_tells_it_is_printed_again(room: Room):
    taken_back(room)
    printed(room)
    room.story(retraction="{date: 2026-02-10, text: 另一种说法。}")
    weeks = {path.partition("/")[0] for path in printed(room).printed}
    assert weeks == {"2026-W06", "2026-W07", "2026-02", "2026"}  # the books of month and year hold both
