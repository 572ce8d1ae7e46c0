"""A whole small vote for tests of the count: cast into a real box, closed, imported, judged, tallied, published."""

import datetime
import random
from collections.abc import Iterable
from pathlib import Path

from votes import a_vote

from ballot import closing, codes, jury, keys, opening, publication
from ballot.box import Box
from ballot.cast import Cast
from ballot.imports import record
from ballot.imports.record import Form
from ballot.leaf import Ballot, Group, leaf, passphrase_hash
from ballot.store import signer
from ballot.vote import OpenedVote, read

BEFORE = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
DURING = datetime.datetime(2026, 12, 21, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2026, 12, 28, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 12, 30, tzinfo=datetime.UTC)
DRAW = "05 11 17 22 31 04"


class Year:
    """One vote with its box."""

    def __init__(self, folder: Path, members: int = 30, seed: int = 2026, **changed: str | None) -> None:
        self.chance = random.Random(seed)
        self.folders = a_vote(folder, **changed)
        self.codes = opening.make_codes(self.vote, members, self.chance.randbytes)
        self.key = opening.freeze(self.vote, BEFORE).commitment
        opening.open_vote(self.vote, DURING)
        self.keys = keys.read(self.vote.private)
        self.box = Box(f"sqlite:///{self.vote.private / 'box.sqlite3'}")
        self.box.make(self.key, 0, 2**40)
        self.sent = 0

    @property
    def vote(self) -> OpenedVote:
        """As its files stand now."""
        return read(self.folders)

    def cast(self, group: Group, who: str, picks: Iterable[str], word: str = "") -> bytes:
        """Cast one ballot; `who` is a code for a member, else any name."""
        ballot = Ballot(group, self.chance.randbytes(16).hex(), passphrase_hash(word), tuple(sorted(picks)))
        credential = codes.double_hash(codes.normal(who) or "") if group == "members" else who
        voter = self.keys.voter_tag("code" if group == "members" else "cookie", credential)
        self.sent += 1
        made = leaf(ballot, self.key)
        (outcome,) = self.box.cast([Cast(f"{self.sent:064x}", voter, ballot, made, DURING.timestamp())])
        assert outcome.verdict == "taken"
        return made

    def picks(self) -> list[str]:
        """A few codes by chance, low ones more often."""
        return self.chance.choices([f"N{n:02}" for n in range(1, 21)], range(40, 20, -1), k=self.chance.randint(1, 6))

    def seal(self) -> None:
        """What the service does each hour."""
        self.box.seal(signer(self.vote.rules, self.keys), least=1)

    def fill(self) -> bytes:
        """Ballots of every kind, in three seals; the leaf of one of them."""
        for number in range(40):
            self.cast("open", f"visitor {number}", set(self.picks()))
        self.seal()
        for code in self.codes[:20]:
            self.cast("members", code, set(self.picks()), word="春")
        self.cast("plain", "visitor without script", set(self.picks()))
        self.cast("open", "visitor 3", ["N05"])
        self.seal()
        bought = self.cast("open", "robot", ["N20"])
        self.cast("members", self.codes[0], ["N01", "N02"])
        self.box.quarantine({bought: "300 ballots with the same choices within a minute"})
        return bought

    def close(self) -> None:
        """Close after its time."""
        closing.close(self.vote, self.box, AFTER)

    def bring(self, text: str, form: Form | None = None) -> record.Import:
        """Import a CSV file."""
        return record.take(
            self.vote, self.box, AFTER, text.encode(), form or Form("csv"), entropy=self.chance.randbytes
        )

    def judge(self, jurors: int = 3) -> None:
        """Marks by chance."""
        stories = [story.code for story in jury.union(self.vote, self.box)]
        table = [["code", "title", *(f"评委{n}" for n in range(jurors))], *([code, ""] for code in stories)]
        for _juror in range(jurors):
            places = self.chance.sample(range(1, len(stories) + 1), len(stories))
            for row, place in zip(table[1:], places, strict=True):
                row.append(str(place))
        path = self.vote.private / "marks.csv"
        path.write_text("".join(",".join(row) + "\n" for row in table), "utf-8")
        jury.record_marks(self.vote, self.box, AFTER, path)

    def end(self) -> None:
        """Let go of the box."""
        self.box.__exit__()

    def publish(self) -> None:
        """From the close to the end."""
        self.close()
        self.bring(f"id,code,choices\n1,,N01 N02\n2,{self.codes[25]},N03\n3,,\n")
        self.judge()
        publication.count(self.vote, self.box, LATER, DRAW)
        publication.publish(self.vote, LATER)
