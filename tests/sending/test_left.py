"""Who is taken off the list, by what the mailbox received."""

from pathlib import Path

import pytest

from goodnews.problem import ContentError
from goodnews.sending.left import Leaving, add, leaving_in, left
from goodnews.sending.outbox import Outbox

BOUNCE = """From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I am sorry.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Gone@nuanwen.example
Action: {action}
Status: {status}

--x
Content-Type: message/rfc822

Subject: a week; unsubscribe below
To: gone@nuanwen.example

--x--
"""
REQUEST = "From: =?utf-8?B?546L6Iqz?= <wang@nuanwen.example>\nSubject: {subject}\n\n\n"


def written(folder: Path, *mails: str) -> str:
    path = folder / "mails"
    path.write_text("".join(f"From x Mon Feb  9 08:00:00 2026\n{mail}\n" for mail in mails), "utf-8")
    return str(path)


def test_final_failures_and_requests_in_one_file(tmp_path: Path):
    file = written(tmp_path, BOUNCE.format(action="failed", status="5.1.1"), REQUEST.format(subject="unsubscribe"))
    assert leaving_in(file, "mails") == Leaving(("gone@nuanwen.example", "wang@nuanwen.example"))


@pytest.mark.parametrize(
    "subject", ["Unsubscribe", "Re: unsubscribe please", "RE：退订", "退订", "=?utf-8?B?6YCA6K6i?=", "请退订。"]
)
def test_a_request_in_a_single_mail(tmp_path: Path, subject: str):
    path = tmp_path / "one.eml"
    path.write_text(REQUEST.format(subject=subject), "utf-8")
    assert leaving_in(str(path), "one.eml") == Leaving(("wang@nuanwen.example",))


@pytest.mark.parametrize("subject", ["Please do not unsubscribe me", "为什么有人退订", "How do I unsubscribe?"])
def test_a_mail_that_may_be_a_request_takes_nobody_off_and_is_shown(tmp_path: Path, subject: str):
    file = written(tmp_path, REQUEST.format(subject=subject))
    assert leaving_in(file, "mails") == Leaving((), (("wang@nuanwen.example", subject),))


@pytest.mark.parametrize(
    "mail",
    [
        BOUNCE.format(action="delayed", status="4.4.7"),
        BOUNCE.format(action="failed", status="4.2.2"),
        REQUEST.format(subject="Out of office"),
        "Subject: =?utf-8?B?6YCA6K6i?\nFrom: nobody\n\n",
    ],
)
def test_what_may_pass_takes_nobody_off(tmp_path: Path, mail: str):
    assert leaving_in(written(tmp_path, mail), "mails") == Leaving(())


def test_a_list_of_addresses(tmp_path: Path):
    path = tmp_path / "list.txt"
    path.write_text("# asked by telephone\nA@nuanwen.example\n", "utf-8")
    outbox = Outbox(str(tmp_path))
    assert add(outbox, leaving_in(str(path), "list.txt").addresses) == 1
    assert add(outbox, ["a@nuanwen.example"]) == 0
    assert left(outbox) == {"a@nuanwen.example"}


def test_editors_may_write_into_the_file_as_into_any_list(tmp_path: Path):
    (tmp_path / "left.txt").write_text(
        "\ufeff# asked by telephone\n王芳 <Wang@nuanwen.example>\n\nB@NUANWEN.example", "utf-8"
    )
    outbox = Outbox(str(tmp_path))
    assert add(outbox, ["b@nuanwen.example", "C@nuanwen.example"]) == 1
    assert left(outbox) == {"wang@nuanwen.example", "b@nuanwen.example", "c@nuanwen.example"}
    assert "# asked by telephone" in (tmp_path / "left.txt").read_text("utf-8")


def test_a_line_that_names_nobody_stops_everything(tmp_path: Path):
    (tmp_path / "left.txt").write_text("wang at nuanwen.example\n", "utf-8")
    with pytest.raises(ContentError) as error:
        left(Outbox(str(tmp_path)))
    assert [problem.line for problem in error.value.problems] == [1]
