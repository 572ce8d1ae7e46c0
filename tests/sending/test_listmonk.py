"""An issue waits in listmonk once, with its own words, whatever listmonk answers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodnews.sending import campaign
from goodnews.sending.outbox import Unready
from tests.builders import Room
from tests.editions.posting import printed
from tests.sending import monk
from tests.sending.monk import HANG_UP, HANG_UP_WITH_IT, NONSENSE, TOKEN, USER, Monk, received

ISSUE = "2026-W06"
PROGRAMS = "写作{{ .Subscriber.Email }}的一段，还有https://a.example/@TrackLink这样的地址。"


class Hand:
    """A newsroom with an issue, and its listmonk."""

    def __init__(self, room: Room, there: Monk) -> None:
        self.room, self.monk = room, there

    def over(self, again: bool = False, dry: bool = False) -> int:
        mail = Path(self.room.settings.editions) / ISSUE / f"{ISSUE}.eml"
        return campaign.hand_over(self.room.settings, ISSUE, mail.read_bytes(), dry, again)

    def change(self) -> None:
        self.room.story(title="改过的标题")
        printed(self.room)

    def set(self, **goodnews: object) -> None:
        self.room.goodnews = {**self.room.goodnews, **goodnews}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With its editions printed, once for all tests."""
    room = Room(tmp_path_factory.mktemp("newsroom"), goodnews={"mail_unsubscribe": "leave@nuanwen.example"})
    room.story(title='"{{ 标题 }}"', summary=f'"{PROGRAMS}"')
    printed(room)
    return room.folder


@pytest.fixture
def hand(newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    monkeypatch.setenv("NUANWEN_LISTMONK_TOKEN", TOKEN)
    folder = tmp_path / "room"
    shutil.copytree(newsroom, folder)
    with monk.serving() as (there, address):
        goodnews = {
            "mail_unsubscribe": "leave@nuanwen.example",
            "listmonk_url": address,
            "listmonk_user": USER,
            "listmonk_lists": ("3", "5"),
        }
        yield Hand(Room(folder, goodnews=goodnews), there)


def test_an_issue_waits_there_once(hand: Hand, capsys: pytest.CaptureFixture[str]):
    assert hand.over() == 0
    said = capsys.readouterr().out
    assert said.startswith("2026-W06: 一周速览 | {{ 标题 }}\n")
    assert "It waits in listmonk" in said
    assert hand.over() == 0
    assert "It is in listmonk already" in capsys.readouterr().out
    (added,) = hand.monk.campaigns
    assert added["lists"] == [3, 5]
    assert added["status"] == "draft"
    assert added["from_email"] == "暖闻 <news@nuanwen.example>"
    assert "template_id" not in added


def test_words_of_an_editor_are_no_program(hand: Hand):
    hand.over()
    (added,) = hand.monk.campaigns
    assert received(added, "subject") == "一周速览 | {{ 标题 }}"
    assert "写作{{ .Subscriber.Email }}的一段" in received(added)
    assert "写作{{ .Subscriber.Email }}的一段" in received(added, "altbody").replace("\n", "")
    assert "@TrackLink" in received(added)


@pytest.mark.parametrize("one_click", ["", "https://lists.example/?a=1&b=2"])
def test_way_to_leave_is_that_of_listmonk(hand: Hand, one_click: str):
    hand.set(mail_unsubscribe_url=one_click)
    printed(hand.room)
    hand.over()
    (added,) = hand.monk.campaigns
    assert 'href="https://lists.example/leave/1"' in received(added)
    assert "leave@nuanwen.example" not in added["body"]
    assert "a=1" not in added["body"]


def test_without_a_way_to_leave_nothing_is_handed_over(hand: Hand):
    hand.set(mail_unsubscribe="")
    with pytest.raises(Unready, match="mail_unsubscribe"):
        hand.over()


def test_on_trial_nothing_is_asked(hand: Hand, capsys: pytest.CaptureFixture[str]):
    assert hand.over(dry=True) == 0
    assert "for 2 lists" in capsys.readouterr().out
    assert hand.monk.calls == []


def test_changed_issue_is_added_beside_the_old_one_only_if_asked_for(hand: Hand):
    hand.over()
    hand.change()
    with pytest.raises(Unready, match="has changed since it was handed to listmonk"):
        hand.over()
    assert hand.over(again=True) == 0
    assert len(hand.monk.campaigns) == 2


def test_version_that_knows_no_tags_finds_it_all_the_same(hand: Hand):
    hand.monk.knows_tags = False
    hand.over()
    hand.over()
    assert len(hand.monk.campaigns) == 1


def test_template_of_the_settings_is_asked_for(hand: Hand):
    hand.set(listmonk_template=4)
    hand.over()
    assert hand.monk.campaigns[0]["template_id"] == 4


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (401, "Check listmonk_user and the token in NUANWEN_LISTMONK_TOKEN"),
        (403, "Check listmonk_user and the token in NUANWEN_LISTMONK_TOKEN"),
        (404, "There is no listmonk at listmonk_url"),
        (400, "Look at listmonk_lists and listmonk_template. (HTTP 400 it will not)"),
        (429, "listmonk gave no answer: HTTP 429 it will not. Type the same again"),
        (500, "listmonk gave no answer: HTTP 500 it will not. Type the same again"),
        (NONSENSE, "an answer that is not listmonk's"),
        (HANG_UP, "Type the same again: the campaign is looked for first."),
    ],
)
@pytest.mark.parametrize("call", [0, 1])
def test_what_listmonk_answers_is_told_and_nothing_is_lost_or_added_twice(
    hand: Hand, capsys: pytest.CaptureFixture[str], what: int | str, told: str, call: int
):
    hand.monk.what = [*[0] * call, what]
    assert hand.over() == 1
    assert told in capsys.readouterr().err
    assert hand.over() == 0
    assert len(hand.monk.campaigns) == 1


def test_line_that_breaks_after_it_was_taken_adds_none_twice(hand: Hand):
    hand.monk.what = [0, HANG_UP_WITH_IT]
    assert hand.over() == 1
    assert hand.over() == 0
    assert len(hand.monk.campaigns) == 1


def test_campaign_that_says_something_else_there_is_told(hand: Hand, capsys: pytest.CaptureFixture[str]):
    hand.monk.rewrites = True
    assert hand.over() == 1
    assert "says something else there: look at http://127.0.0.1" in capsys.readouterr().err


def test_list_that_is_not_there_is_told(hand: Hand, capsys: pytest.CaptureFixture[str]):
    hand.set(listmonk_lists=("9",))
    assert hand.over() == 1
    assert "Look at listmonk_lists" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["listmonk_url", "listmonk_user", "listmonk_lists"])
def test_missing_setting_is_named(hand: Hand, name: str):
    hand.set(**{name: () if name == "listmonk_lists" else ""})
    with pytest.raises(Unready, match=f"{name} is not set"):
        hand.over()


def test_missing_token_is_named_and_no_token_is_ever_told(
    hand: Hand, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("NUANWEN_LISTMONK_TOKEN", "another-token")
    assert hand.over() == 1
    assert "another-token" not in capsys.readouterr().err
    monkeypatch.delenv("NUANWEN_LISTMONK_TOKEN")
    with pytest.raises(Unready, match="NUANWEN_LISTMONK_TOKEN"):
        hand.over()
