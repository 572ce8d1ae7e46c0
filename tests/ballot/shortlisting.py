"""A newsroom whose year is screened, and `vote shortlist` at work in it."""

import json
from pathlib import Path
from typing import Any

from ballot.__main__ import main
from ballot.screening.verdict import Verdict
from tests.ballot.chatting import Model


def write(newsroom: Path, slug: str, body: str = "", title: str = "", summary: str = "", **fields: str) -> None:
    day = fields.pop("date", "2026-03-01")
    more = "".join(f"{name}: {value}\n" for name, value in fields.items())
    folder = newsroom / "content/stories" / day[:4]
    folder.mkdir(parents=True, exist_ok=True)
    head = f"title: {title or slug}\ndate: {day}\nregion: [河南省/洛阳市]\nsummary: {summary or slug}\n{more}"
    (folder / f"{slug}.md").write_text(f"---\n{head}---\n{body or slug}\n", "utf-8")


def some_stories(newsroom: Path, count: int = 6) -> None:
    """Stories that tell of different matters, and have little more in common than their region."""
    for number in range(1, count + 1):
        own = "".join(chr(0x4E00 + (number * 397 + step * 31) % 20000) for step in range(60))
        write(newsroom, f"other-{number}", f"车间装上了新风机。{own}")


def shortlist(*options: str) -> int:
    return main(["shortlist", "2026", *options])


def ask(model: Model, *options: str) -> int:
    return shortlist("--chat", model.address, "--model", "tester", *options)


def lines(name: str = "screening.jsonl", folder: str = "content/votes/2026") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(folder, name).read_text("utf-8").splitlines()]


def scores(screener: str = "chat:tester") -> dict[str, int]:
    return {v["story"]: v["score"] for v in lines() if v["screener"] == screener and v["score"] is not None}


def verdicts(screener: str, **by_story: int) -> dict[str, Verdict]:
    return {
        slug: Verdict(
            story=slug, screener=screener, asked="m", answered="m", prompt="p", raw="r", day="2026-12-01", score=score
        )
        for slug, score in by_story.items()
    }
