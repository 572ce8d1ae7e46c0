"""A server as a target: rsync copies, over ssh; a few lines of shell there do the rest.

rsync writes each file aside and moves it into place, so that a reader has the old or the new one. The state lies in a
hidden folder beside the site's, so that no web server hands it out. The server needs rsync, and what every Linux has:
sh, find, xargs, sha256sum, flock.
"""

import posixpath
import shlex
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from goodnews.publishing.process import SSH, failed, lacking, run
from goodnews.publishing.store import Piece, differs, is_hidden, under_way

STAGING = ".publishing"  # in the target: rsync's unfinished files
PATIENCE = 60  # seconds without a byte after which rsync gives up

_LOCK = "mkdir -p {root} {state}/objects && exec 9<{state} && flock -n 9 || exit 75; echo held; exec cat"
_CLEAN = "rm -rf {root}/.publishing"
_READ = "cd {state} && if [ -e {name} ]; then echo 1; cat {name}; else echo 0; fi"
_WRITE = "cd {state} && cat > {name}.new && mv -f {name}.new {name}"
_CLEAR = "rm -f {state}/{name}"
_FETCH = "cd {root} && if [ -e {name} ]; then echo 1; cat {name}; else echo 0; fi"
_INVENTORY = "cd {root} && find . -type f -print0 | xargs -0 -r sha256sum"
_HASHES = "cd {root} && xargs -0 -r sha256sum 2>/dev/null || true"
_KEEP = """cd {root} && while IFS= read -r line; do
    object={state}/objects/${{line%% *}}; path=${{line#* }}
    [ -e "$object" ] && continue
    rm -f "$object.new"
    ln "./$path" "$object.new" 2>/dev/null || cp "./$path" "$object.new" || exit 1
    mv -f "$object.new" "$object" || exit 1
done"""
_KEPT = "ls {state}/objects"
_FORGET = "cd {state}/objects && xargs -0 -r rm -f --"
_BRING_BACK = """cd {root} && mkdir -p .publishing && while IFS= read -r line; do
    object={state}/objects/${{line%% *}}; path=${{line#* }}
    mkdir -p "$(dirname "./$path")" && cp "$object" .publishing/object || exit 1
    mv -f .publishing/object "./$path" || exit 1
done"""
_REMOVE = """cd {root} && while IFS= read -r path; do
    rm -f "./$path" || exit 1
    folder=$(dirname "$path")
    while [ "$folder" != . ] && rmdir "./$folder" 2>/dev/null; do folder=$(dirname "$folder"); done
done"""


class Server:
    """See `Store`."""

    hash = "sha256"

    def __init__(self, host: str, path: str) -> None:
        """
        host  as ssh takes it; "" for this machine
        path  of the site's folder there, absolute
        """
        self._host, self._path = host, path
        above, name = posixpath.split(path)
        self._state = posixpath.join(above, f".{name}.publication")

    @contextmanager
    def held(self) -> Iterator[None]:
        """The lock is an open file of a shell over there, which ends with this process, however that ends."""
        pipe = subprocess.PIPE
        try:
            opened = subprocess.Popen(self._words(_LOCK), stdin=pipe, stdout=pipe, stderr=pipe)
        except FileNotFoundError:
            raise lacking(self._program) from None
        with opened as shell:
            assert shell.stdin and shell.stdout and shell.stderr
            try:
                if shell.stdout.readline() != b"held\n":
                    shell.stdin.close()
                    said = shell.stderr.read().decode("utf-8", "replace").strip().splitlines()
                    if shell.wait() == 75 and not said:
                        raise under_way()
                    raise failed(self._program, said[-1] if said else str(shell.returncode))
                self._run(_CLEAN)
                yield
            finally:
                if not shell.stdin.closed:
                    shell.stdin.close()

    def read(self, name: str) -> bytes | None:
        return self._there(_READ, name)

    def write(self, name: str, data: bytes) -> None:
        self._run(_WRITE, data, name)

    def clear(self, name: str) -> None:
        self._run(_CLEAR, name=name)

    def fetch(self, path: str) -> bytes | None:
        return self._there(_FETCH, path)

    def inventory(self) -> dict[str, str]:
        return self._sums(self._run(_INVENTORY))

    def keep(self, files: Mapping[str, str]) -> None:
        self._run(_KEEP, _lines(f"{digest} {path}" for path, digest in files.items()))

    def kept(self) -> set[str]:
        return set(self._run(_KEPT).decode().split())

    def forget(self, hashes: Collection[str]) -> None:
        self._run(_FORGET, _names(hashes))

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        back = [piece for piece in pieces if not piece.source]
        self._run(_BRING_BACK, _lines(f"{piece.sha256} {piece.path}" for piece in back))
        fresh = [piece for piece in pieces if piece.source]
        if fresh:
            self._copy(fresh)
        found = self._sums(self._run(_HASHES, _names(piece.path for piece in pieces)))
        for piece in pieces:
            if found.get(piece.path) != piece.sha256:
                raise differs(piece.path, piece.path in found)
            yield piece.path, piece.sha256

    def remove(self, paths: Sequence[str]) -> None:
        self._run(_REMOVE, _lines(paths))

    def _copy(self, pieces: Sequence[Piece]) -> None:
        source = pieces[0].source.removesuffix(pieces[0].path)
        self._run(f"mkdir -p {{root}}/{STAGING}")
        words = ["rsync", "--checksum", "--from0", "--files-from=-", f"--timeout={PATIENCE}"]
        words += [f"--temp-dir={STAGING}", "--no-implied-dirs", "--chmod=D755,F644"]
        if self._host:
            words += ["--rsh", shlex.join(SSH)]
        where = f"{self._host}:{self._path}/" if self._host else f"{self._path}/"
        run([*words, "--", source, where], _names(piece.path for piece in pieces))

    @property
    def _program(self) -> str:
        return "ssh" if self._host else "sh"

    def _words(self, script: str, name: str = "") -> list[str]:
        words = {"root": shlex.quote(self._path), "state": shlex.quote(self._state), "name": shlex.quote(name)}
        told = script.format(**words)
        return [*SSH, "--", self._host, told] if self._host else ["sh", "-c", told]

    def _run(self, script: str, data: bytes = b"", name: str = "") -> bytes:
        return run(self._words(script, name), data)

    def _there(self, script: str, name: str) -> bytes | None:
        said = self._run(script, name=name)
        return said[2:] if said[:1] == b"1" else None

    def _sums(self, said: bytes) -> dict[str, str]:
        found = {}
        for line in said.decode("utf-8", "replace").splitlines():
            digest, _gap, path = line.partition("  ")
            path = path.removeprefix("./")
            if not is_hidden(path):
                found[path] = digest
        return found


def _lines(words: Iterator[str] | Sequence[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _names(words: Collection[str] | Iterator[str]) -> bytes:
    return "".join(f"{word}\0" for word in words).encode()
