"""An issue goes to the draft box once, whatever the account answers."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodnews.sending import draft, ledger
from goodnews.sending.outbox import Unready
from goodnews.sending.wechat import Article, advice
from tests.builders import Room
from tests.editions.posting import printed
from tests.sending import official
from tests.sending.official import APP, BUSY_WITH_IT, HANG_UP, HANG_UP_WITH_IT, NONSENSE, SECRET, Official

ISSUE = "2026-W06"
EMPTY = Article("题", "", "", "https://nuanwen.example/", "<p>字</p>")


class Box:
    """A newsroom with an issue, and an official account."""

    def __init__(self, room: Room, account: Official) -> None:
        self.room, self.account = room, account

    def hand_over(self, again: bool = False, dry: bool = False) -> int:
        return draft.hand_over(self.room.settings, ISSUE, dry, again, waits=(0.0, 0.0))

    @property
    def states(self) -> list[str]:
        path = Path(self.room.settings.content).parent / ".sending" / f"{ISSUE}.wechat.jsonl"
        return [step.state for step in ledger.read(str(path)).steps if step.reader.startswith("draft")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With its editions printed, once for all tests."""
    room = Room(tmp_path_factory.mktemp("newsroom"))
    room.story()
    printed(room)
    return room.folder


@pytest.fixture
def box(newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    monkeypatch.setenv("NUANWEN_WECHAT_SECRET", SECRET)
    folder = tmp_path / "room"
    shutil.copytree(newsroom, folder)
    with official.serving() as (account, address):
        yield Box(Room(folder, goodnews={"wechat_api": address, "wechat_app": APP}), account)


def test_a_digest_is_in_the_draft_box_once(box: Box, capsys: pytest.CaptureFixture[str]):
    assert box.hand_over() == 0
    assert "was read back" in capsys.readouterr().out
    assert box.hand_over() == 0
    assert "nothing was added" in capsys.readouterr().out
    assert len(box.account.drafts) == len(box.account.pictures) == 1
    ((article,),) = box.account.drafts.values()
    assert article["author"] == "暖闻"
    assert article["content_source_url"] == "https://nuanwen.example/digest/2026-W06.html"
    assert article["content"].startswith("<section ")


def test_a_long_issue_is_one_draft_of_several_articles(box: Box):
    for number in range(60):
        box.room.story(f"s-{number}", title=f"第{number}号", summary="正文一段，" * 40)
    printed(box.room)
    assert box.hand_over() == 0
    ((first, *rest),) = box.account.drafts.values()
    assert rest
    assert first["title"].endswith(f"（1/{len(rest) + 1}）")


def test_on_trial_nothing_is_asked(box: Box, capsys: pytest.CaptureFixture[str]):
    assert box.hand_over(dry=True) == 0
    assert "1 article" in capsys.readouterr().out
    assert box.account.calls == []


def test_an_issue_that_has_changed_is_added_only_when_it_is_asked_for(box: Box):
    box.hand_over()
    box.room.story(title="另一个题目")
    printed(box.room)
    with pytest.raises(Unready, match="--again"):
        box.hand_over()
    assert box.hand_over(again=True) == 0
    assert box.hand_over() == 0
    assert (len(box.account.drafts), len(box.account.pictures)) == (2, 2)  # the cover shows the title
    assert box.states == [ledger.SENT, ledger.SENT]


@pytest.mark.parametrize(("what", "kept"), [(HANG_UP, 0), (HANG_UP_WITH_IT, 1), (NONSENSE, 1)])
def test_after_a_broken_connection_the_draft_is_looked_for_first(
    box: Box, capsys: pytest.CaptureFixture[str], what: str, kept: int
):
    box.account.what["draft/add"] = [what]
    assert box.hand_over() == 1
    assert "it is looked for first" in capsys.readouterr().err
    assert (box.states, len(box.account.drafts)) == ([ledger.SENDING], kept)
    assert box.hand_over() == 0
    assert "was read back" in capsys.readouterr().out
    assert (box.states, len(box.account.drafts)) == ([ledger.SENT], 1)


def test_an_older_draft_of_the_issue_is_not_taken_for_one_that_is_unknown(box: Box):
    box.hand_over()
    box.room.story(title="另一个题目")
    printed(box.room)
    box.account.what["draft/add"] = [HANG_UP]
    assert box.hand_over(again=True) == 1
    assert box.hand_over(again=True) == 0
    assert len(box.account.drafts) == 2


@pytest.mark.parametrize(("what", "path"), [(BUSY_WITH_IT, "draft/add"), (-1, "draft/add"), (-1, "stable_token")])
def test_a_server_that_is_busy_is_asked_again_and_adds_once(box: Box, what: int | str, path: str):
    box.account.what[path] = [what, what]
    assert box.hand_over() == 0
    assert len(box.account.drafts) == 1


def test_a_server_that_stays_busy_is_left_alone(box: Box):
    box.account.what["draft/add"] = [-1] * 9
    assert box.hand_over() == 1
    assert box.account.calls.count("draft/add") == 3


@pytest.mark.parametrize("what", [HANG_UP, HANG_UP_WITH_IT, NONSENSE, BUSY_WITH_IT])
def test_a_cover_is_uploaded_once(box: Box, what: str):
    box.account.what["material/add_material"] = [what]
    box.hand_over()
    assert box.hand_over() == 0
    assert (len(box.account.pictures), len(box.account.drafts)) == (1, 1)


def test_a_cover_that_is_gone_is_uploaded_anew(box: Box, capsys: pytest.CaptureFixture[str]):
    box.account.what["draft/add"] = [45009]
    box.hand_over()
    box.account.pictures.clear()
    assert box.hand_over() == 1
    assert "uploaded anew" in capsys.readouterr().err
    assert box.hand_over() == 0


def test_a_token_that_another_program_made_old_is_renewed(box: Box):
    box.account.what["draft/add"] = [40001]
    assert box.hand_over() == 0
    assert box.account.calls.count("stable_token") == 2


CODES = (40164, 40001, 40125, 40013, 40007, 40005, 44003, 45001, 45002, 45003, 45004, 45009, 45110, 45166, 48001, 89503)


@pytest.mark.parametrize("code", [*CODES, 12345])
def test_every_refusal_is_told_with_what_to_do_and_nothing_is_added(
    box: Box, capsys: pytest.CaptureFixture[str], code: int
):
    for path in ("stable_token", "material/add_material", "draft/add"):
        box.account.what = {path: [code] * 2}
        assert box.hand_over() == 1
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert said.startswith(advice(code, "203.0.113.7" if code == 40164 else ""))
        assert SECRET not in said
    assert box.account.drafts == {}
    box.account.what = {}
    assert box.hand_over() == 0
    assert len(box.account.drafts) == 1


def test_an_address_that_is_not_listed_is_named(box: Box, capsys: pytest.CaptureFixture[str]):
    box.account.what["stable_token"] = [40164]
    box.hand_over()
    assert "203.0.113.7" in capsys.readouterr().err


def test_a_draft_that_says_something_else_is_told(box: Box, capsys: pytest.CaptureFixture[str]):
    box.account.rewrites = True
    assert box.hand_over() == 1
    assert "look at article 1 before" in capsys.readouterr().err
    assert box.states == [ledger.SENT]


def test_a_draft_that_cannot_be_read_back_is_there_all_the_same(box: Box):
    box.account.what["draft/get"] = [NONSENSE]
    assert box.hand_over() == 1
    assert box.hand_over() == 0
    assert len(box.account.drafts) == 1


@pytest.mark.parametrize(
    "article",
    [
        EMPTY._replace(title="题" * 33),
        EMPTY._replace(author="人" * 17),
        EMPTY._replace(summary="摘" * 129),
        EMPTY._replace(content="<p>" + "字" * 20_000),
        EMPTY._replace(content="<p> </p>"),
    ],
)
def test_limits_are_checked_before_anything_is_sent(article: Article):
    assert len(list(draft.over([EMPTY, article], b""))) == 1
    assert len(list(draft.over([EMPTY] * 9, b""))) == 1
    assert list(draft.over([EMPTY] * 8, b"")) == []


def test_what_is_missing_is_told(box: Box, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("NUANWEN_WECHAT_SECRET")
    with pytest.raises(Unready, match="NUANWEN_WECHAT_SECRET"):
        box.hand_over()
    with pytest.raises(Unready, match="only a week's digest"):
        draft.hand_over(box.room.settings, "2025", dry=False, again=False)
    box.room = Room(box.room.folder)
    with pytest.raises(Unready, match="wechat_app"):
        box.hand_over()
