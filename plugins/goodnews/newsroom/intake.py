"""Intake of stories: what an earlier build read is kept; the rest is read and checked, by worker processes if there
is much of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from goodnews.files import FileHashes, Source
from goodnews.language import _
from goodnews.newsroom.body import converted_body
from goodnews.newsroom.story import Registries, Story, story_from
from goodnews.newsroom.texts import texts_in
from goodnews.problem import ContentError, Problem
from goodnews.text.document import Unreadable, document_from
from goodnews.text.markup import Outline
from goodnews.text.reading import read_bytes, text_from
from goodnews.workers import Died, Job, Workers

BATCH = 64  # stories given to a process at once
ALONE = 256  # fewer stories than this are read without starting a process


class Piece(NamedTuple):
    """One file to be read."""

    path: str  # below content/
    before: bytes  # hash of its content when it last passed every check; b"" if never


class Taken(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What reading one file gave."""

    hash: bytes  # of its content
    story: Story | None  # None: unchanged, or invalid
    problems: tuple[Problem, ...]
    loose: Outline | None  # what its text refers to if the story is invalid, so that its links are checked as well


class Stories(NamedTuple):
    """All stories that were taken in."""

    sound: dict[str, Story]  # by path, in the order of the sources
    loose: dict[str, Outline]
    read_by: dict[str, int]  # path -> index of the worker that read it


def take_in(
    sources: Sequence[Source],
    shown: str,
    hashes: FileHashes,
    old: Mapping[str, Story],
    registries: Registries,
    workers: Workers,
    problems: list[Problem],
) -> Stories:
    """Read and check what no earlier build has read.

    sources   the stories' files
    shown     how problems name their folder
    old       stories as an earlier build found them, by path
    problems  receives every problem
    raises    ContentError if a file crashed the process that read it
    """
    sound: dict[str, Story | None] = {}
    loose: dict[str, Outline] = {}
    read_by: dict[str, int] = {}
    by_path: dict[str, Source] = {}
    pieces = []
    for source in sources:
        path = source.path
        known = old.get(path)
        sound[path] = known = known if hashes.recall(source) else None
        if known is None:
            by_path[path] = source
            pieces.append(Piece(path, hashes.before(path) if path in old else b""))
    job = Job(ReadWork, (hashes.folder, shown, registries))
    batches = ((None, pieces[start : start + BATCH]) for start in range(0, len(pieces), BATCH))
    try:
        for place, batch, answer in workers.do(job, batches, alone=len(pieces) < ALONE):
            for piece, taken in zip(batch, _ANSWER.decode(answer), strict=True):
                hashes.note(by_path[piece.path], taken.hash)
                problems.extend(taken.problems)
                if taken.story:
                    read_by[piece.path] = place
                    sound[piece.path] = taken.story
                elif taken.loose:
                    loose[piece.path] = taken.loose
                elif not taken.problems:
                    sound[piece.path] = old[piece.path]
    except Died as died:
        raise ContentError([_deadly(shown, died)]) from None
    return Stories({path: story for path, story in sound.items() if story}, loose, read_by)


_ANSWER = msgspec.msgpack.Decoder(list[Taken])


def _deadly(shown: str, died: Died) -> Problem:
    found = _("something that crashed the process reading it (exit code {code})").format(code=died.exitcode)
    path = died.piece.path if died.piece else "stories"
    return Problem(f"{shown}/{path}", 1, "file", found, _("a text"), _("Look for what is unusual in it."))


class ReadWork:
    """Reads and checks stories in one process."""

    def __init__(self, folder: str, shown: str, registries: Registries) -> None:
        self._folder = folder
        self._shown = shown
        self._registries = registries
        self._texts = texts_in(folder)

    def __call__(self, batch: Sequence[Piece], at: Callable[[int], None]) -> bytes:
        return msgspec.msgpack.encode(list(self._all(batch, at)))

    def _all(self, batch: Sequence[Piece], at: Callable[[int], None]) -> Iterator[Taken]:
        for place, piece in enumerate(batch):
            at(place)
            yield self._take(piece)

    def _take(self, piece: Piece) -> Taken:
        data = read_bytes(self._folder, piece.path)
        hash_ = blake2b(data, digest_size=16).digest()
        if hash_ == piece.before:
            return Taken(hash_, None, (), None)
        name = f"{self._shown}/{piece.path}"
        try:
            document = document_from(piece.path, name, text_from(data, name))
        except Unreadable as error:
            return Taken(hash_, None, error.problems, None)
        problems: list[Problem] = []
        text = converted_body(document)
        story = story_from(document, text, self._registries, problems)
        if story is None:
            return Taken(hash_, None, tuple(problems), text.outline)
        self._texts.keep(piece.path, story.body, text)
        return Taken(hash_, story, (), None)
