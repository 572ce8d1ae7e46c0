"""What was read before: a story, picture or registry that has not changed is neither read nor checked again."""

from hashlib import blake2b
from pathlib import Path

import msgspec

from goodnews.photo import Photo
from goodnews.press.files import Known, hash_of, write_whole
from goodnews.story import Registries, Story


class Memo(msgspec.Struct):
    """Everything remembered between builds; worthless, and thrown away, if `context` differs."""

    context: bytes = b""  # hash of the code and of the versions it runs on
    files: dict[str, Known] = {}
    stories: dict[str, Story] = {}  # path -> checked story
    registries: tuple[bytes, Registries] | None = None  # hash of their files, and what they say
    photos: tuple[Photo, ...] = ()  # pictures that were looked at, whatever their files are called
    frame: bytes = b""  # hash of all that decides the pages beside stories; b"" if it cannot be proved by times
    theme: dict[str, Known] = {}
    templates: tuple[bytes, dict[str, bytes]] | None = None  # hash of all templates, and by kind of those it reaches

    def edition(self) -> bytes:
        """One hash of everything that the pages are made from; b"" if it cannot be proved."""
        hashes = sorted((path, known.hash) for path, known in self.files.items())
        return hash_of(self.context, self.frame, msgspec.msgpack.encode(hashes)) if self.frame else b""

    def other_texts(self, before: "Memo") -> list[str] | None:
        """The stories whose texts alone tell this from an earlier memo, by path; None if more does."""
        if (
            not self.frame
            or self.frame != before.frame
            or self.context != before.context
            or self.files.keys() != before.files.keys()
        ):
            return None
        other = [path for path, known in self.files.items() if known.hash != before.files[path].hash]
        for path in other:
            now, then = self.stories.get(path), before.stories.get(path)
            if now is None or then is None or now != msgspec.structs.replace(then, body=now.body):
                return None
        return other


def read_memo(path: str, context: bytes) -> tuple[Memo, bool]:
    """The memo of the last build; an empty one and False if it is damaged or was made by other code."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return Memo(), True
    try:
        if data[32:48] == context and blake2b(data[32:], digest_size=32).digest() == data[:32]:
            return msgspec.msgpack.decode(data[48:], type=Memo), True
    except (msgspec.DecodeError, msgspec.ValidationError):
        pass
    return Memo(), False


def write_memo(path: str, memo: Memo) -> None:
    data = memo.context + msgspec.msgpack.encode(memo)
    write_whole(path, blake2b(data, digest_size=32).digest() + data)


def code_hash() -> bytes:
    """Hash of this package's own source: other code, another result."""
    root = Path(__file__).parent
    files = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".mo"))
    return hash_of(*(part for p in files for part in (str(p.relative_to(root)).encode(), p.read_bytes())))
