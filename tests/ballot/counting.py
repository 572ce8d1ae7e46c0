"""A whole small vote for tests of the count: cast into a real box, closed, imported, judged, tallied, published."""

import datetime
import random
from collections.abc import Iterable
from pathlib import Path

from ballot import closing, codes, jury, keys, note, opening, publication, quarantine
from ballot.box import Box
from ballot.cast import Cast
from ballot.checkpoints import signer
from ballot.imports import record
from ballot.imports.record import Form
from ballot.leaf import Ballot, Group, leaf, passphrase_hash, receipt_of
from ballot.vote import OpenedVote, read
from tests.ballot.votes import SECOND, a_vote

BEFORE = datetime.datetime(2026, 12, 1, tzinfo=datetime.UTC)
DURING = datetime.datetime(2026, 12, 21, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2026, 12, 28, tzinfo=datetime.UTC)
LATER = datetime.datetime(2026, 12, 30, tzinfo=datetime.UTC)
DRAW = "05 11 17 22 31 04"


class Year:
    """One vote with its box."""

    def __init__(
        self, folder: Path, members: int = 30, seed: int = 2026, database: str | None = None, **changed: str | None
    ) -> None:
        self.chance = random.Random(seed)
        self.folders = a_vote(folder, **changed)
        self.codes = opening.make_codes(self.vote, members, self.chance.randbytes)
        self.key = opening.freeze(self.vote, BEFORE).commitment
        opening.open_vote(self.vote, DURING)
        self.keys = keys.read(self.vote.private)
        self.box = Box(database or f"sqlite:///{self.vote.private / 'box.sqlite3'}")
        self.box.make(self.key, 0, 2**40)
        self.sent = 0
        self.cast_in_order: list[bytes] = []  # leaves

    @property
    def vote(self) -> OpenedVote:
        """As its files are now."""
        return read(self.folders)

    def cast(self, group: Group, who: str, picks: Iterable[str], word: str = "") -> bytes:
        """Cast one ballot; `who` is a code for a member, else any name."""
        ballot = Ballot(group, self.chance.randbytes(16).hex(), passphrase_hash(word), tuple(sorted(picks)))
        code = codes.spent_hash(codes.normal(who) or "") if group == "members" else ""
        credential = codes.roll_hash(code) if code else who
        voter = self.keys.voter_tag("code" if group == "members" else "cookie", credential)
        self.sent += 1
        made = leaf(ballot, voter, self.key)
        cast = Cast(f"{self.sent:064x}", voter, ballot, made, DURING.timestamp(), code=code)
        (outcome,) = self.box.cast([cast])
        assert outcome.verdict == "taken"
        self.cast_in_order.append(made)
        return made

    def picks(self) -> list[str]:
        """A few codes by chance, low ones more often."""
        return self.chance.choices([f"N{n:02}" for n in range(1, 21)], range(40, 20, -1), k=self.chance.randint(1, 6))

    def seal(self) -> None:
        """What the service does each hour."""
        self.box.seal(signer(self.vote, self.keys), least=1)

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
        self.set_aside(bought)
        return bought

    def set_aside(self, *leaves: bytes, at: datetime.datetime = DURING) -> None:
        """By both signatures, on the first ground of the rules."""
        entries = (*self.box.entries(), *record.read(self.vote).entries)
        made = quarantine.propose(self.vote, entries, [receipt_of(leaf) for leaf in leaves], 1)
        signed = note.sign(made.text, SECOND, "second.example")
        quarantine.set_aside(self.vote, entries, at, signed)

    def close(self) -> None:
        """Close after its time."""
        closing.close(self.vote, self.box, AFTER)

    def bring(self, text: str, form: Form | None = None) -> record.Import:
        """Import a CSV file."""
        return record.take(
            self.vote, self.box, AFTER, text.encode(), form or Form("csv"), entropy=self.chance.randbytes
        )

    def judge(self, jurors: int = 5, at: datetime.datetime = AFTER) -> None:
        """Marks by chance."""
        stories = [story.code for story in self.vote.candidates]
        table = [["code", "title", *(f"评委{n}" for n in range(jurors))], *([code, ""] for code in stories)]
        for _juror in range(jurors):
            places = self.chance.sample(range(1, len(stories) + 1), len(stories))
            for row, place in zip(table[1:], places, strict=True):
                row.append(str(place))
        path = self.vote.private / "marks.csv"
        path.write_text("".join(",".join(row) + "\n" for row in table), "utf-8")
        jury.record_marks(self.vote, at, path)

    def end(self) -> None:
        """Let go of the box."""
        self.box.__exit__()

    def publish(self) -> None:
        """From the close to the end."""
        self.close()
        self.bring(f"id,code,choices\n1,,N01 N02\n2,{self.codes[25]},N03\n3,,\n")
        self.judge()
        publication.tally_up(self.vote, self.box, LATER, DRAW)
        publication.publish(self.vote, LATER)
