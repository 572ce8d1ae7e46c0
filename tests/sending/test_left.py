"""Who is taken off the list, by what the mailbox received."""

from pathlib import Path

import pytest

from goodnews.sending.left import add, left, named_in

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
    assert named_in(file, "mails") == ("gone@nuanwen.example", "wang@nuanwen.example")


@pytest.mark.parametrize("subject", ["Unsubscribe", "Re: unsubscribe please", "退订", "=?utf-8?B?6YCA6K6i?="])
def test_a_request_in_a_single_mail(tmp_path: Path, subject: str):
    path = tmp_path / "one.eml"
    path.write_text(REQUEST.format(subject=subject), "utf-8")
    assert named_in(str(path), "one.eml") == ("wang@nuanwen.example",)


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
    assert named_in(written(tmp_path, mail), "mails") == ()


def test_a_list_of_addresses(tmp_path: Path):
    path = tmp_path / "list.txt"
    path.write_text("# asked by telephone\nA@nuanwen.example\n", "utf-8")
    assert add(str(tmp_path), named_in(str(path), "list.txt")) == 1
    assert add(str(tmp_path), ["a@nuanwen.example"]) == 0
    assert left(str(tmp_path)) == {"a@nuanwen.example"}
