"""The e-mail of an issue."""

import dataclasses
import datetime
import email.utils
from pathlib import Path

import pytest

from goodnews.problem import ContentError
from tests.builders import HARBOUR, Room, harbour
from tests.editions.posting import mail_of, printed

NOTES = "digests/2026-W06.md"


def week_of(room: Room, stories: int) -> Room:
    """A week of long titles and paragraphs."""
    for number in range(stories):
        title = f"第{number}件好事：" + "十九个字的长标题也要放得下" * 4
        room.story(f"s{number}", title=title[:60], digest_summary="一段话说清一件事。" * 16)
    return room


# --- Headers


def test_subject_is_the_issue_and_sender_the_site(room: Room):
    room.story(title="洛阳热线有人接")
    message = mail_of(room).message
    assert message["Subject"] == "一周速览 | 洛阳热线有人接"
    assert message["From"] == "暖闻 <news@nuanwen.example>"
    assert message["Content-Language"] == "zh-CN"
    assert message["To"] is None


def test_mail_is_dated_by_its_last_story_or_by_its_editors(room: Room):
    room.story("a", date="2026-02-03")
    room.story("b", date="2026-02-05")
    assert mail_of(room).message["Date"] == "Thu, 05 Feb 2026 00:00:00 +0800"
    room.write(NOTES, "---\ndate: 2026-02-09\n---\n引言。\n")
    sent = email.utils.parsedate_to_datetime(mail_of(room).message["Date"])
    assert sent.date() == datetime.date(2026, 2, 9)


def test_an_issue_keeps_its_message_id_when_it_is_corrected(room: Room):
    room.story(title="甲")
    before = mail_of(room).message
    room.story(title="乙")
    after = mail_of(room).message
    assert before["Message-ID"] == after["Message-ID"] == "<2026-W06.digest@nuanwen.example>"
    assert before["List-Id"] == "<digest.nuanwen.example>"


def test_who_cannot_leave_is_not_told_how(room: Room):
    room.story()
    mail = mail_of(room)
    assert mail.message["List-Unsubscribe"] is None
    assert "退订" not in mail.source + mail.text


def test_a_mailbox_takes_those_who_leave(room: Room):
    room.story()
    mail = mail_of(dataclasses.replace(room, goodnews={"mail_unsubscribe": "leave@list.example"}))
    assert mail.message["List-Unsubscribe"] == "<mailto:leave@list.example?subject=unsubscribe>"
    assert mail.message["List-Unsubscribe-Post"] is None
    assert mail.html.xpath("//a[text()='退订']/@href") == ["mailto:leave@list.example?subject=unsubscribe"]


def test_a_list_service_takes_them_with_one_click(room: Room):
    room.story()
    own = {"mail_unsubscribe": "leave@list.example", "mail_unsubscribe_url": "https://list.example/leave"}
    message = mail_of(dataclasses.replace(room, goodnews=own)).message
    assert message["List-Unsubscribe"].endswith("subject=unsubscribe>, <https://list.example/leave>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ({"mail_from": "暖闻 <news@nuanwen.example>"}, "mail_from"),
        ({"mail_unsubscribe": "mailto:leave@list.example"}, "mail_unsubscribe"),
        ({"mail_unsubscribe_url": "https://list.example/leave"}, "mail_unsubscribe"),
        ({"mail_unsubscribe": "a@b.example", "mail_unsubscribe_url": "list.example"}, "mail_unsubscribe_url"),
        ({"editions_path": "output/editions"}, "editions_path"),
        ({"editions_path": "."}, "editions_path"),
    ],
)
def test_settings_that_no_mail_can_use_are_refused(room: Room, own: dict[str, str], field: str):
    with pytest.raises(ContentError) as caught:
        _ = dataclasses.replace(room, goodnews=own).settings
    assert field in caught.value.problems[0].field


# --- Body


def test_mail_is_text_or_html_both_in_base64(room: Room):
    room.story()
    message = mail_of(room).message
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert [part["Content-Transfer-Encoding"] for part in parts] == ["base64", "base64"]
    assert max(map(len, mail_of(room).raw.splitlines())) <= 78


def test_every_address_is_whole(room: Room):
    room.story("a", digest_summary="甲。")
    room.write(NOTES, "---\nnumber: 第 6 期\n---\n引言，见[热线](story:a)。\n")
    html = mail_of(room).html
    addresses = html.xpath("//@href | //@src")
    assert "https://nuanwen.example/story/2026/a.html" in addresses
    assert [address for address in addresses if not address.startswith("https://")] == []


def test_inbox_shows_what_the_issue_leads_with(room: Room):
    room.story("a", highlight="true", title="甲事")
    room.story("b", highlight="true", title="乙事")
    (early,) = mail_of(room).html.xpath("//body/*[1]")
    assert early.text_content().strip("\u034f\u200c\xa0") == "甲事；乙事"
    assert "display: none" in early.get("style")


def test_a_client_without_style_sheets_still_gets_the_styles(room: Room):
    room.story()
    html = mail_of(room).html
    assert [element.tag for element in html.xpath("//body//*[self::p or self::h1 or self::h2][not(@style)]")] == []
    assert html.xpath("//table[not(@role='presentation')]") == []


def test_dark_mode_wins_over_the_styles_of_elements(room: Room):
    room.story()
    assert b"utf-8" in mail_of(room).source.encode()[:1024]
    (kept,) = mail_of(room).html.xpath("//style/text()")
    dark = kept.partition("prefers-color-scheme: dark")[2]
    rules = [rule for rule in dark.replace("}", ";").split(";") if ":" in rule.partition("{")[2] or ": " in rule]
    assert rules
    assert [rule for rule in rules if "!important" not in rule] == []


def test_pictures_have_their_words_and_say_nothing_else(room: Room):
    room.photo("images/x.png")
    room.story(image="[{file: images/x.png, alt: 接线员在听电话, caption: 夜班。}]")
    mail = mail_of(room)
    (img,) = mail.html.xpath("//img")
    assert img.get("alt") == "接线员在听电话"
    assert img.get("src").startswith("https://nuanwen.example/images/")
    assert "夜班。" in mail.text


def test_text_part_numbers_its_links_and_keeps_to_the_width(room: Room):
    room.story("a", digest_summary="一段话说清一件事，说完为止。" * 20)
    text = mail_of(room).text
    assert "[2] https://nuanwen.example/" in text
    lines = [line for line in text.splitlines() if "https://" not in line]
    assert max(len(line) for line in lines) <= 36
    assert [line for line in lines if line.startswith(("，", "。"))] == []


@pytest.mark.parametrize(("stories", "most"), [(25, 60_000), (60, 100_000)])
def test_a_long_week_is_not_cut_off_by_the_client(room: Room, stories: int, most: int):
    assert len(mail_of(week_of(room, stories)).source.encode()) <= most


def test_rare_characters_and_emoji_arrive(room: Room):
    title = "𠮷田·䶮先生👩🏽‍🏭有话说"
    room.story(title=title)
    mail = mail_of(room)
    assert title in mail.message["Subject"]
    assert title in mail.text
    assert title in mail.html.text_content()


def test_an_annual_page_is_a_mail_too(tmp_path: Path):
    room = harbour(tmp_path)
    years = sorted(path.stem for path in (HARBOUR / "top10").glob("*.md"))
    printed(room)
    mail = mail_of(room, years[0])
    assert years[0] in mail.message["Subject"]
    assert len(mail.html.xpath("//h3")) >= 1


# --- What the press does with them


def test_the_same_issue_gives_the_same_bytes_and_is_printed_once(room: Room):
    room.story()
    folder = Path(room.settings.editions)
    first = printed(room)
    names = ("2026-W06.eml", "2026-W06.html", "2026-W06.txt")
    before = {name: (folder / "2026-W06" / name).read_bytes() for name in names}
    assert {f"2026-W06/{name}" for name in names} <= set(first.printed)
    assert printed(room).printed == ()
    for name in names:
        (folder / "2026-W06" / name).unlink()
    assert sorted(printed(room).printed) == [f"2026-W06/{name}" for name in names]
    assert {name: (folder / "2026-W06" / name).read_bytes() for name in names} == before


def test_a_later_issue_changes_no_mail_that_was_sent(room: Room):
    room.story("a")
    printed(room)
    room.story("b", date="2026-02-10")
    changed = {path.partition("/")[0] for path in printed(room).printed}
    assert changed == {"2026-W07", "2026-02", "2026"}  # the books of month and year grow


def test_a_text_edited_behind_an_issue_changes_no_mail(room: Room):
    room.story("a", "正文。")
    printed(room)
    room.story("a", "正文改了一个字。")
    assert printed(room).printed == ()


def test_an_issue_that_is_gone_takes_its_folder_along(room: Room):
    room.story("a")
    gone = room.story("b", date="2026-02-10")
    printed(room)
    gone.unlink()
    printed(room)
    folders = sorted(path.name for path in Path(room.settings.editions).iterdir() if path.is_dir())
    assert folders == ["2026", "2026-02", "2026-W06"]


def test_the_site_is_built_without_editions(room: Room):
    room.story()
    room.build()
    assert not Path(room.settings.editions).exists()
