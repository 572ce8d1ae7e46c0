"""Quarantine: two people set ballots aside, for a reason ("ground") that the rules named before the opening.

The operator writes a statement, the person named in the rules signs it with a separate key, and only then are the
ballots set aside. They stay in the tree; statement and signature are published, and so is what the count would have
been with them.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import files, note, stages
from ballot.checkpoints import BETWEEN
from ballot.entry import Entry
from ballot.language import _
from ballot.leaf import receipt_from, receipt_of
from ballot.note import BadNote
from ballot.problem import Problem, Refused, Unfit, quoted
from ballot.rules import Quarantine
from ballot.stages import Stage
from ballot.vote import OpenedVote

FILE, STATEMENT = "quarantine.txt", "statement.txt"
WORD = "quarantine"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is to be set aside, and on which ground."""

    origin: str
    commitment: str  # hex
    ground: str  # one of the rules' grounds
    leaves: tuple[bytes, ...]  # sorted

    @property
    def text(self) -> str:
        """As it is signed."""
        lines = (self.origin, f"{WORD} {self.commitment}", self.ground, *(leaf.hex() for leaf in self.leaves))
        return "".join(f"{line}\n" for line in lines)


def statement(text: str) -> Statement:
    """Read a statement. Raises BadNote."""
    lines = text.removesuffix("\n").split("\n")
    try:
        origin, words, ground, *leaves = lines
        found = Statement(origin, words.removeprefix(f"{WORD} "), ground, tuple(map(bytes.fromhex, leaves)))
    except ValueError:
        raise BadNote(_("no statement of ballots to set aside")) from None
    if not leaves or list(leaves) != sorted(set(leaves)) or found.text != text:
        raise BadNote(_("no statement of ballots to set aside"))
    return found


def grounds(vote: OpenedVote) -> Quarantine:
    """The rules' section on it. Raises Refused if they do not allow anything to be set aside."""
    if vote.rules.quarantine is None:
        raise Refused(_("The rules name no grounds: in this vote no ballot can be set aside."))
    return vote.rules.quarantine


def propose(vote: OpenedVote, entries: Iterable[Entry], marks: Iterable[str], ground: int) -> Statement:
    """The statement over some ballots, to be signed by the second person.

    entries  all ballots, of box and imports
    marks    receipts or tags of voters, as they were typed
    ground   its number in the rules, from 1
    raises   Refused
    """
    vote.require(Stage.OPEN, Stage.CLOSED)
    named = grounds(vote).grounds
    if not 1 <= ground <= len(named):
        listed = "; ".join(f"{number} {text}" for number, text in enumerate(named, 1))
        raise Refused(_("Give the number of a ground of the rules: {grounds}").format(grounds=listed))
    wanted = {receipt_from(mark) or mark.strip().lower(): mark for mark in marks if mark.strip()}
    known = tuple(entries)
    found = {entry.voter for entry in known} | {receipt_of(entry.leaf) for entry in known}
    unknown = [typed.strip() for mark, typed in wanted.items() if mark not in found]
    if unknown:
        raise Refused(_("The box does not hold a ballot {mark}; nothing was set aside.").format(mark=unknown[0]))
    already = reasons(vote, kept(vote))
    leaves = {e.leaf for e in known if e.voter in wanted or receipt_of(e.leaf) in wanted} - already.keys()
    if not leaves:
        raise Refused(_("None of these ballots still counts: there is nothing to set aside."))
    return Statement(vote.rules.origin, vote.commitment, named[ground - 1], tuple(sorted(leaves)))


def sign(path: Path, key: Ed25519PrivateKey, name: str) -> str:
    """A statement in a file, signed by the second person. Raises Refused."""
    try:
        text = path.read_bytes().decode()
        return note.sign(statement(text).text, key, name)
    except (OSError, UnicodeDecodeError, BadNote) as error:
        told = _("{path} is no statement of `vote quarantine`: {what}.")
        raise Refused(told.format(path=path, what=error)) from None


def signed(vote: OpenedVote, text: str) -> Statement:
    """Read what the second person signed. Raises Refused."""
    try:
        found = statement(note.text_of(text, grounds(vote).second))
    except BadNote as error:
        told = _("This is not signed as the rules require: {what}.")
        raise Refused(told.format(what=error)) from None
    if (found.origin, found.commitment) != (vote.rules.origin, vote.commitment):
        raise Refused(_("The signed statement belongs to another vote."))
    if found.ground not in grounds(vote).grounds:
        raise Refused(_("The rules name no ground '{ground}'.").format(ground=found.ground))
    return found


def kept(vote: OpenedVote) -> tuple[str, ...]:
    """Every signed statement so far, first one first. Raises Unfit if the file was changed."""
    path = vote.public / FILE
    if not path.exists() or not path.stat().st_size:
        return ()
    texts = path.read_text("utf-8").split(BETWEEN)
    for number, text in enumerate(texts, 1):
        try:
            signed(vote, text)
        except Refused as error:
            fix = _("Restore the file from git; it is not written by hand.")
            expected = _("a signed statement")
            raise Unfit([Problem(path.as_posix(), number, "file", quoted(error), expected, fix)]) from None
    return tuple(texts)


def reasons(vote: OpenedVote, notes: Sequence[str]) -> dict[bytes, str]:
    """Leaf -> ground, of everything that was set aside."""
    return {leaf: found.ground for text in notes for found in (signed(vote, text),) for leaf in found.leaves}


def set_aside(vote: OpenedVote, entries: Iterable[Entry], now: datetime.datetime, text: str) -> int:
    """Set aside what the second person signed; the same statement again adds nothing.

    entries  all ballots, of box and imports
    returns  how many ballots
    raises   Refused
    """
    vote.require(Stage.OPEN, Stage.CLOSED)
    found, before = signed(vote, text), kept(vote)
    if text not in before:
        if set(found.leaves) - {entry.leaf for entry in entries}:
            raise Refused(_("The statement names a ballot that is not in the box; nothing was set aside."))
        if set(found.leaves) & reasons(vote, before).keys():
            raise Refused(_("Some of these ballots are set aside already: write a new statement."))
        before = (*before, text)
        files.write(vote.public / FILE, BETWEEN.join(before).encode())
    if len(stages.found(vote.events, "quarantined")) < len(before):
        vote.recorded("quarantined", now, ballots=len(found.leaves), why=found.ground)
    return len(found.leaves)
