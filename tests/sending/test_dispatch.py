"""Each reader gets an issue once, whatever the server does."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from goodnews.sending import ledger
from goodnews.sending.dispatch import BUSY, Outcome, addressed, dispatched, planned
from goodnews.sending.post import Post, Server, Unwilling
from tests.sending.server import HANG_UP, HANG_UP_WITH_IT, Handler, serving

MAIL = (
    b"Subject: a week\r\nFrom: Nuanwen <news@nuanwen.example>\r\nMessage-ID: <2026-W06.digest@nuanwen.example>\r\n"
    b"\r\nWords\r\n.\r\n.. of the week\r\n"
)
A, B, C = (f"{letter}@nuanwen.example" for letter in "abc")


class Desk:
    """A ledger, a server, and a list of three readers."""

    def __init__(self, folder: Path, box: Handler, port: int) -> None:
        self.path = str(folder / "2026-W06.jsonl")
        self.box, self.port = box, port

    def send(self, again: bool = False, waits: tuple[float, ...] = (0.0, 0.0), cancelled: int = 99) -> Outcome:
        """Send to those who are due.

        cancelled  after how many mails
        """
        with ledger.opened(self.path) as book, self.post() as post:
            due = planned((A, B, C), book, frozenset(), again).due
            return dispatched(MAIL, due, book, post, lambda: len(self.box.taken) >= cancelled, waits)

    def post(self) -> Post:
        return Post(Server("127.0.0.1", self.port), "news@nuanwen.example", patience=1.0)

    @property
    def states(self) -> dict[str, str]:
        return {step.reader: step.state for step in ledger.read(self.path).steps}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving() as (box, port):
        yield Desk(tmp_path, box, port)


def test_a_second_time_nobody_gets_it_again(desk: Desk):
    assert desk.send().sent == 3
    assert desk.send() == Outcome()
    assert desk.box.readers == [A, B, C]
    assert desk.states == dict.fromkeys((A, B, C), ledger.SENT)


def test_a_mail_arrives_byte_for_byte_but_for_whom_it_goes_to(desk: Desk):
    desk.send()
    head, _gap, body = desk.box.taken[0][1].partition(b"\r\n\r\n")
    assert body == MAIL.partition(b"\r\n\r\n")[2]
    assert b"Subject: a week\r\nFrom: Nuanwen <news@nuanwen.example>\r\n" in head


def test_each_reader_has_a_message_id_that_never_changes(desk: Desk):
    desk.send()
    ids = [str(mail["Message-ID"]) for mail in desk.box.mails]
    assert len(set(ids)) == 3
    assert all(id_.startswith("<2026-W06.digest.") and id_.endswith("@nuanwen.example>") for id_ in ids)
    assert ids[0].encode() in addressed(MAIL, A.upper())
    assert [str(mail["To"]) for mail in desk.box.mails] == [A, B, C]


def test_who_is_refused_for_good_does_not_keep_the_others_waiting(desk: Desk):
    desk.box.answers[B] = ["550 no such reader"]
    outcome = desk.send()
    assert (outcome.sent, [(step.reader, step.reply) for step in outcome.refused]) == (2, [(B, "550 no such reader")])
    assert desk.send() == Outcome()
    assert desk.box.tried == [A, B, C]


def test_a_server_that_is_busy_is_asked_again(desk: Desk):
    desk.box.answers[B] = ["450 busy", "451 still busy"]
    assert desk.send().sent == 3
    assert desk.box.readers == [A, C, B]


def test_a_reader_who_is_put_off_does_not_keep_the_others_waiting(desk: Desk):
    desk.box.answers[B] = ["452 mailbox full"] * 3
    outcome = desk.send()
    assert (outcome.sent, outcome.waiting, outcome.why) == (2, (B,), "452 mailbox full")
    assert desk.box.readers == [A, C]
    assert desk.send().sent == 1
    assert desk.box.readers == [A, C, B]


def test_a_server_that_stays_busy_leaves_the_rest_for_later(desk: Desk):
    list_ = [f"{number}@nuanwen.example" for number in range(9)]
    desk.box.answers = {reader: ["450 so many an hour"] * 9 for reader in list_[2:]}
    with ledger.opened(desk.path) as book, desk.post() as post:
        outcome = dispatched(MAIL, list_, book, post, lambda: False, (0.0, 0.0))
    assert (outcome.sent, sorted(outcome.waiting), outcome.why) == (2, list_[2:], "450 so many an hour")
    assert len(desk.box.tried) == 2 + 3 * BUSY


def test_a_server_that_hangs_up_after_each_mail_is_called_again_as_long_as_it_takes_some(desk: Desk):
    list_ = [f"{number}@nuanwen.example" for number in range(9)]
    desk.box.answers = {reader: ["421 enough for one connection"] for reader in list_}
    with ledger.opened(desk.path) as book, desk.post() as post:
        assert dispatched(MAIL, list_, book, post, lambda: False, (0.0, 0.0)).sent == 9
    assert desk.box.readers == list_


def test_how_long_it_waits_and_why_is_told(desk: Desk):
    desk.box.answers[A] = ["450 busy"]
    said: list[tuple[str, float]] = []
    with ledger.opened(desk.path) as book, desk.post() as post:
        dispatched(MAIL, (A,), book, post, lambda: False, (0.01,), lambda why, wait: said.append((why, wait)))
    assert said == [("450 busy", 0.01)]


@pytest.mark.parametrize("words", ["451 greylisted", "452 no room", "421 closing"])
def test_a_text_that_the_server_does_not_take_now_is_handed_over_again(desk: Desk, words: str):
    desk.box.texts[B] = [words]
    assert desk.send().sent == 3
    assert sorted(desk.box.readers) == [A, B, C]


def test_a_reply_to_the_text_that_is_none_is_unknown(desk: Desk):
    desk.box.texts[B] = ["??? what"]
    outcome = desk.send()
    assert (outcome.sent, outcome.unknown) == (2, (B,))


@pytest.mark.parametrize(("what", "first"), [(HANG_UP, [A, C]), (HANG_UP_WITH_IT, [A, B, C])])
def test_a_connection_lost_behind_the_text_is_unknown_and_not_repeated_unasked(desk: Desk, what: str, first: list[str]):
    desk.box.texts[B] = [what]
    outcome = desk.send()
    assert (outcome.sent, outcome.unknown) == (2, (B,))
    assert desk.box.readers == first
    assert desk.send() == Outcome()
    assert desk.send(again=True).sent == 1
    assert desk.box.readers == [*first, B]


def test_a_text_that_the_server_refuses_is_refused_and_not_repeated(desk: Desk):
    desk.box.texts[B] = ["554 this looks like spam"]
    assert [step.reply for step in desk.send().refused] == ["554 this looks like spam"]
    assert desk.send() == Outcome()


def test_a_sender_who_may_not_send_hears_it_and_nothing_is_noted(desk: Desk):
    desk.box.sender = "553 not your address"
    with pytest.raises(Unwilling, match="553 not your address"):
        desk.send()
    assert desk.states == {}


def test_a_server_that_is_not_there_leaves_all_for_later(desk: Desk):
    desk.port = 1
    outcome = desk.send()
    assert (outcome.sent, outcome.waiting) == (0, (A, B, C))
    assert outcome.why
    assert desk.states == {}


@contextmanager
def greeting(words: str) -> Iterator[int]:
    """The port of a server that greets with these words, and says nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            with listening.accept()[0] as line:
                line.sendall(f"{words}\r\n".encode())

        thread = threading.Thread(target=greet)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join()


@pytest.mark.parametrize("words", ["554 your address is on our list", "521 no mail here"])
def test_a_server_that_greets_with_a_refusal_is_not_called_busy(desk: Desk, words: str):
    with greeting(words) as desk.port, pytest.raises(Unwilling, match=words):
        desk.send(waits=())
    assert desk.states == {}


def test_a_server_that_greets_busily_is_asked_again_later(desk: Desk):
    with greeting("421 try later") as desk.port:
        assert desk.send(waits=()).why == "421 try later"


def test_a_name_that_no_server_has_is_told_at_once(desk: Desk):
    with (
        ledger.opened(desk.path) as book,
        Post(Server("mail.nuanwen.invalid", 465), "news@nuanwen.example") as post,
        pytest.raises(Unwilling),
    ):
        dispatched(MAIL, (A,), book, post, lambda: False, (600.0,))


def test_a_server_that_never_answers_is_waited_for_so_long_and_no_longer(desk: Desk):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        desk.port = deaf.getsockname()[1]
        assert desk.send(waits=()).waiting == (A, B, C)


def test_cancelled_it_stops_before_the_next_mail(desk: Desk):
    outcome = desk.send(cancelled=1)
    assert (outcome.sent, outcome.waiting, outcome.cancelled) == (1, (B, C), True)
    assert desk.send().sent == 2
    assert desk.box.readers == [A, B, C]


def test_cancelled_while_the_server_is_busy_it_does_not_wait(desk: Desk):
    desk.box.answers[A] = ["450 busy"] * 3
    cancel = threading.Event()
    threading.Timer(0.3, cancel.set).start()
    began = time.monotonic()
    with ledger.opened(desk.path) as book, desk.post() as post:
        outcome = dispatched(MAIL, (A,), book, post, cancel.is_set, (600.0,))
    assert outcome.cancelled
    assert time.monotonic() - began < 60


def test_a_step_that_was_cut_off_says_nothing(desk: Desk):
    desk.send(cancelled=1)
    with open(desk.path, "ab") as file:
        file.write(b'{"state":"sending","reader":"b@nuanwen')
    assert desk.send().sent == 2
    assert desk.box.readers == [A, B, C]


def test_a_ledger_that_was_damaged_sends_nothing(desk: Desk):
    desk.send(cancelled=1)
    Path(desk.path).write_bytes(b"?\n" + Path(desk.path).read_bytes())
    with pytest.raises(ledger.Damaged, match=r"2026-W06.jsonl:1"):
        desk.send()
    assert desk.box.readers == [A]
