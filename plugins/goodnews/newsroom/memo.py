"""What earlier builds read: a story, picture or registry that has not changed is neither read nor checked again."""

import os
from pathlib import Path

import msgspec

from goodnews import cache
from goodnews.cache import Lost
from goodnews.files import Known, hash_of
from goodnews.newsroom.story import Registries, Story
from goodnews.pictures.photo import Photo


class Memo(msgspec.Struct):
    """Everything remembered of the content between builds; discarded if `context` differs."""

    context: bytes = b""  # hash of the code and of the versions it runs on
    files: dict[str, Known] = {}
    stories: dict[str, Story] = {}  # path -> checked story
    registries: tuple[bytes, Registries] | None = None  # hash of their files, and what they say
    photos: tuple[Photo, ...] = ()  # pictures examined so far, whatever their files are called
    frame: bytes = b""  # hash of all besides stories that decides the pages; b"" if file times cannot prove it
    theme: dict[str, dict[str, Known]] = {}  # by folder
    templates: tuple[bytes, dict[str, bytes]] | None = None  # as the `Theme` has them
    last: bytes = b""  # hash of the last record that it was read from or written to

    @property
    def inputs_id(self) -> bytes:
        """One hash of all that the pages are made from; b"" if that cannot be proved."""
        if not self.frame:
            return b""
        paths = sorted(self.files)
        hashes = b"".join([self.files[path].hash for path in paths])  # all of one length
        return hash_of(self.context, self.frame, "\n".join(paths).encode(), hashes)

    def other_texts(self, before: "Memo") -> list[str] | None:
        """Paths of the stories whose texts are all that differs from an earlier memo; None if more does."""
        if (
            not self.frame
            or self.frame != before.frame
            or self.context != before.context
            or self.files.keys() != before.files.keys()
        ):
            return None
        other = [path for path in self.changed(before) if self.files[path].hash != before.files[path].hash]
        for path in other:
            now, then = self.stories.get(path), before.stories.get(path)
            if now is None or then is None or now != msgspec.structs.replace(then, body=now.body):
                return None
        return other

    def changed(self, before: "Memo") -> list[str]:
        """The files that are new or were read since an earlier memo; all others are the same objects."""
        then = before.files
        return [path for path, known in self.files.items() if then.get(path) is not known]


class _Change(msgspec.Struct):
    """The difference between a memo and the one before it."""

    before: bytes  # hash of the record that it follows; after any other it is ignored
    gone: tuple[str, ...]
    memo: Memo  # with what is new; `registries` None: those before


FEW = 20  # a change of less than one file in so many is appended
LONG = 0.25  # of the memo's own size: once the changes have grown to that, the memo is written anew


def read_memo(path: str, context: bytes) -> tuple[Memo, bool]:
    """The memo of the last build; an empty one and False if it is damaged or was made by other code.

    A change that was not written completely is removed, as if it had never been made.
    """
    data = cache.contents(path)
    if data is None:
        return Memo(), True
    memo, end = Memo(), 0
    try:
        for record in cache.records(data, context):
            if memo.last:
                change = record.decode(_Change)
                if change.before != memo.last:
                    break
                memo = _with(memo, change)
            else:
                memo = record.decode(Memo)
            memo.last, end = record.hash, record.end
    except Lost:
        return Memo(), False
    if memo.last and end < len(data):
        os.truncate(path, end)
    return memo, bool(memo.last)


def write_memo(path: str, memo: Memo, before: Memo) -> None:
    """Write a memo if it differs from the one before: append the change, or write it anew if the changes get long.

    before  the one that was read; an empty one if there was none
    """
    memo.last = before.last
    changed = memo.changed(before)
    gone = tuple(before.files.keys() - memo.files.keys())
    if not changed and not gone and memo == before:
        return
    few = (len(changed) + len(gone)) * FEW < len(memo.files)
    if few and before.context == memo.context and not _is_long(path):
        new = msgspec.structs.replace(
            memo,
            files={path: memo.files[path] for path in changed},
            stories={path: memo.stories[path] for path in changed if path in memo.stories},
            registries=None if memo.registries == before.registries else memo.registries,
        )
        memo.last = cache.append(path, _Change(before.last, gone, new), memo.context)
    else:
        memo.last = cache.write(path, memo, context=memo.context)


def _with(memo: Memo, change: _Change) -> Memo:
    for path in change.gone:
        del memo.files[path]
        memo.stories.pop(path, None)
    new = change.memo
    files, stories = memo.files | new.files, memo.stories | new.stories
    return msgspec.structs.replace(new, files=files, stories=stories, registries=new.registries or memo.registries)


def _is_long(path: str) -> bool:
    """Whether the changes have grown so long that the memo is better written anew; also if there is no memo yet."""
    length = cache.first_length(path)
    return not length or cache.size(path) > length * (1 + LONG)


def code_hash() -> bytes:
    """Hash of this package's own source: other code may give another result."""
    root = Path(__file__).parents[1]
    files = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".mo", ".typ"))
    return hash_of(*(part for p in files for part in (str(p.relative_to(root)).encode(), p.read_bytes())))
