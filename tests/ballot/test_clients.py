"""Clients of the voting service that send too much, too often, too slowly, or never read."""

import contextlib
import socket
import time
from ipaddress import IPv6Address
from pathlib import Path

import pytest

from ballot.service import limiter, server
from tests.ballot.polling import Form, Polled, Voter, hidden, receipt
from tests.ballot.polling import polled as started
from tests.ballot.test_attacks import FORM


def test_oversized_bodies_are_refused_told_or_not(voter: Voter) -> None:
    whole = b"word=" + b"x" * 20_000
    assert voter.client.post("/vote", content=whole, headers=FORM).status_code == 413
    assert voter.client.post("/vote", content=(b"x" * 1000 for _ in range(30)), headers=FORM).status_code == 413


def head_of(length: str) -> bytes:
    """The head of a ballot's request, with a body of that length to come."""
    kind = FORM["content-type"]
    return f"POST /vote HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n".encode()


def test_a_length_that_is_a_lie_does_no_harm(polled: Polled) -> None:
    for length in ("99999999999999999999", "-1", "x"):
        with socket.create_connection(("127.0.0.1", polled.service.port), timeout=15) as line:
            line.sendall(head_of(length))
            assert line.recv(100).startswith(b"HTTP/1.1 4")


@pytest.mark.nightly
def test_slow_clients_are_hung_up_on_and_hinder_nobody(polled: Polled, voter: Voter) -> None:
    """Two hundred connections that send nothing, or a letter at a time; meanwhile others vote."""
    silent = [socket.create_connection(("127.0.0.1", polled.service.port)) for _ in range(100)]
    slow_heads = [socket.create_connection(("127.0.0.1", polled.service.port)) for _ in range(50)]
    slow_bodies = [socket.create_connection(("127.0.0.1", polled.service.port)) for _ in range(50)]
    for line in slow_bodies:
        line.sendall(head_of("100"))
    receipt(voter.vote("N01"))
    end = time.monotonic() + server.HEADERS + 3
    letters = iter("GET /")
    while time.monotonic() < end:
        letter = next(letters, "x").encode()
        for line in slow_heads + slow_bodies:
            with contextlib.suppress(OSError):
                line.sendall(letter)
        time.sleep(1)
    for line in silent + slow_heads:
        line.settimeout(5)
        assert ended(line)
    for line in slow_bodies:
        line.settimeout(5)
        assert line.recv(12) == b"HTTP/1.1 408"
        line.close()
    receipt(voter.vote("N02"))


def ended(line: socket.socket) -> bool:
    """Whether the other side has hung up without a word."""
    try:
        return line.recv(1) == b""
    except ConnectionError:
        return True
    finally:
        line.close()


def test_an_address_that_asks_too_often_is_told_to_wait(polled: Polled) -> None:
    with Voter(polled.service, address="198.51.100.7") as voter, Voter(polled.service, address="198.51.100.8") as other:
        answers = (voter.client.get("/") for _ in range(2 * limiter.FORMS.times + 2))  # a minute may end meanwhile
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert 1 <= int(refused.headers["retry-after"]) <= limiter.FORMS.seconds + 1
        assert other.client.get("/").status_code == 200


def test_wrong_codes_from_one_address_are_cut_off_and_the_picks_are_kept(polled: Polled) -> None:
    with Voter(polled.service, address="198.51.100.9") as voter:
        form: Form = voter.form()
        fields = voter.fields("N01", "N07", form=form, code="0" * 17)
        answers = [voter.send(fields) for _ in range(2 * limiter.FAILURES.times + 2)]
        assert {answer.status_code for answer in answers} == {422, 429}
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert int(refused.headers["retry-after"]) > 0
        assert hidden(refused)["pick"] == ["N01", "N07"]
        assert "#picks=N01.N07" in refused.text, "the way back to the form brings the picks"


def test_a_network_that_failed_often_shuts_out_nobody_who_can_vote(polled: Polled) -> None:
    """A canteen or a carrier has one address for all; a script in it must not take the vote from the others."""
    with Voter(polled.service, address="198.51.100.10") as noisy:
        for _ in range(limiter.FORMS.times // 2 + 1):
            noisy.client.post("/vote", content=b"", headers=FORM)
        assert noisy.client.post("/vote", content=b"", headers=FORM).status_code == 429
    with Voter(polled.service, address="198.51.100.10") as member:
        assert receipt(member.vote("N01", code=polled.code()))
    with Voter(polled.service, address="198.51.100.10") as reader:
        assert receipt(reader.vote("N01"))


def test_a_right_code_needs_no_cookie_and_no_form_of_ours(polled: Polled, voter: Voter) -> None:
    code = polled.code()
    fields = voter.fields("N01", code=code)
    voter.client.cookies.clear()
    first = receipt(voter.send(fields))
    assert receipt(voter.send(fields)) == first, "the same form again is a retry"
    assert voter.send(fields | {"token": "", "pick": ["N02"]}).status_code == 200
    assert "Choose at least 1." in voter.send(fields | {"pick": []}, query="?lang=en").text


def test_who_may_not_confirm_yet_keeps_the_picks(polled: Polled) -> None:
    with Voter(polled.service, address="198.51.100.11", script=False) as voter:
        fields = voter.fields("N03", "N05")
        answers = [voter.send(fields) for _ in range(2 * limiter.PLAIN.times + 2)]
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert hidden(refused)["pick"] == ["N03", "N05"]


@pytest.mark.parametrize(
    ("step", "addresses"),
    [(1, "one /64"), (2**64, "one /56"), (2**72, "one /48")],
    ids=["/64", "/56", "/48"],
)
def test_ipv6_is_limited_by_the_networks_that_people_are_given(step: int, addresses: str) -> None:
    asked = limiter.Limiter(lambda: 0.0)
    limit = limiter.Limit("test", 10, 60)
    first = int(IPv6Address("2001:db8:7::"))
    waits = [asked.wait(limit, str(IPv6Address(first + n * step))) for n in range(100)]
    shares = {1: 1, 2**64: 2, 2**72: 4}[step]
    assert waits.index(60 + 1) == 10 * shares, addresses
    assert asked.wait(limit, "2001:db8:8::1") == 0


def test_an_ipv4_address_in_ipv6_clothes_is_itself() -> None:
    asked = limiter.Limiter(lambda: 0.0)
    limit = limiter.Limit("test", 1, 60)
    assert [asked.wait(limit, f"::ffff:192.0.2.{n}") for n in (1, 2, 1)] == [0, 0, 61]
    assert asked.wait(limit, "192.0.2.1") == 61


@pytest.mark.nightly
def test_clients_that_never_read_are_hung_up_on(polled: Polled, voter: Voter) -> None:
    """One that asks for more and more at once, and one that asks for one long answer at a time."""
    asking = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    lines = []
    for burst in [400] * 10 + [server.PIPELINE] * 10:
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        line.connect(("127.0.0.1", polled.service.port))
        line.settimeout(1)
        with contextlib.suppress(TimeoutError, ConnectionError):
            line.sendall(asking * burst)
        lines.append(line)
    time.sleep(server.STALL * (server.STALLS + 1) + 1)
    port = f":{polled.service.port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    assert sum(row[1].endswith(port) and row[3] == "01" and row[2] != row[1] for row in rows) <= 2
    for line in lines:
        line.close()
    assert receipt(voter.vote("N01"))


def test_one_host_has_a_share_of_the_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "192.0.2.1")  # no proxy: who connects is who asks
    with started(tmp_path) as direct:
        lines = [socket.create_connection(("127.0.0.1", direct.service.port)) for _ in range(server.SHARE + 20)]
        time.sleep(1)
        lines[-1].settimeout(2)
        assert ended(lines[-1]), "one more than its share"
        assert not ended_soon(lines[0])
        for line in lines[:100]:
            line.close()
        time.sleep(0.5)
        with direct.voter() as voter:
            assert receipt(voter.vote("N01"))
        for line in lines[100:]:
            line.close()


@pytest.mark.parametrize(
    ("allowed", "host", "believed"),
    [
        (None, "127.0.0.1", True),
        (None, "192.0.2.1", False),
        ("10.0.0.0/8", "10.2.3.4", True),
        ("10.0.0.0/8, 192.0.2.7", "192.0.2.7", True),
        ("10.0.0.0/8", "11.0.0.1", False),
        ("*", "2001:db8::1", True),
        ("2001:db8::/32", "2001:db8::1", True),
        ("10.0.0.0/8", "2001:db8::1", False),
    ],
)
def test_a_proxy_that_is_believed_has_no_share_of_its_own(
    monkeypatch: pytest.MonkeyPatch, allowed: str | None, host: str, believed: bool
) -> None:
    if allowed is None:
        monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    else:
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", allowed)
    assert server.is_proxy(host) is believed


def ended_soon(line: socket.socket) -> bool:
    """Whether the other side has hung up, or does within a moment."""
    line.settimeout(0.2)
    try:
        return line.recv(1) == b""
    except TimeoutError:
        return False
