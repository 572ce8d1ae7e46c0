"""Checkpoints, which readers know as seals: each one a signed note in a file of its own, on disk before anyone sees it.

The service cannot take these files back. Whatever happens to its database (a back-up that is too old, a standby
that missed the last seconds), it signs no tree that lacks what an earlier checkpoint held: `signer` refuses, until
`vote restore` has put on record what was lost.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ballot import files, note, stages
from ballot.keys import Keys
from ballot.language import _
from ballot.merkle import Tree
from ballot.note import BadNote, Checkpoint, Verifier
from ballot.problem import Problem, Refused, Unfit, quoted, typed
from ballot.store import Note
from ballot.vote import OpenedVote

FOLDER, SEALS = "seals", "seals.txt"
BETWEEN = "\n---\n"  # two notes in seals.txt


class Rewound(Refused):
    """The box lacks what a checkpoint holds that was signed before."""


def verifier(vote: OpenedVote) -> Verifier:
    """The public key for the checkpoints of a frozen vote."""
    return note.verifier(stages.found(vote.events, "frozen")[-1]["verifier"])


def kept(vote: OpenedVote) -> tuple[str, ...]:
    """The notes on file, first one first. Raises Unfit if a file was changed or is missing between others."""
    folder, found = vote.public / FOLDER, []
    for number, path in enumerate(sorted(folder.glob("*.txt")), 1):
        fix = _("Restore the file from git; it is not written by hand.")
        if path.name != _name(number):
            expected = _name(number)
            raise Unfit([Problem(path.as_posix(), 1, "file", quoted(path.name), expected, fix)])
        try:
            text = path.read_bytes().decode()
            note.checkpoint(note.text_of(text, verifier(vote)))
        except (BadNote, UnicodeDecodeError) as error:
            expected = _("a checkpoint that this vote's key signed")
            raise Unfit([Problem(path.as_posix(), 1, "file", quoted(error), expected, fix)]) from None
        found.append(text)
    return tuple(found)


def keep(public: Path, notes: Sequence[str]) -> tuple[str, ...]:
    """Put every note on disk, each in its own file; only then may it be shown.

    returns  the notes
    raises   Rewound if a file holds another note of the same number, or there are more files than notes
    """
    folder = public / FOLDER
    there = sorted(path.name for path in folder.glob("*.txt")) if folder.is_dir() else []
    if len(there) > len(notes):
        raise Rewound(
            _(
                "Checkpoint {number} was signed and is not in the box: it holds an older state. "
                "Restore a newer back-up, or put the loss on record: see `{command}`."
            ).format(number=len(there), command=typed("restore --help"))
        )
    for number, text in enumerate(notes, 1):
        path = folder / _name(number)
        if not path.exists():
            files.write(path, text.encode())
        elif path.read_bytes() != text.encode():
            raise Rewound(
                _("Checkpoint {number} in the box is not the one in {path}: two trees were signed.").format(
                    number=number, path=path
                )
            )
    return tuple(notes)


def signer(vote: OpenedVote, secrets: Keys) -> Note:
    """A function that signs checkpoints, each a later one whose tree extends the tree of the last one.

    raises  Rewound, when it is called
    """
    origin, trusted, held = vote.rules.origin, verifier(vote), restored(vote)

    def sign(old: Sequence[bytes], new: Sequence[bytes], notes: Sequence[str]) -> str:
        keep(vote.public, notes)
        tree, base = Tree(old), held.get(len(notes), len(notes))
        last = note.checkpoint(note.text_of(notes[base - 1], trusted)) if base else Checkpoint(origin, 0, Tree().root())
        if (tree.size, tree.root()) != (last.size, last.root):
            raise Rewound(
                _("The box does not hold the ballots of checkpoint {number}: restore a back-up.").format(number=base)
            )
        tree.extend(new)
        return note.sign(Checkpoint(origin, tree.size, tree.root()).text, secrets.signing, origin)

    return sign


def restored(vote: OpenedVote) -> Mapping[int, int]:
    """For each restored back-up: number of checkpoints signed by then -> the last one whose ballots it held."""
    return {int(event["signed"]): int(event["seals"]) for event in stages.found(vote.events, "restored")}


def chain(number: int, held: Mapping[int, int]) -> tuple[int, ...]:
    """The checkpoints that one covers: itself, the one that the box held when it was signed, and so on to the first.

    held  see `restored`
    """
    found = []
    while number:
        found.append(number)
        number = held.get(number - 1, number - 1)
    return tuple(found)


def joined(notes: Sequence[str]) -> bytes:
    """The bytes of seals.txt."""
    return BETWEEN.join(notes).encode()


def _name(number: int) -> str:
    return f"{number:04}.txt"
