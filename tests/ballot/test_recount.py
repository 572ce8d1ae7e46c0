import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballot import canonical, publication, withdrawal
from ballot.leaf import Group, receipt_of
from tests.ballot.counting import DRAW, DURING, LATER, Year
from tests.ballot.tampering import told
from tests.builders import ROOT
from tests.proof import TIMES

FILES = (
    "rules.toml candidates.json screening.jsonl decisions.jsonl roll.txt spent.txt seals.txt ballots.jsonl jury.json "
    "imports.json quarantine.txt events.jsonl result.json"
).split()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The folder of a published vote, and the leaf of a ballot in quarantine."""
    year = Year(tmp_path_factory.mktemp("published"))
    for name in ("screening.jsonl", "decisions.jsonl"):
        (year.vote.public / name).write_text('{"story":"a"}\n{"story":"b"}\n{"story":"c"}\n', "utf-8")
    bought = year.fill()
    year.publish()
    year.end()
    return year.vote.public, bought


def test_a_published_vote_agrees(published: tuple[Path, bytes]):
    code, said = told(published[0])
    assert (code, said.split(",")[0]) == (0, "结果一致 the result agrees: 66 ballots")


def attacks(data: bytes, most: int) -> Iterator[tuple[str, bytes]]:
    """Lines of a file, first and last among them, with a byte flipped, dropped, doubled, and swapped with the next.

    most  how many lines, evenly over the file
    """
    lines = data.splitlines(keepends=True)
    for at in sorted({round(step * (len(lines) - 1) / (most - 1)) for step in range(most if lines else 0)}):
        line = lines[at]
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


@pytest.mark.parametrize("most", [8, pytest.param(10_000, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("name", FILES)
def test_whatever_is_changed_in_a_file_is_found_in_that_file(
    published: tuple[Path, bytes], tmp_path: Path, name: str, most: int
):
    folder = tmp_path / "2026"
    shutil.copytree(published[0], folder)
    data = (folder / name).read_bytes()
    for attack, changed in attacks(data, most):
        (folder / name).write_bytes(changed)
        code, said = told(folder)
        assert code == 1 and said.startswith(f"{name}:"), f"{attack}: {said}"
    (folder / name).unlink()
    code, said = told(folder)
    assert code == 1 and said.startswith(f"{name}:"), said


@settings(max_examples=4 * TIMES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 10_000),
    quorum=st.sampled_from([None, "1", "5", "50"]),
    method=st.sampled_from(["approval", "eph"]),
    weighs=st.sampled_from([None, "true"]),
)
def test_recount_and_tally_agree_on_any_vote(
    tmp_path_factory: pytest.TempPathFactory, seed: int, quorum: str | None, method: str, weighs: str | None
):
    why = '"by chance"' if quorum else None
    changed = {"quorum": quorum, "quorum_why": why, "open_method": f'"{method}"', "import_weighs": weighs}
    year = Year(tmp_path_factory.mktemp("any"), members=8, seed=seed, places="4", jury_union="6", **changed)
    for number in range(year.chance.randint(0, 40)):
        group: Group = year.chance.choice(["members", "open", "plain"])
        who = year.chance.choice(year.codes[:6]) if group == "members" else f"{group} {number % 30}"
        leaf = year.cast(group, who, set(year.picks()[:3]))
        if not number % 7:
            year.seal()
        if not number % 11:
            year.set_aside(leaf)
    if seed % 3 == 0:
        withdrawal.withdraw(year.vote, DURING, "story-n03", "by chance")
    year.judge(5 + seed % 3, DURING)
    year.close()
    year.bring(f"id,code,choices\n1,,N01 N02\n2,{year.codes[7]},N03\n")
    publication.tally_up(year.vote, year.box, LATER, DRAW)
    publication.publish(year.vote, LATER)
    year.end()
    assert told(year.vote.public)[0] == 0


def test_one_browser_may_vote_with_its_script_and_without(tmp_path: Path):
    year = Year(tmp_path)
    groups: tuple[Group, ...] = ("plain", "open")
    for group in groups:
        year.cast(group, "script later", ["N01"])
    for group in reversed(groups):
        year.cast(group, "script lost", ["N02"])
    year.publish()
    year.end()
    value = canonical.read(year.vote.public / "result.json")
    assert value["turnout"]["voters"] == {"members": 1, "open": 1, "plain": 1, "import": 1}
    assert value["ballots"]["open"] == value["ballots"]["plain"] == {"counted": 1, "replaced": 1, "quarantined": 0}
    assert told(year.vote.public)[0] == 0


def test_a_member_is_of_one_group(published: tuple[Path, bytes], tmp_path: Path):
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
    assert code == 1 and "the leaf is not over this ballot" in said, said


def test_a_receipt_tells_what_became_of_its_ballot(published: tuple[Path, bytes]):
    folder, bought = published
    receipt = receipt_of(bought)
    code, said = told(folder, "--receipt", receipt.lower().replace("-", " "))
    assert (code, said) == (0, "作废 set aside a flood open seal 3 N20")
    code, said = told(folder, "--receipt", "0000-0000-0000-0000-0000")
    assert code == 1 and "没有这张选票 no ballot has this receipt" in said


def test_recount_needs_nothing_but_python(published: tuple[Path, bytes]):
    text = (ROOT / "recount.py").read_text("utf-8")
    imported = {
        name.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert {str(name).split(".")[0] for name in imported} <= sys.stdlib_module_names
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(ROOT / "recount.py"), str(published[0]), "--check"]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_every_example_is_recounted():
    """What was really published is counted again by `verify`, which knows nothing of these tests."""
    found = sorted((ROOT / "tests/examples").rglob("result.json"))
    assert found
    for path in found:
        assert told(path.parent)[0] == 0, path
