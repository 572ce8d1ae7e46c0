"""Results: what a race gave, as tables for people."""

import os
import platform
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks.generators import GENERATORS, versions
from benchmarks.race import STEPS, Lap, Race

MEGABYTE = 1_000_000

ABOUT = """\
How it is run, what each generator does and what is not equal: [README.md](README.md). Every figure is the median of
the rounds; in brackets, how many times ours it is, the median of the ratios within a round.
"""


def tables(race: Race) -> str:
    """The tables of one race, in Markdown."""
    names = list(dict.fromkeys(lap.generator for lap in race.laps))
    parts = [
        f"## {race.count:,} stories, {race.rounds} round{'s' if race.rounds != 1 else ''}",
        _table("wall seconds", names, lambda name, step: _seconds(race, name, step, lambda lap: lap.reading.wall)),
        _table("CPU seconds", names, lambda name, step: _seconds(race, name, step, lambda lap: lap.reading.cpu)),
        _table("peak memory, MB", names, lambda name, step: _memory(race, name, step)),
        _table("pages printed", names, lambda name, step: f"{_middle(race, name, step, _printed):,.0f}"),
        _table("a cold build makes", names, lambda name, row: _made(race, name, row), ("files", "MB")),
    ]
    if race.compared:
        parts.append(f"After all edits, Nuanwen's {race.compared:,} files are, byte for byte, those of a clean build.")
    return "\n\n".join(parts) + "\n"


def report(races: Sequence[Race]) -> str:
    """The whole of RESULTS.md."""
    facts = [("date", date.today().isoformat()), *machine(), ("versions", ", ".join(versions()))]
    head = ["# Results", "", "Written by `python3 tasks.py bench`. " + ABOUT]
    head += ["| | |", "| --- | --- |", *(f"| {name} | {fact} |" for name, fact in facts)]
    return "\n".join(head) + "\n\n" + "\n".join(tables(race) for race in races)


def _table(what: str, names: Sequence[str], cell: Callable[[str, str], str], rows: Sequence[str] = STEPS) -> str:
    lines = [f"| {what} | " + " | ".join(GENERATORS[name].name for name in names) + " |"]
    lines.append("| --- |" + " ---: |" * len(names))
    lines += [f"| {row} | " + " | ".join(cell(name, row) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _values(race: Race, name: str, step: str, of: Callable[[Lap], float]) -> list[float]:
    return [of(lap) for lap in race.laps if lap.generator == name and lap.step == step]


def _middle(race: Race, name: str, step: str, of: Callable[[Lap], float]) -> float:
    return median(_values(race, name, step, of))


def _printed(lap: Lap) -> float:
    return lap.printed


def _seconds(race: Race, name: str, step: str, of: Callable[[Lap], float]) -> str:
    theirs, ours = _values(race, name, step, of), _values(race, "ours", step, of)
    ratio = ""
    if ours and name != "ours":
        times = median(t / o for t, o in zip(theirs, ours, strict=True))
        ratio = f" ({times:.{1 if times < 10 else 0}f})"
    return f"{median(theirs):.2f}{ratio}"


def _memory(race: Race, name: str, step: str) -> str:
    return f"{_middle(race, name, step, lambda lap: lap.reading.memory) / MEGABYTE:.0f}"


def _made(race: Race, name: str, row: str) -> str:
    files, size = race.made[name]
    return f"{files:,}" if row == "files" else f"{size / MEGABYTE:.1f}"


def machine() -> list[tuple[str, str]]:
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = told.read_text("utf-8", "replace").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        ("processor", f"{model}, {cores} cores"),
        ("memory", f"{memory:.0f} GiB"),
        ("kernel", f"{platform.system()} {platform.release()}"),
    ]
