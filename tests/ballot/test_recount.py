import ast
import contextlib
import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from builders import ROOT
from counting import DRAW, LATER, Year
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import recount
from ballot import canonical, keys, publication
from ballot.leaf import receipt_of

FILES = (
    "rules.toml candidates.json screening.jsonl decisions.jsonl roll.txt spent.txt seals.txt ballots.jsonl jury.json "
    "imports.json events.jsonl result.json"
).split()


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> tuple[Path, bytes]:
    """The folder of a published vote, and the leaf of a ballot in quarantine."""
    year = Year(tmp_path_factory.mktemp("published"))
    for name in ("screening.jsonl", "decisions.jsonl"):
        (year.vote.public / name).write_text('{"story":"a"}\n{"story":"b"}\n{"story":"c"}\n', "utf-8")
    bought = year.fill()
    year.publish()
    year.end()
    return year.vote.public, bought


def told(folder: Path, *more: str) -> tuple[int, str]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = recount.main([str(folder), *(more or ("--check",))])
    return code, said.getvalue().strip()


def test_a_published_vote_agrees(published):
    code, said = told(published[0])
    assert (code, said.split(",")[0]) == (0, "结果一致 the result agrees: 66 ballots")


def attacks(data: bytes):
    """Every line of a file with a byte flipped, dropped, doubled, and swapped with the next."""
    lines = data.splitlines(keepends=True)
    for at, line in enumerate(lines):
        before, after = b"".join(lines[:at]), b"".join(lines[at + 1 :])
        for place in {0, len(line) // 3, len(line) // 2, len(line) - 2, len(line) - 1} & set(range(len(line))):
            flipped = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
            yield f"line {at + 1}: byte {place} flipped", before + flipped + after
        yield f"line {at + 1} dropped", before + after
        yield f"line {at + 1} doubled", before + line + line + after
        if at + 1 < len(lines) and lines[at + 1] != line:
            yield f"line {at + 1} swapped", before + lines[at + 1] + line + b"".join(lines[at + 2 :])
    yield "emptied", b""
    yield "more", data + b"\n"


@pytest.mark.parametrize("name", FILES)
def test_whatever_is_changed_in_a_file_is_found_in_that_file(published, tmp_path, name):
    folder = tmp_path / "2026"
    shutil.copytree(published[0], folder)
    data = (folder / name).read_bytes()
    for attack, changed in attacks(data):
        (folder / name).write_bytes(changed)
        code, said = told(folder)
        assert code == 1 and said.startswith(f"{name}:"), f"{attack}: {said}"
    (folder / name).unlink()
    code, said = told(folder)
    assert code == 1 and said.startswith(f"{name}:"), said


@pytest.fixture(scope="session")
def inside(tmp_path_factory) -> Year:
    """A published vote whose signing key is in the wrong hands."""
    year = Year(tmp_path_factory.mktemp("inside"))
    year.fill()
    year.publish()
    year.end()
    return year


def counted_again(ballots: list[dict[str, Any]]) -> None:
    """The earlier of two ballots counts, and the later one is called the replaced one."""
    later = next(row for row in ballots if row["turn"] == 2 and row["state"] == "counted")
    earlier = next(row for row in ballots if row["voter"] == later["voter"] and row["turn"] == 1)
    later["state"], earlier["state"] = "replaced", "counted"


def stuffed(ballots: list[dict[str, Any]]) -> None:
    """One more ballot of a new voter, with a leaf that is right, in the place of another."""
    ballots[0]["voter"] = "f" * 32
    ballots[0]["choices"] = ["N20"]


def dropped(ballots: list[dict[str, Any]]) -> None:
    del ballots[5]


def split(ballots: list[dict[str, Any]]) -> None:
    """The two ballots of one member become those of two, so that both count."""
    later = next(row for row in ballots if row["turn"] == 2 and row["group"] == "members")
    earlier = next(row for row in ballots if row["voter"] == later["voter"] and row["turn"] == 1)
    later["voter"], later["turn"], earlier["state"] = "e" * 32, 1, "counted"


def quarantined(ballots: list[dict[str, Any]]) -> None:
    """A ballot is set aside after the count."""
    row = next(row for row in ballots if row["state"] == "counted" and row["group"] == "open")
    row["state"], row["why"] = "quarantined", "inconvenient"


def moved(ballots: list[dict[str, Any]]) -> None:
    """A ballot of another group, where it weighs more."""
    next(row for row in ballots if row["group"] == "open")["group"] = "plain"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (counted_again, "not the turn of its voter that counts"),
        (stuffed, "the leaf is not over this ballot"),
        (dropped, "not what seal 1 is over"),
        (split, "spent.txt: 21 codes, but 22 voters with a code"),
        (quarantined, "result.json:1: "),
        (moved, "the leaf is not over this ballot"),
    ],
)
def test_who_holds_the_signing_key_cannot_change_what_was_sealed(inside, tmp_path, change, found):
    folder = tmp_path / "2026"
    shutil.copytree(inside.vote.public, folder)
    path = folder / "ballots.jsonl"
    ballots = list(canonical.read_lines(path))
    change(ballots)
    path.write_bytes(canonical.lines(ballots))
    events = folder / "events.jsonl"
    events.write_bytes(b"".join(events.read_bytes().splitlines(keepends=True)[:-1]))
    publication._sign(folder, keys.signing(inside.vote.private), LATER)
    code, said = told(folder)
    assert code == 1 and found in said, said


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), jurors=st.integers(1, 4), quorum=st.sampled_from([1, 5, 20, 50]))
def test_recount_and_tally_agree_on_any_vote(tmp_path_factory, seed, jurors, quorum):
    year = Year(tmp_path_factory.mktemp("any"), members=8, seed=seed, quorum=str(quorum), places="4", jury_union="6")
    for number in range(year.chance.randint(1, 40)):
        group = year.chance.choice(["members", "open", "plain"])
        who = year.chance.choice(year.codes[:6]) if group == "members" else f"{group} {number % 30}"
        leaf = year.cast(group, who, set(year.picks()[:3]))
        if not number % 7:
            year.seal()
        if not number % 11:
            year.box.quarantine({leaf: "by chance"})
    year.close()
    year.bring(f"id,code,choices\n1,,N01 N02\n2,{year.codes[7]},N03\n")
    year.judge(jurors)
    publication.count(year.vote, year.box, LATER, DRAW)
    publication.publish(year.vote, LATER)
    year.end()
    assert told(year.vote.public)[0] == 0


def test_one_browser_may_vote_with_its_script_and_without(tmp_path):
    year = Year(tmp_path)
    for group in ("plain", "open"):
        year.cast(group, "script later", ["N01"])
    for group in ("open", "plain"):
        year.cast(group, "script lost", ["N02"])
    year.publish()
    year.end()
    value = canonical.read(year.vote.public / "result.json")
    assert value["turnout"]["voters"] == {"members": 0, "open": 1, "plain": 1, "import": 2}
    assert value["ballots"]["open"] == value["ballots"]["plain"] == {"counted": 1, "replaced": 1, "quarantined": 0}
    assert told(year.vote.public)[0] == 0


def test_a_member_is_of_one_group(published, tmp_path):
    folder = tmp_path / "2026"
    shutil.copytree(published[0], folder)
    ballots = list(canonical.read_lines(folder / "ballots.jsonl"))
    later = next(row for row in ballots if row["turn"] == 2 and row["group"] == "members")
    visitor = next(row for row in ballots if row["group"] == "plain")
    earlier = next(row for row in ballots if row["voter"] == later["voter"] and row["turn"] == 1)
    visitor |= {"voter": later["voter"], "turn": 1, "state": "replaced"}
    earlier["turn"], later["turn"] = 2, 3
    (folder / "ballots.jsonl").write_bytes(canonical.lines(ballots))
    code, said = told(folder)
    assert code == 1 and "not the turn of its voter that counts" in said, said


def test_a_receipt_tells_what_became_of_its_ballot(published):
    folder, bought = published
    receipt = receipt_of(bought)
    code, said = told(folder, "--receipt", receipt.lower().replace("-", " "))
    assert (code, said) == (0, "隔离 quarantined 300 ballots with the same choices within a minute open seal 3 N20")
    with pytest.raises(SystemExit, match="没有这张选票 no ballot has this receipt"):
        told(folder, "--receipt", "0000-0000-0000-0000-0000")


def test_recount_needs_nothing_but_python_and_stays_short(published):
    text = (ROOT / "recount.py").read_text("utf-8")
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {str(name).split(".")[0] for name in imported} <= sys.stdlib_module_names
    assert text.count("\n") < 300
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(ROOT / "recount.py"), str(published[0]), "--check"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_every_published_year_and_every_example_is_recounted():
    for place in ("content/votes", "tests/examples"):
        for path in sorted((ROOT / place).rglob("result.json")):
            assert told(path.parent)[0] == 0, path
