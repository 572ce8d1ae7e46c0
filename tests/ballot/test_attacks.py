"""Attacks on an open vote, against a running service: nothing may get into the box, and nobody may be shut out.

The whole list is docs/attacks.md; further attacks are in test_ballot_form.py (wrong picks, forged and exhausted codes),
test_clock.py (late and early ballots), test_outage.py (power cuts, databases that go away) and test_race.py.
"""

import base64
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.ballot.polling import Polled, Voter, hidden, receipt, solved
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
