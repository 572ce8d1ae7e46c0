"""Files and folders: what is there, whether it changed, and how it is replaced without a half-written moment."""

import os
import re
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter

import msgspec

_path = attrgetter("path")

Stat = tuple[int, int, int, int]  # mtime ns, ctime ns, size in bytes, inode

# A file touched this shortly before it was listed could be written once more within the file system's
# clock tick; its times prove nothing, so it is read again next time. (Also covers clocks set back.)
TICK = 50_000_000  # ns; the clock of a file system that keeps parts of a millisecond ticks every 1 to 10 ms
COARSE_TICK = 2_000_000_000  # ns; for those that keep whole seconds or milliseconds
UNSETTLED: Stat = (0, 0, 0, 0)
PATIENCE = 1.0  # seconds to go on trying for a folder that another process holds


class Source(msgspec.Struct, frozen=True, order=True, array_like=True, gc=False):
    """One file below a folder, as the file system lists it."""

    path: str  # below the folder, with slashes
    stat: Stat


class Known(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file as it was when it was read."""

    stat: Stat
    hash: bytes


# Files that systems and editors leave behind: Windows, macOS, network disks; Office, Emacs, vim, JetBrains, browsers.
_LITTER = re.compile(
    r"\..*|.*~|(?:eh)?thumbs\.db|desktop\.ini|icon\r|\$recycle\.bin|system volume information|@eadir|__macosx"
    r"|~\$.*|~wrl.*\.tmp|#.*#|4913|5036|.*\.sw[a-px]|.*\.kate-swp|.*___jb_(?:tmp|old)___"
    r"|__pycache__|.*\.lnk|.*:Zone\.Identifier|.*\.(?:tmp|bak|save|orig|rej|crdownload|part|downloading|xltd|td)",
    re.IGNORECASE | re.DOTALL,
)
# Names of copies that sync programs make of a file in conflict, or a person with a keystroke.
_COPY = re.compile(
    r"\.sync-conflict-[^.]*|[ _-]*[(（][^/]*[)）]|[ _.-]*(?:SF)?[Cc]onflict(?:ed copy)?(?= |\.)[^/]*(?=\.)"
    r"|(?:[ _-]+(?:- )?|的)副本[^/]*(?=\.)|[ _-]*冲突(?:副本|文件|版本)[^/]*(?=\.)"
    r"|_(?:BASE|LOCAL|REMOTE|BACKUP)_[0-9]+(?=\.)|\.(?:BASE|LOCAL|REMOTE|BACKUP)\.[0-9]+(?=\.)"
    r"| (?:- )?[Cc]opy(?: [0-9]+)?(?=\.)| [0-9]+(?=\.)|-(?:DESKTOP|LAPTOP)-[A-Z0-9]+",
)
# Names that Windows gives to devices, whatever follows a dot; and Windows drops a dot or a space at the end of a name.
_UNPORTABLE = re.compile(
    r"(?:^|/)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=[./]|$)|[. ](?:/|$)", re.IGNORECASE
)


# Of nearly all files: nothing but a device needs to be searched for in these.
_PLAIN = re.compile(r"(?!.*conflict)(?:[a-z0-9]+/)*[a-z0-9][a-z0-9-]*\.(?:md|jpg|png|html|json|atom|rss)")


class Busy(Exception):
    """Another build holds the folder."""


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name was left by a system or an editor: it is ignored everywhere."""
    return _PLAIN.fullmatch(name) is None and _LITTER.fullmatch(name) is not None


def is_plain(path: str) -> bool:
    """Whether a path is one that every system can hold, of small letters, digits and hyphens, and no program's."""
    return _PLAIN.fullmatch(path) is not None and not _UNPORTABLE.search(path)


def copied_from(path: str) -> str:
    """The path that a file seems to be a copy of, such as `x.md` of `x (1).md`; '' if it does not look like one."""
    folder, slash, name = path.rpartition("/")
    for words in ("Copy of ", "副本 ", "复件 "):
        if name.startswith(words):
            return folder + slash + name.removeprefix(words)
    found = _COPY.search(path)
    if found is None or path[: found.start()].rpartition("/")[2] == "":
        return ""
    return path[: found.start()] + path[found.end() :]


def is_portable(path: str) -> bool:
    """Whether every system can hold a file or folder of this name."""
    return _UNPORTABLE.search(path) is None


def stat_of(status: os.stat_result) -> Stat:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def sources_in(folder: str, links: list[str] | None = None) -> list[Source]:
    """List every file below a folder, sorted by path.

    links    receives the paths of symbolic links, pipes and devices: they are listed nowhere else, never followed
    returns  litter left out; nothing if there is no such folder
    """
    found: list[Source] = []
    folders = [""]
    while folders:
        below = folders.pop()
        try:
            entries = os.scandir(os.path.join(folder, below))
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if is_litter(name):
                    continue
                if entry.is_file(follow_symlinks=False):
                    found.append(Source(below + name, stat_of(entry.stat(follow_symlinks=False))))
                elif entry.is_dir(follow_symlinks=False):
                    folders.append(f"{below}{name}/")
                elif links is not None:
                    links.append(below + name)
    found.sort(key=_path)
    return found


def settled(stat: Stat, now: int) -> Stat:
    """The stat to remember for a file listed at `now` (ns)."""
    tick = TICK if stat[1] % 1_000_000 else COARSE_TICK
    return stat if max(stat[0], stat[1]) < now - tick else UNSETTLED


@dataclass(frozen=True)
class Listing:
    """A folder at one moment."""

    folder: str
    at: int  # when it was listed, ns
    sources: list[Source]  # sorted by path
    links: list[str]  # symbolic links, pipes and devices: never followed

    def holds(self, path: str) -> bool:
        """Whether a file is there."""
        at = bisect_left(self.sources, path, key=_path)
        return at < len(self.sources) and self.sources[at].path == path

    @cached_property
    def proof(self) -> bytes:
        """Hash of all paths and times; b"" if a file was touched so shortly before that its times prove nothing."""
        late = self.at - COARSE_TICK
        new = [source.stat for source in self.sources if source.stat[0] >= late or source.stat[1] >= late]
        if any(settled(stat, self.at) is UNSETTLED for stat in new):
            return b""
        return hash_of(os.fsencode(self.folder), times_hash(self.sources), *map(os.fsencode, self.links))


def listing_of(folder: str) -> Listing:
    now = time.time_ns()
    links: list[str] = []
    return Listing(folder, now, sources_in(folder, links), links)


def times_hash(sources: Iterable[Source]) -> bytes:
    """One hash of the paths and times of files."""
    found = list(sources)
    try:
        data = msgspec.msgpack.encode(found)
    except UnicodeEncodeError:  # a name that is not text
        data = repr(found).encode()
    return blake2b(data, digest_size=16).digest()


def hash_of(*parts: bytes) -> bytes:
    """One 16-byte hash of several byte strings and of where each ends."""
    total = blake2b(digest_size=16)
    for part in parts:
        total.update(len(part).to_bytes(8, "little"))
        total.update(part)
    return total.digest()


class FileHashes:
    """Content hashes of the files of a folder, read only where the file system says that something changed."""

    def __init__(self, listing: Listing, known: dict[str, Known]) -> None:
        self.folder = listing.folder
        self._known = known
        self._now = listing.at
        self.seen: dict[str, Known] = {}

    @property
    def trusted(self) -> bool:
        """Whether anything is remembered at all."""
        return bool(self._known)

    def before(self, path: str) -> bytes:
        """The hash a file had in the last build; b"" if it was not there."""
        known = self._known.get(path)
        return known.hash if known else b""

    def recall(self, source: Source) -> bytes:
        """The hash of a file that is unchanged since the last build, by its times; b"" if it must be read."""
        known = self._known.get(source.path)
        if known is None or known.stat != source.stat:
            return b""
        self.seen[source.path] = known
        return known.hash

    def note(self, source: Source, hash_: bytes) -> None:
        """Remember the hash of a file that has been read."""
        self.seen[source.path] = Known(settled(source.stat, self._now), hash_)

    def hash(self, source: Source) -> bytes:
        """The hash of a file.

        raises  FileNotFoundError if it has just gone
        """
        found = self.recall(source)
        if not found:
            with open(os.path.join(self.folder, source.path), "rb") as file:
                found = blake2b(file.read(), digest_size=16).digest()
            self.note(source, found)
        return found


def write_whole(path: str, data: bytes) -> None:
    """Replace a file; a reader sees the old or the new one, and a full disk leaves the old."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    aside = _aside(path)
    try:
        # Not truncated first, which would give up the space that `reserved` has taken.
        with open(os.open(aside, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b") as file:
            file.write(data)
            file.truncate()
        os.replace(aside, path)
    except BaseException:
        _discard(aside)
        raise


@contextmanager
def reserved(path: str, size: int) -> Iterator[None]:
    """Take disk space for a file that `write_whole` will write meanwhile: a full disk, or a folder that cannot be
    written to, is noticed at once.

    size  bytes
    """
    os.makedirs(os.path.dirname(path), exist_ok=True)
    aside = _aside(path)
    try:
        with open(aside, "wb") as file:
            file.write(bytes(size))
        yield
    finally:
        _discard(aside)


def _aside(path: str) -> str:
    """Where a file is written before it replaces the other: hidden, so that no listing has it."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.new")


def _discard(path: str) -> None:
    if os.path.lexists(path):
        os.unlink(path)


def is_inside(path: str) -> bool:
    """Whether a path read from a file names something below a folder: relative, plain, and never leading out of it."""
    if not path or path[0] == "/" or "\\" in path or "\0" in path or (os.name == "nt" and ":" in path):
        return False
    return not {"", ".", ".."} & set(path.split("/"))


@contextmanager
def held(folder: str) -> Iterator[None]:
    """Hold a folder for this process alone.

    raises  Busy if another process holds it, and for longer than a killed process takes to end
    """
    os.makedirs(folder, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows: its open files cannot be replaced by another process, which protects them
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        patience = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > patience:
                    raise Busy(folder) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)
