"""`vote demo`, and the worked year that came of it: counted again, printed, and kept away from the real site."""

import datetime
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from ballot.__main__ import main
from ballot.commands import clock
from tests.builders import ROOT, Room

YEAR = ROOT / "tests/examples/ballot-year"
VOTE = YEAR / "content/votes/2026"


def recount(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-X", "utf8", str(ROOT / "recount.py"), str(folder), *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def result(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
    return value


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A small demo, from the first command to the page."""
    folder = tmp_path_factory.mktemp("demo") / "year"
    command = [sys.executable, "-X", "utf8", "-m", "ballot", "demo", "--folder", str(folder), "--voters", "100"]
    before = sorted(path for path in (ROOT / "content").rglob("*"))
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={"PATH": os.environ["PATH"], "LANGUAGE": "en"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(path for path in (ROOT / "content").rglob("*")) == before
    return folder, done.stdout.splitlines()


def test_demo_goes_through_every_command_in_order(played: tuple[Path, list[str]]):
    commands = [line.split()[4] for line in played[1] if line.startswith("$ python3 tasks.py vote")]
    assert list(dict.fromkeys(commands)) == [
        *("shortlist", "witness", "codes", "freeze", "open", "jury", "close", "import", "quarantine", "tally"),
        *("publish", "destroy"),
    ]
    assert any(line.startswith("结果一致 the result agrees") for line in played[1])


def shape(line: str) -> str:
    """A line of the demo without what differs from one demo to the next: paths, keys, hashes, numbers."""
    for pattern in (r"\S*/\S*", r"demo\.invalid\+\S+", r"\b[0-9a-f]{8,}\b", r"\b[A-Z0-9]{4}(?:-[A-Z0-9]{4}){4}\b"):
        line = re.sub(pattern, "…", line.strip())
    return re.sub(r"[+-]?[0-9][0-9./]*", "0", line)


def test_transcript_in_the_docs_has_every_line_that_the_demo_prints(played: tuple[Path, list[str]]):
    """Not the other way round: so few voters give no line of some kinds."""
    told = {shape(line) for line in (ROOT / "docs/vote.md").read_text("utf-8").splitlines() if line.startswith("    ")}
    other = re.compile(
        r"N[0-9]{2}|Tied, broken by|1 ballot "
    )  # stories by their places, and one of what there are many
    lines = [line.replace(str(played[0]), "demo-year") for line in played[1] if line.strip() and not other.search(line)]
    assert [line for line in lines if shape(line) not in told] == []


def test_bots_outnumber_everyone_and_buy_no_place(played: tuple[Path, list[str]]):
    value = result(played[0] / "content/votes/2026")
    sums = Counter[str]()
    for counts in value["counts"].values():
        sums.update(counts)
    bought = sums.most_common(1)[0][0]
    assert value["ballots"]["open"]["counted"] > sum(value["ballots"][g]["counted"] for g in value["ballots"]) / 2
    assert bought not in value["chosen"]


def test_every_group_voted_and_every_kind_of_ballot_is_there(played: tuple[Path, list[str]]):
    ballots = result(played[0] / "content/votes/2026")["ballots"]
    assert all(ballots[group]["counted"] for group in ("members", "open", "plain", "import"))
    assert ballots["members"]["replaced"] and ballots["members"]["quarantined"]


def test_page_of_the_demo_prints_the_result_and_says_that_it_is_invented(played: tuple[Path, list[str]]):
    folder = played[0]
    page = lxml.html.document_fromstring((folder / "output/top10/2026.html").read_text("utf-8"))
    assert "虚构示例" in page.xpath("//h1")[0].text_content()
    assert len(page.xpath("//ol[@class='chart']/li")) == 10
    assert (folder / "output/votes/2026/ballots.jsonl").read_bytes() == (
        folder / "content/votes/2026/ballots.jsonl"
    ).read_bytes()
    assert (folder / "output/votes/2026/recount.py").read_bytes() == (ROOT / "recount.py").read_bytes()
    assert not [path for path in (folder / "output").rglob("*") if path.name in ("codes.txt", "box.sqlite3")]


def test_demo_plays_in_no_folder_that_is_in_use_and_not_in_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    assert main(["demo", "--folder", str(tmp_path)]) == 1
    assert "is not empty" in capsys.readouterr().err
    assert main(["demo", "--folder", str(ROOT / "content/votes")]) == 1
    assert "stays out of content/" in capsys.readouterr().err
    assert main(["demo", "--folder", str(tmp_path / "x"), "--voters", "1"]) == 1


def test_time_of_a_real_command_is_the_clocks():
    clock.pretend(datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
    assert clock.now().year == 2000
    clock.pretend(None)
    assert abs(clock.now() - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=1)


# --- The worked year


def test_worked_year_is_counted_again_from_outside():
    done = recount(VOTE, "--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("结果一致 the result agrees: 140 ballots")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Room:
    folder = tmp_path_factory.mktemp("worked")
    shutil.copytree(YEAR / "content", folder / "content")
    desk = Room(folder, registries=False)
    desk.build(today=datetime.date(2026, 12, 31))
    return desk


def test_worked_year_is_printed_with_its_every_candidate_and_receipt(site: Room):
    page = lxml.html.document_fromstring(site.html("top10/2026.html"))
    value = result(VOTE)
    rows = page.xpath("//section[@id='_result']//table")[0].xpath(".//tbody/tr/th/b/text()")
    assert rows[: len(value["order"])] == value["order"] and len(rows) == len(value["means"])
    receipts = "".join(path.read_text("utf-8") for path in (site.output / "top10/2026-receipts").glob("?.html"))
    assert receipts.count('<li id="_') == 140


def test_worked_year_tells_the_margin_of_each_group_and_every_pair(site: Room):
    page = lxml.html.document_fromstring(site.html("top10/2026.html"))
    value = result(VOTE)
    text = " ".join(page.get_element_by_id("_result").text_content().split())
    assert value["margin"] == {"members": 1, "open": 2}
    assert "持码会员：再多一票就有可能改变。" in text
    assert "再多不到2票，不论投给谁，入选的都还是这些报道。" in text
    tables = page.xpath("//section[@id='_result']/details[@class='files']//table")
    slate = sorted(value["means"])
    for table, group in zip(tables, value["ranked"], strict=True):
        columns = [head.text_content() for head in table.xpath("./thead//th")]
        for row in table.xpath("./tbody/tr"):
            code, *numbers = [cell.text_content() for cell in row]
            line = value["pairs"][group][slate.index(code)]
            expected = [str(line[slate.index(other)]) if other != code else "" for other in columns]
            assert numbers == expected
        assert columns == [row[0].text_content() for row in table.xpath("./tbody/tr")]


@pytest.mark.parametrize("place", [0, 70, 139])
def test_receipt_says_the_same_on_the_site_and_from_recount(site: Room, place: int):
    from ballot.leaf import receipt_of

    row = json.loads((VOTE / "ballots.jsonl").read_text("utf-8").splitlines()[place])
    receipt = receipt_of(bytes.fromhex(row["leaf"]))
    said = recount(VOTE, "--receipt", receipt).stdout
    page = lxml.html.document_fromstring(site.html(f"top10/2026-receipts/{receipt[0].lower()}.html"))
    shown = page.get_element_by_id(f"_{receipt}").text_content()
    words = {"counted": "已计票", "replaced": "已被替换", "quarantined": "未计入"}
    assert row["state"] in said and words[row["state"]] in shown


def test_every_story_of_the_worked_year_says_that_it_is_invented():
    stories = list((YEAR / "content/stories/2026").glob("*.md"))
    assert len(stories) == 30
    assert all("虚构示例" in path.read_text("utf-8") for path in stories)
