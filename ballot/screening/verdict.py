"""One line of `screening.jsonl`: one screener's verdict on one story. The file is only ever appended to."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from ballot import canonical

FILE = "screening.jsonl"


class Verdict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One screener's verdict on one story, and the question."""

    story: str  # slug
    screener: str  # lexical, embedding, or chat:MODEL
    asked: str  # the model asked for
    answered: str  # the model that answered, as the server names it
    prompt: str  # SHA-256 of everything it was given, the story's text included
    raw: str  # SHA-256 of the unchanged answer
    day: str  # 2026-12-01
    score: int | None = None  # 0 to 100; None if the answer was refused
    reason: str = ""
    like: str = ""  # an earlier story that this one repeats
    refused: str = ""  # why the answer does not count


def hashed(data: bytes | str) -> str:
    return sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def line_of(verdict: Verdict) -> bytes:
    return canonical.dumps(msgspec.to_builtins(verdict))


class Record:
    """The verdicts of a year on disk. A line that was only partly written is removed before the next one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        self._torn = len(whole) if len(whole) != len(data) else None
        self.verdicts = [msgspec.json.decode(line, type=Verdict) for line in whole.splitlines()]

    def add(self, verdicts: Iterable[Verdict]) -> None:
        """Write verdicts at once, because a paid answer should survive a power cut."""
        added = list(verdicts)
        if not added:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if self._torn is not None:
            with self._path.open("r+b") as file:
                file.truncate(self._torn)
            self._torn = None
        with self._path.open("ab") as file:
            file.write(b"".join(map(line_of, added)))
        self.verdicts += added

    def answered(self, screener: str) -> frozenset[tuple[str, str]]:
        """Story and prompt of a screener's valid answers: these are not asked again."""
        return frozenset((v.story, v.prompt) for v in self.verdicts if v.screener == screener and v.score is not None)


def latest(verdicts: Iterable[Verdict], slugs: Iterable[str]) -> dict[str, Mapping[str, Verdict]]:
    """Screener -> story -> its last verdict that counts, for the stories that still exist."""
    known = frozenset(slugs)
    found: dict[str, dict[str, Verdict]] = {}
    for verdict in verdicts:
        if verdict.score is not None and verdict.story in known:
            found.setdefault(verdict.screener, {})[verdict.story] = verdict
    return dict(sorted(found.items()))
