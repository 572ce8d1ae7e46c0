"""Sixty invented years by the default rules: how often few ballots, or many bought ones, change who is chosen.

By itself `python -m benchmarks.method`. Pure functions alone: no box, no service.
"""

import math
import tempfile
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, rules.FILE)
        path.write_text(TEXT, "utf-8")
        by = rules.read(path)
    changed, margins = dict.fromkeys(("one", "promote", "bury", "flood"), 0), []
    for seed in range(YEARS):
        year = Year(seed, by)
        before = year.result()
        eleventh, worst = before.order[by.places], min(CODES, key=lambda code: year.worth[code])
        others = [code for code in before.order if code != before.chosen[-1]][: by.maximum]
        attacks: dict[str, Ballots] = {
            "one": [("import", [eleventh])],
            "promote": [("open", [worst])] * 600,
            "bury": [("open", others)] * 600,
            "flood": [("open", [worst])] * 50_000,
        }
        for name, more in attacks.items():
            changed[name] += set(year.result(more).chosen) != set(before.chosen)
        flips = margin.flips(before.public, by, before.jury_ranks, before.order, "")
        margins.append(min(flip.ballots for flip in flips.values() if flip))
    print(f"Of {YEARS} years the choice changed by")
    print(f"  one ballot for place {by.places + 1}, in a group of its own: {changed['one']}")
    print(f"  600 bots in `open` for the story liked least: {changed['promote']}")
    print(f"  50,000 of them: {changed['flood']}")
    print(f"  600 bots in `open` that name ten others, to bury place {by.places}: {changed['bury']}")
    print(f"Flip margin, the least of all groups: {min(margins)} to {max(margins)}, median {median(margins)}")


if __name__ == "__main__":
    main()
