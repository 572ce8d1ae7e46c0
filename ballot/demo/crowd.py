"""The invented voters: honest ones who like some stories better, and bots paid to vote for one. Pure, from a seed."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from ballot.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many of each."""

    members: int  # codes given out; four in five are used
    open: int
    plain: int
    imported: int
    bots: int

    @classmethod
    def of(cls, voters: int) -> "Crowd":
        """A crowd of so many honest voters, with half as many bots again in the open group."""
        return cls(
            members=voters * 2 // 5,
            open=voters * 2 // 5,
            plain=max(voters // 20, 2),
            imported=max(voters // 20, 2),
            bots=voters * 3 // 2,
        )


class Taste:
    """What honest people think of each candidate, and how a voter picks from that."""

    def __init__(self, candidates: Sequence[Candidate], chance: Random) -> None:
        self._chance = chance
        self.worth = {candidate.code: chance.uniform(0, 2.5) for candidate in candidates}
        self.bought = candidates[-1].code  # nobody likes it; bots are paid for it
        self.worth[self.bought] = -2.0

    def picks(self, most: int) -> tuple[str, ...]:
        """One honest ballot: the best by worth and the voter's own liking."""
        liked = {code: worth - math.log(-math.log(self._chance.random())) for code, worth in self.worth.items()}
        best = sorted(liked, key=lambda code: -liked[code])
        return tuple(sorted(best[: self._chance.randint(max(1, most // 3), most)]))

    def bot(self) -> tuple[str, ...]:
        """One bought ballot: the paid story, and sometimes another one for looks."""
        others = [code for code in self.worth if code != self.bought]
        return tuple(sorted({self.bought, *self._chance.sample(others, self._chance.randint(0, 1))}))

    def order(self, codes: Sequence[str], wisdom: float) -> list[str]:
        """How one juror ranks stories, the best first; more wisdom, less chance."""
        seen = {code: self.worth[code] + self._chance.gauss(0, 1 / wisdom) for code in codes}
        return sorted(codes, key=lambda code: (-seen[code], code))


def form_tool(ballots: Sequence[Sequence[str]], titles: dict[str, str]) -> bytes:
    """Some ballots as a form tool would export them, with a personal column to ignore, and two faulty rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["序号", "提交答卷时间", "来自IP", "1、请选出您喜欢的新闻"])
    for number, picks in enumerate(ballots, start=1):
        labels = "┋".join(f"{code} {titles[code]}" for code in picks)
        writer.writerow([number, "2026/12/22 10:00", "192.0.2.1(虚构)", labels])
    writer.writerow([len(ballots) + 1, "2026/12/22 10:00", "192.0.2.1(虚构)", ""])
    writer.writerow([1, "2026/12/22 10:01", "192.0.2.1(虚构)", "N01 再来一次"])
    return text.getvalue().encode("gb18030")
