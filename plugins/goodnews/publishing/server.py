"""A server as a target: rsync copies, over ssh; a few lines of shell there do the rest.

rsync writes each file aside and moves it into place, so that a reader has the old or the new one. The state lies in a
hidden folder beside the site's, so that no web server hands it out. The server needs rsync, and what every Linux has:
sh, find, xargs, sha256sum, flock.
"""

import os
import posixpath
import shlex
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from goodnews.publishing.process import ENGLISH, SSH, failed, lacking, reason_of, run
from goodnews.publishing.store import (
    FOLDER,
    LINK,
    STAGING,
    NotPublished,
    Piece,
    differs,
    is_hidden,
    no_folder,
    sha256_of,
    under_way,
)

RSYNC_TIMEOUT = 60  # seconds without a byte after which rsync gives up
_HELD, _IS_FILE, _IS_LINK = 75, 73, 74  # how the shell over there says why it did not begin

# What stands where a folder is, or will be made, has to be one, and all above it too.
_CHECK = f"""for place in {{root}} {{state}}; do
    while [ ! -d "$place" ]; do
        if [ -L "$place" ]; then printf '%s' "$place" >&2; exit {_IS_LINK}; fi
        if [ -e "$place" ]; then printf '%s' "$place" >&2; exit {_IS_FILE}; fi
        place=$(dirname "$place")
    done
done"""
# Where there is no folder of the state, nobody publishes: that is how a dry run finds a new target.
_LOCK = f"[ ! -d {{state}} ] || {{{{ exec 9<{{state}} && flock -n 9; }}}} || exit {_HELD}"
_MAKE = "mkdir -p {root} {state}/objects || exit 1"
_STAGE = "rm -rf {root}/{staging} && mkdir {root}/{staging} || exit 1"
_HOLD = "echo held; cat"  # until this end closes, however that ends
_CLEAN = "rm -rf {root}/{staging}"
_READ = "if [ -e {state}/{name} ]; then echo 1; cat {state}/{name}; else echo 0; fi"
_WRITE = "cd {state} && cat > {name}.new && mv -f {name}.new {name}"
_CLEAR = "rm -f {state}/{name}"
_FETCH = "if [ -f {root}/{name} ]; then echo 1; cat {root}/{name}; else echo 0; fi"
_INVENTORY = f"""[ -d {{root}} ] || exit 0
cd {{root}} && find . -type f -print0 | xargs -0 -r sha256sum || exit 1
find . ! -type f ! -type d -exec printf '{LINK}  %s\\n' {{{{}}}} +
find . -type d ! -name . -exec printf '{FOLDER}  %s/\\n' {{{{}}}} +"""
_HASHES = "cd {root} && xargs -0 -r sha256sum 2>/dev/null || true"
_KEEP = """cd {root} && while IFS= read -r line; do
    object={state}/objects/${{line%% *}}; path=${{line#* }}
    [ -e "$object" ] && continue
    rm -f "$object.new"
    ln "./$path" "$object.new" 2>/dev/null || cp "./$path" "$object.new" || exit 1
    mv -f "$object.new" "$object" || exit 1
done"""
_KEPT = "[ ! -d {state}/objects ] || ls {state}/objects"
_FORGET = "cd {state}/objects && xargs -0 -r rm -f --"
_BRING_BACK = """cd {root} && while IFS= read -r line; do
    object={state}/objects/${{line%% *}}; path=${{line#* }}
    mkdir -p "$(dirname "./$path")" && cp "$object" {staging}/object || exit 1
    mv -f {staging}/object "./$path" || exit 1
done"""
_REMOVE = """cd {root} && while IFS= read -r path; do
    rm -f "./$path" || exit 1
    folder=$(dirname "$path")
    while [ "$folder" != . ] && rmdir "./$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
done"""


class Server:
    """See `Store`."""

    tag = staticmethod(sha256_of)

    def __init__(self, host: str, path: str) -> None:
        """
        host  as ssh takes it; "" for this machine
        path  of the site's folder there, absolute
        """
        self._host, self._path = host, path
        self._ssh: tuple[str, ...] = SSH
        above, name = posixpath.split(path)
        self._state = posixpath.join(above, f".{name}.publication")

    @contextmanager
    def held(self, dry: bool) -> Iterator[None]:
        """The lock is an open file of a shell over there, which ends with this process, however that ends."""
        steps = [_CHECK, _LOCK, _HOLD] if dry else [_CHECK, _MAKE, _LOCK, _STAGE, _HOLD, _CLEAN]
        with self._one_connection(), self._started("\n".join(steps)) as shell:
            assert shell.stdin and shell.stdout and shell.stderr
            try:
                if shell.stdout.readline() != b"held\n":
                    shell.stdin.close()
                    raise self._refusal(shell.stderr.read().decode("utf-8", "replace"), shell.wait())
                yield
            finally:
                if not shell.stdin.closed:
                    shell.stdin.close()

    @contextmanager
    def _one_connection(self) -> Iterator[None]:
        """ssh signs in once: whatever follows goes through the connection of the shell that holds the lock."""
        if not self._host or os.name == "nt":  # whose ssh cannot share one
            yield
            return
        with tempfile.TemporaryDirectory(prefix="publish-") as folder:
            # A short name: a socket's path has about 100 letters at most, and some systems' folders take most of them.
            shared = {"ControlMaster": "auto", "ControlPersist": "no", "ControlPath": f"{folder}/c"}
            self._ssh = (*SSH, *(word for name, value in shared.items() for word in ("-o", f"{name}={value}")))
            yield

    def _started(self, script: str) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        try:
            environment = {**os.environ, **ENGLISH}
            return subprocess.Popen(self._words(script), stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
        except FileNotFoundError:
            raise lacking(self._program) from None

    def _refusal(self, said: str, code: int) -> NotPublished:
        """Why the shell over there did not begin."""
        if code == _HELD and not said.strip():
            return under_way()
        if code in (_IS_FILE, _IS_LINK):
            return no_folder(said, code == _IS_LINK)
        return failed(self._program, reason_of(self._program, said) or str(code))

    def read(self, name: str) -> bytes | None:
        return self._there(_READ, name)

    def write(self, name: str, data: bytes) -> None:
        self._run(_WRITE, data, name)

    def clear(self, name: str) -> None:
        self._run(_CLEAR, name=name)

    def fetch(self, path: str) -> bytes | None:
        return self._there(_FETCH, path)

    def inventory(self) -> dict[str, str]:
        return self._listed(self._run(_INVENTORY))

    def keep(self, files: Mapping[str, str]) -> None:
        self._run(_KEEP, _lines(f"{digest} {path}" for path, digest in files.items()))

    def kept(self) -> set[str]:
        return set(self._run(_KEPT).decode().split())

    def forget(self, hashes: Collection[str]) -> None:
        self._run(_FORGET, _names(hashes))

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        back = [piece for piece in pieces if not piece.source]
        if back:
            self._run(_BRING_BACK, _lines(f"{piece.sha256} {piece.path}" for piece in back))
        fresh = [piece for piece in pieces if piece.source]
        if fresh:
            self._copy(fresh)
        found = self._listed(self._run(_HASHES, _names(piece.path for piece in pieces)))
        for piece in pieces:
            if found.get(piece.path) != piece.sha256:
                raise differs(piece.path, piece.path in found)
            yield piece.path, piece.sha256

    def remove(self, paths: Sequence[str]) -> None:
        self._run(_REMOVE, _lines(paths))

    def _copy(self, pieces: Sequence[Piece]) -> None:
        source = pieces[0].source.removesuffix(pieces[0].path)
        words = ["rsync", "--checksum", "--from0", "--files-from=-", f"--timeout={RSYNC_TIMEOUT}"]
        words += [f"--temp-dir={STAGING}", "--no-implied-dirs", "--chmod=D755,F644"]
        if self._host:
            words += ["--rsh", shlex.join(self._ssh)]
        where = f"{self._host}:{self._path}/" if self._host else f"{self._path}/"
        run([*words, "--", source, where], _names(piece.path for piece in pieces))

    @property
    def _program(self) -> str:
        return "ssh" if self._host else "sh"

    def _words(self, script: str, name: str = "") -> list[str]:
        words = {"root": self._path, "state": self._state, "name": name, "staging": STAGING}
        told = script.format(**{key: shlex.quote(word) for key, word in words.items()})
        return [*self._ssh, "--", self._host, told] if self._host else ["sh", "-c", told]

    def _run(self, script: str, data: bytes = b"", name: str = "") -> bytes:
        return run(self._words(script, name), data)

    def _there(self, script: str, name: str) -> bytes | None:
        said = self._run(script, name=name)
        return said[2:] if said[:1] == b"1" else None

    def _listed(self, said: bytes) -> dict[str, str]:
        """Path -> tag, from lines such as those of sha256sum."""
        found = {}
        for line in said.decode("utf-8", "replace").splitlines():
            tag, _gap, path = line.partition("  ")
            path = path.removeprefix("./")
            if not is_hidden(path):
                found[path] = tag
        return found


def _lines(words: Iterator[str] | Sequence[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _names(words: Collection[str] | Iterator[str]) -> bytes:
    return "".join(f"{word}\0" for word in words).encode()
