"""Sixty invented years by the default rules: how often few ballots, or many bought ones, change who is chosen.

By itself `python -m benchmarks.method`. Pure functions alone: no box, no service.
"""

import math
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

from ballot import margin, rules, tally
from ballot.rules import Rules

YEARS, STORIES, MEMBERS, OPEN, JURORS = 60, 30, 600, 800, 5
TEXT = """title = "Invented"
year = 2026
origin = "bench.example/vote/2026"
zone = "UTC"
opens = "2026-12-01T00:00"
closes = "2026-12-08T00:00"
minimum = 1
maximum = 10
groups = ["members", "open", "import"]
words = ["Invented, to measure."]
[draw]
what = "Six numbers"
when = "2026-12-09T00:00"
"""
CODES = [f"N{number:02}" for number in range(1, STORIES + 1)]
Ballots = list[tally.Counted]


class Year:
    """Voters and jurors who like some stories better, with their own chance."""

    def __init__(self, seed: int, by: Rules) -> None:
        self.chance, self.rules = Random(seed), by
        self.worth = {code: self.chance.uniform(0, 2.5) for code in CODES}
        self.ballots: Ballots = [("members", self.picks()) for _ in range(MEMBERS)]
        self.ballots += [("open", self.picks()) for _ in range(OPEN)]
        self.jurors = [
            sorted(CODES, key=lambda code: -(self.worth[code] + self.chance.gauss(0, 0.5))) for _ in range(JURORS)
        ]

    def picks(self) -> list[str]:
        liked = {code: worth - math.log(-math.log(self.chance.random())) for code, worth in self.worth.items()}
        return sorted(sorted(liked, key=lambda code: -liked[code])[: self.chance.randint(3, 10)])

    def result(self, more: Ballots = []) -> tally.Result:  # noqa: B006
        votes = tally.public(CODES, self.rules, [*self.ballots, *more])
        return tally.tally(votes, self.rules, self.jurors, None)


def attacks(year: Year, before: tally.Result) -> dict[str, Ballots]:
    """What each attacker adds."""
    places, most = year.rules.places, year.rules.maximum
    worst, last = min(CODES, key=lambda code: year.worth[code]), before.chosen[-1]
    top, near = (
        [code for code in order if code != last][:most] for order in (before.order, before.order[places - 5 :])
    )
    return {
        "one ballot for place 11, in a group of its own": [("import", [before.order[places]])],
        "600 bots in `open` for the story liked least": [("open", [worst])] * 600,
        "50,000 of them": [("open", [worst])] * 50_000,
        "600 bots in `open` that name the ten others on top, to bury place 10": [("open", top)] * 600,
        "600 bots in `open` that name the ten others around the edge, to bury place 10": [("open", near)] * 600,
        "600 bots in `open` for place 11 alone": [("open", [before.order[places]])] * 600,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, rules.FILE)
        path.write_text(TEXT, "utf-8")
        approval = rules.read(path)
    for by in (approval, replace(approval, open_method="eph")):
        changed, margins = Counter[str](), []
        for seed in range(YEARS):
            year = Year(seed, by)
            before = year.result()
            for name, more in attacks(year, before).items():
                changed[name] += set(year.result(more).chosen) != set(before.chosen)
            told = margin.margins(before.public, by, before.jury_ranks, before.order)
            margins.append(min(ballots for ballots in told.values() if ballots))
        print(f"Of {YEARS} years, `open` ranked by {by.open_method}, the choice changed by")
        for name, years in changed.items():
            print(f"  {name}: {years}")
        print(f"Flip margin, the least of all groups: {min(margins)} to {max(margins)}, median {median(margins)}")


if __name__ == "__main__":
    main()
