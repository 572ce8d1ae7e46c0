"""`send`, as it is typed."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import Room
from tests.sending.server import Handler, serving
from tests.shell import Shell

READERS = "a@nuanwen.example\nb@nuanwen.example\n"
MAIL = {"mail_from": "news@nuanwen.example", "mail_unsubscribe": "leave@nuanwen.example"}


@pytest.fixture
def box() -> Iterator[tuple[Handler, int]]:
    with serving() as found:
        yield found


@pytest.fixture
def shell(room: Room, box: tuple[Handler, int]) -> Shell:
    found = Shell(room)
    found.settings(**MAIL, mail_server=f"127.0.0.1:{box[1]}")
    (room.folder / "readers.txt").write_text(READERS, "utf-8")
    return found


def test_an_issue_goes_to_a_list_once_and_the_report_proves_it(shell: Shell, box: tuple[Handler, int]):
    dry = shell.run("send", "2026-W06", "--to", "readers.txt", "--dry-run")
    assert (dry.returncode, dry.stdout.split("\n")[1]) == (0, "2 readers would get it")
    assert box[0].taken == []
    assert not (shell.desk.folder / ".sending").exists()
    for count in ("2 mails sent", "0 readers get it"):
        done = shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
        assert (done.returncode, done.stderr) == (0, "")
        assert count in done.stdout
    assert box[0].readers == READERS.split()
    assert box[0].mails[0]["List-Unsubscribe"] == "<mailto:leave@nuanwen.example?subject=unsubscribe>"
    report = shell.run("send", "2026-W06", "--report")
    rows = list(csv.DictReader(io.StringIO(report.stdout)))
    assert [(row["reader"], row["state"]) for row in rows] == [(reader, "sent") for reader in READERS.split()]


def test_an_issue_that_changes_meanwhile_stays_the_same_for_the_rest(shell: Shell, box: tuple[Handler, int]):
    box[0].answers["b@nuanwen.example"] = ["550 no"]
    shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
    shell.desk.story("one", title="另一个题目")
    (shell.desk.folder / "readers.txt").write_text(READERS + "c@nuanwen.example\n", "utf-8")
    done = shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
    assert "The issue has changed since" in done.stdout
    first, last = (mail.get_body(("plain",)) for mail in box[0].mails)
    assert first is not None
    assert last is not None
    assert first.get_content() == last.get_content()


def test_an_issue_that_nobody_has_may_still_change(shell: Shell, box: tuple[Handler, int]):
    for reader in READERS.split():
        box[0].answers[reader] = ["550 no"]
    shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
    shell.desk.story("one", title="另一个题目")
    (shell.desk.folder / "readers.txt").write_text("c@nuanwen.example\n", "utf-8")
    done = shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
    assert "The issue has changed since" not in done.stdout
    (mail,) = (mail.get_body(("plain",)) for mail in box[0].mails)
    assert mail is not None
    assert "另一个题目" in mail.get_content()


def test_who_has_left_is_never_written_to_again(shell: Shell, box: tuple[Handler, int]):
    (shell.desk.folder / "gone.txt").write_text("B@nuanwen.example\n", "utf-8")
    assert "1 address named, 1 of them new" in shell.run("send", "--left", "gone.txt").stdout
    assert "have left: 1" in shell.run("send", "2026-W06", "--to", "readers.txt", "--yes").stdout
    assert box[0].readers == ["a@nuanwen.example"]


def test_a_mail_that_may_be_a_request_is_for_an_editor_to_decide(shell: Shell):
    mail = "From: a@nuanwen.example\nSubject: 为什么总有人退订\n\n"
    (shell.desk.folder / "one.eml").write_text(mail, "utf-8")
    done = shell.run("send", "--left", "one.eml")
    assert "0 addresses named" in done.stdout
    assert "not sure: a@nuanwen.example wrote “为什么总有人退订”" in done.stdout


def test_a_mail_on_trial_is_noted_nowhere(shell: Shell, box: tuple[Handler, int]):
    done = shell.run("send", "2026-W06", "--test", "me@nuanwen.example")
    assert (done.returncode, box[0].readers) == (0, ["me@nuanwen.example"])
    assert shell.run("send", "2026-W06", "--report").returncode == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2026-W06", "--to", "readers.txt"), "There is no terminal to ask at. Add --yes to send."),
        (("2026-W06", "--to", "none.txt"), "none.txt"),
        (("2026-W99", "--to", "readers.txt"), "2026-W99 is not an issue of this site."),
        (("--to", "readers.txt"), "Name the issue"),
        (("2026-W06", "--to", "readers.txt", "--at", "tomorrow"), "'tomorrow' is not a time like 2026-02-09 08:00"),
        (("2026-W06", "--to", "readers.txt", "--yes", "--at", "2020-02-09 08:00"), "2020-02-09 08:00 has passed"),
        (("2026-W06", "--to", "readers.txt", "--yes", "--at", "２０２０-02-09T08:00"), "2020-02-09 08:00 has passed"),
        (("2026-W06", "--to", "readers.txt", "--yes", "--at", "2120-02-09"), "is not a time like"),
        (("2026-W06", "--to", "readers.txt", "--yes", "--at", "2120-02-09 08:00+00:00"), "is not a time like"),
        (("2026-W06", "--test", "me"), "'me' is not a mail address"),
        (("2026-W06", "--wechat"), "No official account is named."),
        (("2026-W06", "--cancel"), "Nothing is being sent."),
        (("2026-W06", "--report"), "2026-W06 was sent to nobody from here."),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    shell: Shell, box: tuple[Handler, int], words: tuple[str, ...], said: str
):
    done = shell.run("send", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert box[0].taken == []
    assert not (shell.desk.folder / ".sending" / "2026-W06.eml").exists()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (MAIL, "No mail server is named."),
        ({**MAIL, "mail_server": "127.0.0.1:25", "mail_unsubscribe": ""}, "how to leave the list"),
        ({**MAIL, "mail_server": "127.0.0.1:25", "mail_user": "news"}, "NUANWEN_MAIL_PASSWORD"),
        ({**MAIL, "mail_server": "127.0.0.1"}, "smtp.nuanwen.example:465"),
    ],
)
def test_a_setting_that_is_missing_is_named(shell: Shell, settings: dict[str, str], said: str):
    shell.settings(**settings)
    done = shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
    assert done.returncode == 1
    assert said in done.stderr


def test_a_trial_says_what_would_stop_it(shell: Shell):
    shell.settings(**MAIL)
    done = shell.run("send", "2026-W06", "--to", "readers.txt", "--dry-run")
    assert (done.returncode, done.stdout.split("\n")[1]) == (0, "2 readers would get it")
    assert "No mail server is named." in done.stderr


def test_two_commands_never_send_at_once(shell: Shell, box: tuple[Handler, int]):
    from goodnews.files import held
    from goodnews.sending.outbox import FOLDER

    folder: Path = shell.desk.folder / FOLDER
    with held(str(folder)):
        done = shell.run("send", "2026-W06", "--to", "readers.txt", "--yes")
        assert shell.run("send", "2026-W06", "--cancel").returncode == 0
    assert done.returncode == 1
    assert "Another command is sending" in done.stderr
    assert (folder / "2026-W06.cancel").exists()
    assert shell.run("send", "2026-W06", "--to", "readers.txt", "--yes").returncode == 0
    assert box[0].readers == READERS.split()
