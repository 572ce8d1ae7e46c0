"""Whoever holds the keys, and makes everything else fit, is found by recount.py: file, line and rule."""

import re
import shutil
from operator import methodcaller
from pathlib import Path

import pytest

from ballot import canonical, note
from ballot.checkpoints import BETWEEN
from ballot.leaf import Ballot, leaf
from tests.ballot.counting import Year
from tests.ballot.tampering import Tampered, Values, the


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    made = Year(tmp_path_factory.mktemp("year"), prolong="{last_hours = 24, most_minutes = 90}")
    made.fill()
    made.publish()
    made.end()
    return made


@pytest.fixture
def tampered(year: Year, tmp_path: Path) -> Tampered:
    return Tampered(year, tmp_path)


def found(said: tuple[int, str], where: str, words: str, rule: str) -> None:
    """Exit 1, with the file (and the line where there is one), what is wrong, and by which rule."""
    code, text = said
    assert code == 1, text
    assert re.match(rf"{re.escape(where)}:", text) and words in text and text.endswith(f"({rule})"), text


def test_the_vote_agrees_as_long_as_nobody_touches_it(tampered: Tampered):
    tampered.seal_again()
    tampered.count_again()
    tampered.sign_again()
    assert tampered.recount()[0] == 0


# --- The voter's tag


def test_a_sealed_ballot_cannot_be_uncounted_by_giving_it_to_another_voter(tampered: Tampered):
    def retag(rows: Values) -> None:
        one = next(row for row in rows if row["state"] == "counted" and row["group"] == "open" and row["seal"] == 1)
        other = next(row for row in rows if row["state"] == "counted" and row["group"] == "open" and row["seal"] == 2)
        mates = [row for row in rows if row["voter"] == other["voter"] and row is not other]
        one["voter"] = other["voter"]
        for turn, row in enumerate([one, *mates, other], 1):
            row["turn"], row["state"] = turn, "counted" if row is other else "replaced"

    tampered.ballots(retag)
    tampered.count_again()
    tampered.sign_again()
    found(tampered.recount(), "ballots.jsonl", "the leaf is not over this ballot", "proof 6")


def test_a_replaced_ballot_cannot_be_made_to_count_as_well(tampered: Tampered):
    def split(rows: Values) -> None:
        row = next(row for row in rows if row["state"] == "replaced" and row["group"] == "open")
        later = next(one for one in rows if one["voter"] == row["voter"] and one is not row)
        row["voter"], row["state"], later["turn"] = "e" * 32, "counted", 1

    tampered.ballots(split)
    tampered.count_again()
    tampered.sign_again()
    found(tampered.recount(), "ballots.jsonl", "the leaf is not over this ballot", "proof 6")


def test_seals_that_are_signed_anew_are_found_by_whoever_kept_the_old_ones(tampered: Tampered, tmp_path: Path):
    kept = tmp_path / "kept.txt"
    shutil.copy(tampered.public / "seals.txt", kept)
    first = tmp_path / "first.txt"
    first.write_text(kept.read_text("utf-8").split(BETWEEN)[0], "utf-8")
    for saved in (kept, first):
        assert tampered.recount("--check", "--seals", str(saved))[0] == 0

    def reseal(rows: Values) -> None:
        row = next(row for row in rows if row["state"] == "counted" and row["group"] == "open" and row["seal"] == 1)
        row["choices"] = ["N20"]
        row["leaf"] = tampered.leaf_of(row)

    tampered.ballots(reseal)
    points = tampered.seal_again()
    tampered.count_again()
    tampered.sign_again(lambda events: the(events, "closed").update(root=points[2][2]))
    assert tampered.recount()[0] == 0  # nothing in the files alone can tell
    for saved in (kept, first):
        said = tampered.recount("--check", "--seals", str(saved))
        found(said, str(saved), "seal 1 of your file was signed, but is not published", "proof 8")


# --- The codes


def test_members_ballots_without_codes_are_found_though_the_roll_is_public(tampered: Tampered):
    roll, path = (tampered.public / "roll.txt").read_text().split(), tampered.public / "spent.txt"
    path.write_text("".join(f"{line}\n" for line in sorted([*path.read_text().split(), roll[0]])))

    def stuff(rows: Values) -> None:
        last = max(row["seal"] for row in rows if row["group"] == "open")
        ballot, voter = Ballot("members", "5a" * 16, "", ("N20",)), "d" * 32
        made: dict[str, object] = {
            "choices": ["N20"],
            "group": "members",
            "leaf": leaf(ballot, voter, tampered.year.key).hex(),
        }
        made |= {"salt": "5a" * 16, "seal": last, "state": "counted", "turn": 1, "voter": voter, "why": "", "word": ""}
        rows.append(made)

    tampered.ballots(stuff)
    points = tampered.seal_again()
    tampered.count_again()

    def close(events: Values) -> None:
        closed = the(events, "closed")
        closed.update(size=points[2][1], root=points[2][2])
        closed["ballots"]["members"] += 1
        closed["voters"]["members"] += 1

    tampered.sign_again(close)
    found(tampered.recount(), "spent.txt", "no code of the roll", "proof 10")


# --- The close


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("size", "the close names another tree than its last seal"),
        ("root", "the close names another tree than its last seal"),
        ("seals", "the close names another tree than its last seal"),
        ("ballots", "the close tells other ballots by group than were sealed"),
        ("voters", "the close tells other voters by group than were sealed"),
    ],
)
def test_the_close_tells_where_the_tree_ended_and_who_had_voted(tampered: Tampered, field: str, words: str):
    def change(events: Values) -> None:
        closed = the(events, "closed")
        other = {"size": 63, "root": "0" * 64, "seals": 2}
        closed[field] = other[field] if field in other else closed[field] | {"open": 40}

    tampered.sign_again(change)
    found(tampered.recount(), "events.jsonl:4", words, "proof 9")


def test_ballots_that_join_after_the_close_are_found(tampered: Tampered):
    """One more ballot of `open`, in the seal of an import."""

    def stuff(rows: Values) -> None:
        ballot, voter = Ballot("open", "5a" * 16, "", ("N20",)), "d" * 32
        last = max(row["seal"] for row in rows)
        made: dict[str, object] = {
            "choices": ["N20"],
            "group": "open",
            "leaf": leaf(ballot, voter, tampered.year.key).hex(),
        }
        made |= {"salt": "5a" * 16, "seal": last, "state": "counted", "turn": 1, "voter": voter, "why": "", "word": ""}
        rows.append(made)

    tampered.ballots(stuff)
    tampered.seal_again()
    tampered.count_again()
    tampered.sign_again()
    found(tampered.recount(), "ballots.jsonl", "sealed after the close, and not from a form tool", "proof 9")


# --- The events


def insert(events: Values, name: str, **facts: object) -> None:
    """An event before another."""
    place = events.index(the(events, name))
    events.insert(place, {"at": events[place - 1]["at"], "prev": "", **facts})


CHANGES = {
    "back-dated": (
        lambda e: the(e, "closed").update(at="2026-12-20T00:00Z"),
        "events.jsonl:4",
        "proof 5",
        "earlier than",
    ),
    "closed early": (
        lambda e: the(e, "closed").update(at="2026-12-27T09:59Z"),
        *("events.jsonl:4", "proof 5", "closed before its time"),
    ),
    "opened with another close": (
        lambda e: the(e, "open").update(closes="2026-12-27T11:00Z"),
        *("events.jsonl", "proof 5", "opened with another close than the rules'"),
    ),
    "prolonged too far": (
        lambda e: insert(e, "closed", event="prolonged", at="2026-12-27T09:00Z", minutes=91, why="x", closes=""),
        *("events.jsonl:4", "proof 5", "prolonged by more than the 90 minutes of the rules"),
    ),
    "prolonged too early": (
        lambda e: insert(e, "closed", event="prolonged", at="2026-12-26T09:00Z", minutes=30, why="x", closes=""),
        *("events.jsonl:4", "proof 5", "prolonged before the last 24 hours"),
    ),
    "prolonged to another time": (
        lambda e: insert(
            e, "closed", event="prolonged", at="2026-12-27T09:00Z", minutes=30, why="x", closes="2026-12-27T12:00Z"
        ),
        *("events.jsonl:4", "proof 5", "prolonged to another time than it says"),
    ),
    "drawn early": (
        lambda e: [event.update(at="2026-12-28T01:00Z") for event in e if event["event"] in ("tallied", "published")],
        *("events.jsonl:7", "proof 5", "the draw was told before it can have been drawn"),
    ),
    "a time that is none": (
        lambda e: the(e, "closed").update(at="2026-13-01T00:00Z"),
        *("events.jsonl:4", "proof 5", "a time that is not written as"),
    ),
    "one juror more": (lambda e: the(e, "jury").update(jurors=6), "jury.json:1", "proof 13", "not the jury"),
    "a recusal more": (lambda e: the(e, "jury").update(recused=1), "jury.json:1", "proof 13", "other recusals"),
    "an import more": (
        lambda e: the(e, "imported").update(taken=3),
        *("events.jsonl:5", "proof 11", "another import than imports.json"),
    ),
    "no import": (lambda e: e.remove(the(e, "imported")), "imports.json:1", "proof 11", "1 files, but 0 events"),
    "one ballot less set aside": (
        lambda e: the(e, "quarantined").update(ballots=0),
        *("events.jsonl:3", "proof 12", "something else than the statement"),
    ),
    "nothing set aside": (
        lambda e: e.remove(the(e, "quarantined")),
        *("quarantine.txt:1", "proof 12", "1 statements, but 0 events"),
    ),
    "another key of the vote": (
        lambda e: the(e, "open").update(key="0" * 64),
        "events.jsonl:2",
        "proof 3",
        "the key of",
    ),
    "opened twice": (
        lambda e: insert(e, "closed", event="open", key="0" * 64, closes="2026-12-27T10:00Z"),
        *("events.jsonl", "proof 2", "not the way of a vote"),
    ),
    "the jury after the count": (
        lambda e: insert(e, "published", event="jury", jurors=5, recused=0),
        *("events.jsonl:8", "proof 2", "jury cannot be while a vote is tallied"),
    ),
    "an event that nobody knows": (
        lambda e: insert(e, "closed", event="mended"),
        *("events.jsonl:4", "proof 1", "no event is called 'mended'"),
    ),
    "a field that nobody knows": (
        lambda e: the(e, "closed").update(note="x"),
        *("events.jsonl:4", "proof 1", "note: not what FORMAT.md says stands there"),
    ),
    "a number that is none": (
        lambda e: the(e, "closed").update(late=-1),
        *("events.jsonl:4", "proof 1", "late: not what FORMAT.md says stands there"),
    ),
    "a candidate withdrawn that is none": (
        lambda e: insert(e, "closed", event="withdrawn", code="N99", story="x", why="x"),
        *("events.jsonl:4", "proof 14", "withdrawn, but not on the slate"),
    ),
    "withdrawn in secret": (
        lambda e: insert(e, "closed", event="withdrawn", code="N01", story="story-n01", why="x"),
        *("result.json:1", "proof 14", "found"),
    ),
    "another story withdrawn than its code says": (
        lambda e: insert(e, "closed", event="withdrawn", code="N01", story="story-n02", why="x"),
        *("events.jsonl:4", "proof 14", "withdrawn, but not on the slate"),
    ),
    "a loss that none was": (
        lambda e: insert(e, "closed", event="restored", signed=2, seals=2, lost=9),
        *("events.jsonl:4", "proof 8", "told 9 lost ballots: by the seals it was 0"),
    ),
    "restored to seals that never were": (
        lambda e: insert(e, "closed", event="restored", signed=9, seals=2, lost=3),
        *("events.jsonl:4", "proof 8", "restored, but seals.txt has not those seals"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_events_that_do_not_fit_the_files_and_rules_are_found(tampered: Tampered, change: str):
    alter, where, rule, words = CHANGES[change]
    tampered.sign_again(alter)
    found(tampered.recount(), where, words, rule)


def test_another_signing_key_is_another_vote(tampered: Tampered):
    """The verifier is inside the key of the vote: a second key cannot sign the same vote."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    origin = the(tampered.values("events.jsonl"), "frozen")["verifier"].partition("+")[0]
    tampered.key = Ed25519PrivateKey.generate()
    other = str(note.verifier_of(tampered.key, origin))
    tampered.sign_again(lambda events: the(events, "frozen").update(verifier=other))
    found(tampered.recount(), "events.jsonl:1", "not over these files and verifier", "proof 3")


def test_recount_tells_the_keys_id_and_holds_it_against_the_one_a_reader_kept(tampered: Tampered):
    verifier = the(tampered.values("events.jsonl"), "frozen")["verifier"]
    code, said = tampered.recount("--check", "--verifier", verifier)
    assert code == 0 and f"key {verifier.split('+')[1]}" in said
    other = tampered.recount("--check", "--verifier", verifier[:-4] + "AAA=")
    found(other, "events.jsonl:1", "not by the key you saved", "proof 3")


def test_what_lies_beside_the_signed_files_was_signed_too(tampered: Tampered):
    (tampered.public / "decisions.jsonl").write_bytes(canonical.dumps({"story": "story-n01", "decision": "accept"}))
    found(tampered.recount(), "decisions.jsonl", "lies here, but was not signed with the others", "proof 15")


def test_each_file_of_a_seal_is_the_seal(tampered: Tampered):
    (tampered.public / "seals/0001.txt").write_bytes((tampered.public / "seals/0002.txt").read_bytes())
    found(tampered.recount(), "seals/0001.txt:1", "not seal 1 of seals.txt", "proof 8")


# --- What was set aside


def test_nobody_sets_a_ballot_aside_alone(tampered: Tampered):
    """The operator writes the statement, and signs it with the operator's own key."""
    path = tampered.public / "quarantine.txt"
    text = path.read_text("utf-8").partition("\n\n")[0] + "\n"
    path.write_text(note.sign(text, tampered.key, "second.example"), "utf-8")
    tampered.sign_again()
    found(tampered.recount(), "quarantine.txt:1", "not signed by the second person whom the rules name", "proof 12")


def test_what_was_set_aside_does_not_vanish(tampered: Tampered):
    """The ballot that the statement names is left out of the tree, and everything else made fit."""

    def remove(rows: Values) -> None:
        gone = next(row for row in rows if row["state"] == "quarantined")
        rows.remove(gone)

    tampered.ballots(remove)
    points = tampered.seal_again()

    def close(events: Values) -> None:
        closed = the(events, "closed")
        closed.update(size=points[2][1], root=points[2][2])
        closed["ballots"]["open"] -= 1
        closed["voters"]["open"] -= 1

    tampered.sign_again(close)
    found(tampered.recount(), "quarantine.txt:1", "is not published, and no back-up was restored since", "proof 12")


def test_a_ballot_set_aside_beyond_the_statement_is_found(tampered: Tampered):
    def aside(rows: Values) -> None:
        row = next(row for row in rows if row["state"] == "counted" and row["group"] == "open")
        row["state"], row["why"] = "quarantined", "a flood"

    tampered.ballots(aside)
    tampered.sign_again()
    found(tampered.recount(), "ballots.jsonl", "other ballots are set aside than quarantine.txt states", "proof 12")


# --- The jury


@pytest.mark.parametrize("harm", ["four jurors", "one left out", "one twice", "one juror twice"])
def test_a_jury_that_cannot_be_is_found(tampered: Tampered, harm: str):
    (value,) = tampered.values("jury.json")
    if harm == "four jurors":
        value["marks"].pop()
        value["jurors"] = 4
    elif harm == "one juror twice":
        value["marks"][1]["juror"] = value["marks"][0]["juror"]
    elif harm == "one left out":
        value["marks"][0]["ranks"].pop()
    else:
        value["marks"][0]["ranks"][0] = value["marks"][0]["ranks"][1]
    (tampered.public / "jury.json").write_bytes(canonical.dumps(value))
    tampered.sign_again(lambda events: the(events, "jury").update(jurors=value["jurors"]))
    words = {"four jurors": "fewer than five jurors", "one juror twice": "one juror twice"}
    found(tampered.recount(), "jury.json:1", words.get(harm, "has not ranked the slate, each story once"), "proof 13")


# --- After the publication


def test_what_follows_the_publication_is_signed_and_in_order(tampered: Tampered):
    for name, facts in (("withdrawn", {"code": "N01", "story": "story-n01", "why": "y"}), ("destroyed", {"files": 3})):
        event = {"at": "2027-01-01T00:00Z", "event": name, "signature": "x", "prev": "", **facts}
        tampered.sign_again(methodcaller("append", event))
        assert tampered.recount()[0] == 0
    events = tampered.values("events.jsonl")
    events[-1]["signature"] = events[-2]["signature"]
    (tampered.public / "events.jsonl").write_bytes(canonical.lines(events))
    found(tampered.recount(), "events.jsonl:10", "destroyed is not signed by the key of this vote", "proof 3")
    late = {"at": "2027-01-02T00:00Z", "event": "imported", "sha256": "0" * 64, "taken": 0, "codes": 0, "rejected": 0}
    tampered.sign_again(lambda events: events.__setitem__(-1, {**late, "signature": "x", "prev": ""}))
    found(tampered.recount(), "events.jsonl:10", "imported cannot be while a vote is published", "proof 2")


def test_a_vote_that_is_not_published_yet_is_told_so(tmp_path: Path):
    year = Year(tmp_path)
    for _stage in range(2):
        for words in (("--check",), ("--receipt", "0000-0000-0000-0000-0000")):
            tampered_year = Tampered.__new__(Tampered)
            tampered_year.public = year.folders.public
            code, said = tampered_year.recount(*words)
            assert code == 1 and "not published yet" in said and "Traceback" not in said
        if year.vote.stage.value == "open":
            year.cast("open", "a", ["N01"])
            year.close()
    year.end()
