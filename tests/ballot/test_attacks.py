"""Attacks on an open vote, against a running service: nothing may get into the box, and nobody may be shut out.

The whole list is docs/attacks.md; further attacks are in test_ballot_form.py (wrong picks, forged and exhausted codes),
test_clock.py (late and early ballots), test_outage.py (power cuts, databases that go away) and test_race.py.
"""

import base64
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any

import pytest

from ballot.service import limiter, server
from tests.ballot.polling import Form, Polled, Voter, hidden, receipt, solved
from tests.ballot.polling import polled as started
from tests.ballot.votes import a_slate


def respelled(payload: str, change: Callable[[dict[str, Any]], object]) -> str:
    """The same proof in other words."""
    content = json.loads(base64.b64decode(payload))
    change(content)
    return base64.b64encode(json.dumps(content, indent=2).encode()).decode()


def spaced(payload: str) -> str:
    return " ".join(payload[at : at + 40] for at in range(0, len(payload), 40))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it was": lambda payload: payload,
    "blanks between the letters": spaced,
    "blanks in the JSON": lambda payload: respelled(payload, lambda content: None),
    "an extra field": lambda payload: respelled(payload, lambda content: content.update(extra=1)),
    "an extra parameter": lambda payload: respelled(
        payload, lambda content: content["challenge"]["parameters"].update(extra=1)
    ),
    "another counter": lambda payload: respelled(payload, lambda content: content["solution"].update(counter=1)),
    "capitals in the key": lambda payload: respelled(
        payload, lambda content: content["solution"].update(derivedKey=content["solution"]["derivedKey"].upper())
    ),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_a_proof_is_taken_once_however_it_is_spelled(
    polled: Polled, voter: Voter, spelling: Callable[[str], str]
) -> None:
    fields = voter.fields("N01")
    receipt(voter.send(fields))
    before = polled.receipts()
    again = voter.send(fields | {"pick": ["N02"], "proof": spelling(fields["proof"])})
    assert again.status_code == 409
    assert polled.receipts() == before


def test_a_proof_is_good_for_its_own_form_only(polled: Polled, voter: Voter) -> None:
    with polled.voter() as other:
        stolen = solved(voter.form().challenge)
        assert other.send(other.fields("N01") | {"proof": stolen}).status_code == 422


def broken(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    return lambda payload: respelled(payload, change)


FORGED: dict[str, Callable[[str], str]] = {
    "no base64": lambda payload: "proof",
    "no JSON": lambda payload: base64.b64encode(b"{").decode(),
    "a list": lambda payload: base64.b64encode(b"[]").decode(),
    "a number": lambda payload: base64.b64encode(b"1").decode(),
    "empty": lambda payload: base64.b64encode(b'{"challenge":{"parameters":{}}}').decode(),
    "parameters a list": broken(lambda content: content["challenge"].update(parameters=[])),
    "no signature": broken(lambda content: content["challenge"].update(signature=None)),
    "an easier challenge": broken(lambda content: content["challenge"]["parameters"].update(cost=1, keyPrefix="")),
    "a longer life": broken(lambda content: content["challenge"]["parameters"]["data"].update(until=10**12)),
    "a wrong answer": broken(lambda content: content["solution"].update(derivedKey="00" * 32)),
    "an answer that is none": broken(lambda content: content["solution"].update(derivedKey=None)),
    "nested without end": lambda payload: base64.b64encode(b"[" * 3000).decode(),
    "too long": lambda payload: payload + "A" * 8000,
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_forged_proofs_are_refused_and_the_picks_are_kept(
    polled: Polled, voter: Voter, forge: Callable[[str], str]
) -> None:
    before = polled.receipts()
    fields = voter.fields("N01", "N02")
    answer = voter.send(fields | {"proof": forge(fields["proof"])})
    assert answer.status_code == 422
    assert answer.text.count(" checked") == 2
    assert polled.receipts() == before


def test_a_retry_gets_the_same_receipt_and_counts_once(polled: Polled, voter: Voter) -> None:
    fields = voter.fields("N01", "N02")
    receipts = {receipt(voter.send(fields)) for _ in range(5)}
    assert len(receipts) == 1
    assert polled.receipts().count(receipts.pop()) == 1


def test_fifty_retries_at_once_are_one_ballot(polled: Polled, voter: Voter) -> None:
    fields = voter.fields("N01", "N02")
    receipts: list[str] = []

    def send() -> None:
        receipts.append(receipt(voter.send(fields)))

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 50 and len(set(receipts)) == 1
    assert polled.receipts().count(receipts[0]) == 1


def test_a_ballot_sent_again_after_a_change_of_mind_is_told_apart(polled: Polled, voter: Voter) -> None:
    first = voter.fields("N01")
    receipt(voter.send(first))
    receipt(voter.vote("N02"))
    assert voter.send(first).status_code == 409


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_what_another_site_sends_is_refused(polled: Polled, voter: Voter, headers: dict[str, str]) -> None:
    before = polled.receipts()
    assert voter.send(voter.fields("N01"), headers=headers).status_code == 403
    assert polled.receipts() == before


def test_a_browser_that_hides_where_it_is_may_still_vote_here(polled: Polled, voter: Voter) -> None:
    assert receipt(voter.send(voter.fields("N01"), headers={"origin": "null"}))
    old = {"origin": "null", "sec-fetch-site": ""}
    fields = voter.fields("N01")
    del voter.client.headers["sec-fetch-site"]
    assert voter.send(fields, headers={"origin": "null"}).status_code == 403, "it does not say that it is here"
    assert voter.send(fields, headers=old).status_code == 403


def test_an_origin_that_is_no_address_is_no_fault_of_ours(polled: Polled, voter: Voter) -> None:
    for origin in ("http://[", "http://[::1", "//", "\\", "http://x:y:z"):
        assert voter.send(voter.fields("N01"), headers={"origin": origin}).status_code == 403
    assert polled.service.faults() == []


def test_a_token_of_another_browser_is_refused(polled: Polled, voter: Voter) -> None:
    with polled.voter() as other:
        fields = other.fields("N01")
    voter.form()
    answer = voter.send(fields)
    assert answer.status_code == 403
    assert answer.text.count(" checked") == 1


@pytest.mark.parametrize("token", ["", "forged", "A" * 9000, "WyJ4IiwieSIsMF0.AAAA"])
def test_a_forged_token_is_refused(voter: Voter, token: str) -> None:
    assert voter.send(voter.fields("N01") | {"token": token}).status_code == 403


def test_without_a_cookie_the_voter_is_told_and_loses_nothing(polled: Polled, voter: Voter) -> None:
    fields = voter.fields("N01", "N02")
    voter.client.cookies.clear()
    answer = voter.send(fields, query="?lang=en")
    assert answer.status_code == 403
    assert "Please allow cookies here" in answer.text
    assert answer.text.count(" checked") == 2
    assert "set-cookie" in answer.headers


def test_a_forged_cookie_is_no_cookie(voter: Voter) -> None:
    fields = voter.fields("N01")
    voter.client.cookies.clear()
    voter.client.cookies["ballot"] = "ImZvcmdlZCI.AAAA"
    assert voter.send(fields).status_code == 403


def test_the_page_that_confirms_cannot_be_skipped(polled: Polled) -> None:
    with polled.voter(script=False) as voter:
        before = polled.receipts()
        fields = voter.fields("N01")
        asked = hidden(voter.send(fields))
        for confirmed in ("", "yes", "1", asked["confirmed"][:-2]):
            assert "confirmed" in hidden(voter.send(fields | {"confirmed": confirmed}))
        assert polled.receipts() == before


def test_a_confirmation_is_for_the_picks_that_were_shown(polled: Polled) -> None:
    with polled.voter(script=False) as voter:
        asked = hidden(voter.vote("N01"))
        before = polled.receipts()
        assert "confirmed" in hidden(voter.send(asked | {"pick": ["N02"]}))
        assert polled.receipts() == before


def test_one_cookie_has_one_last_ballot_over_both_open_groups(polled: Polled, voter: Voter) -> None:
    open_ballot = receipt(voter.vote("N01"))
    voter.script = False
    plain_ballot = receipt(voter.send(hidden(voter.vote("N02"))))
    assert polled.entry(open_ballot).voter == polled.entry(plain_ballot).voter


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_only_posts_cast_ballots(polled: Polled, voter: Voter, method: str) -> None:
    before = polled.receipts()
    assert voter.client.request(method, "/vote", params=voter.fields("N01")).status_code == 405
    assert polled.receipts() == before


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", ""])
def test_other_kinds_of_bodies_are_refused(voter: Voter, kind: str) -> None:
    answer = voter.client.post("/vote", content=b"pick=N01", headers={"content-type": kind})
    assert answer.status_code == 415


FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "body",
    [
        b"pick=\xff",
        b"pick=%ff%fe",
        b"pick=N01%00",
        b"token=a&token=b",
        b"code=a&code=b",
        b"&".join(b"pick=N%02d" % n for n in range(100)),
    ],
)
def test_garbled_bodies_are_refused(voter: Voter, body: bytes) -> None:
    assert voter.client.post("/vote", content=body, headers=FORM).status_code == 400


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


def test_voting_again_is_said_on_the_form_and_on_the_receipt(polled: Polled, voter: Voter) -> None:
    first = voter.vote("N01", query="?lang=en")
    assert "replaces" not in first.text
    assert "You have voted from this browser before." in voter.form("?lang=en").html
    fields = voter.fields("N02")
    for _ in range(2):  # a retry gets the same answer
        assert "this ballot replaces the earlier one" in voter.send(fields, query="?lang=en").text


def test_a_code_used_again_in_another_browser_is_said_on_the_receipt(polled: Polled, voter: Voter) -> None:
    code = polled.code()
    receipt(voter.vote("N01", code=code))
    with polled.voter() as other:
        assert "replaces the earlier one" not in other.form("?lang=en").html
        assert "this ballot replaces the earlier one" in other.vote("N02", code=code, query="?lang=en").text


def test_no_address_holds_a_code(polled: Polled, voter: Voter) -> None:
    code = polled.code()
    assert code not in voter.form(f"?code={code}").html, "what stands in a query has been through logs: it is not read"


def test_the_journal_holds_no_address_no_code_and_no_pick(polled: Polled) -> None:
    code = polled.code()
    with Voter(polled.service, address="203.0.113.77") as voter:
        given = receipt(voter.vote("N13", code=code, word="geheim"))
        cookie = voter.client.cookies["ballot"]
    text = polled.service.log.read_text("utf-8")
    for secret in ("203.0.113.77", code, "N13", "geheim", given, cookie, "python-httpx"):
        assert secret not in text
    assert all({"at", "event"} <= line.keys() for line in polled.service.journal())


def test_the_box_holds_no_address_no_code_and_no_time(polled: Polled) -> None:
    code = polled.code()
    with Voter(polled.service, address="203.0.113.78") as voter:
        voter.vote("N13", code=code, word="geheim")
        cookie = voter.client.cookies["ballot"]
    stored = b"".join(path.read_bytes() for path in polled.vote.private.glob("box.sqlite3*"))
    for secret in ("203.0.113.78", code, "geheim", cookie, "python-httpx"):
        assert secret.encode() not in stored


def test_the_titles_of_candidates_are_text(polled: Polled, voter: Voter) -> None:
    assert all(candidate.title in voter.form().html for candidate in a_slate(30))
