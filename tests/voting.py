"""A vote in a newsroom of a test, as the vote's own commands would have left it; the site's side never calls them."""

import json
from hashlib import sha256
from typing import Any

from tests.builders import Room

KEY = "ab" * 32
RULES = """title = "2026年度暖新闻评选"
year = 2026
origin = "nuanwen.example/vote/2026"
zone = "Asia/Shanghai"
opens = "2026-05-20T09:00"
closes = "2026-06-10T18:00"
minimum = 1
maximum = 2
groups = ["members", "open"]
places = 2
small = true
words = ["每人选一至两条。", "最后一次提交为准。"]

[draw]
what = "某次公开摇号"
when = "2026-06-12T20:00"
"""
DATES = 'opens = "2026-05-20T09:00"\ncloses = "2026-06-10T18:00"\n'
UNDATED = RULES.replace(DATES, "").partition("\n[draw]")[0]  # while stories are nominated
WITH_PAPER = RULES.replace('"open"]', '"open", "import"]')  # forms and paper count as well
SLUGS = ("kitchen", "water", "school", "parking")
STAGES = ("frozen", "open", "closed", "tallied", "published")
# Choices of the counted ballots, by group; a candidate's code is N01 to N04.
BALLOTS = {"members": ("N01 N02", "N01", "N02 N03"), "open": ("N03", "N01 N03", "N02", "N03")}


def dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def candidates(slugs: tuple[str, ...] = SLUGS) -> dict[str, Any]:
    rows = [
        {
            "code": f"N{n:02}",
            "slug": slug,
            "title": f"标题{slug}",
            "region": "河南省/洛阳市",
            "summary": f"概要{slug}。",
        }
        for n, slug in enumerate(slugs, start=1)
    ]
    return {"version": 1, "year": 2026, "candidates": rows}


def ballots() -> list[dict[str, Any]]:
    """Seven that count, one that was replaced, one set aside; their leaves begin with different letters."""
    rows = [(group, choices, "counted", "") for group, cast in BALLOTS.items() for choices in cast]
    rows += [("open", "N04", "replaced", ""), ("open", "N04", "quarantined", "一个工作量证明用了两次")]
    found = []
    for number, (group, choices, state, why) in enumerate(rows):
        leaf = f"{number * 7:02x}" * 32
        found.append(
            {"choices": choices.split(), "group": group, "leaf": leaf, "salt": "00" * 16, "seal": 1, "state": state}
            | {"turn": 1, "voter": f"{number:032x}", "why": why, "word": ""}
        )
    return found


def result() -> dict[str, Any]:
    """What the ballots above and a jury of two come to."""
    return {
        "version": 1,
        "year": 2026,
        "key": KEY,
        "draw": "",
        "roots": [{"seal": 1, "size": 9, "root": "cd" * 32}],
        "turnout": {"roll": 10, "spent": 3, "voters": {"members": 3, "open": 5}},
        "ballots": {
            "members": {"counted": 3, "replaced": 0, "quarantined": 0},
            "open": {"counted": 4, "replaced": 1, "quarantined": 1},
        },
        "counts": {
            "members": {"N01": 2, "N02": 2, "N03": 1, "N04": 0},
            "open": {"N01": 1, "N02": 1, "N03": 3, "N04": 0},
        },
        "ranked": ["members", "open"],
        "midranks": {
            "members": {"N01": "3/2", "N02": "3/2", "N03": "3", "N04": "4"},
            "open": {"N01": "5/2", "N02": "5/2", "N03": "1", "N04": "4"},
        },
        "means": {"N01": "2", "N02": "2", "N03": "2", "N04": "4"},
        "union": ["N01", "N02", "N03"],
        "jury": {
            "jurors": 2,
            "means": {"N01": "1", "N02": "5/2", "N03": "5/2"},
            "ranks": {"N01": "1", "N02": "5/2", "N03": "5/2"},
        },
        "public": {"N01": "2", "N02": "2", "N03": "2"},
        "final": {"N01": "3/2", "N02": "9/4", "N03": "9/4"},
        "order": ["N01", "N02", "N03"],
        "chosen": ["N01", "N02"],
        "ties": [{"codes": ["N02", "N03"], "steps": ["members"]}],
        "stability": {
            "N01": {"best": 1, "worst": 1, "depends": []},
            "N02": {"best": 2, "worst": 3, "depends": ["members"]},
            "N03": {"best": 2, "worst": 3, "depends": ["members"]},
        },
    }


def events(stage: str, files: dict[str, str] | None = None, *more: dict[str, Any]) -> str:
    """The events up to a stage and some more, each with the hash of the one above.

    files  those that were published, by name
    """
    rows: list[dict[str, Any]] = [{"at": "2026-05-10T01:00Z", "event": "frozen", "key": KEY}]
    rows += [{"at": "2026-05-20T01:00Z", "event": name} for name in STAGES[1 : STAGES.index(stage) + 1]]
    if stage == "published":
        rows[-1]["files"] = {name: sha256(text.encode()).hexdigest() for name, text in (files or {}).items()}
    before, lines = "", []
    for row in (*rows, *more):
        lines.append(dumps(row | {"prev": before}))
        before = sha256(lines[-1].encode()).hexdigest()
    return "".join(lines)


def vote(room: Room, stage: str = "published", /, **files: str | None) -> None:
    """Stories and a vote that has come so far.

    files  more files, or others than the plain ones, by name with `_` for `.`; None leaves one out
    """
    for day, slug in enumerate(SLUGS, start=1):
        room.story(slug, title=f"标题{slug}", summary=f"概要{slug}。", date=f"2026-03-{day:02}")
    plain: dict[str, str | None] = {
        "rules_toml": RULES,
        "candidates_json": dumps(candidates()),
        "roll_txt": "00" * 32 + "\n",
    }
    if stage == "published":
        plain["result_json"] = dumps(result())
        plain["ballots_jsonl"] = "".join(map(dumps, ballots()))
    plain |= files
    told = {name.replace("_", "."): text for name, text in plain.items() if text and name not in ("comments_yaml",)}
    plain = {"events_jsonl": events(stage, told) if stage else None} | plain
    for name, text in plain.items():
        if text is not None:
            room.write(f"votes/2026/{name.replace('_', '.')}", text)
