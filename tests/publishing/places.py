"""Places to publish to, each a real one: a folder, a folder of rsync's, a server over ssh, a bucket."""

import os
import re
import socket
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

from goodnews.publishing.bucket import Bucket
from goodnews.publishing.folder import Folder
from goodnews.publishing.journaled import Journaled
from goodnews.publishing.publication import bring
from goodnews.publishing.server import Server
from goodnews.publishing.site import printed_site
from goodnews.publishing.store import Done, Store
from tests.builders import Room

ACCOUNT = "123456789012"  # whose storage the server of the tests is
KINDS = ("folder", "rsync", "bucket")
KEY = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "us-east-1"}


@dataclass
class Place:
    """A target, and what readers find there."""

    target: str  # as it is typed
    opened: Callable[[], Store]
    public: Callable[[], dict[str, bytes]]
    write: Callable[[str, bytes], object]  # somebody else writes there
    state: Callable[[str, bytes], object]  # somebody writes into the record's place
    everything: Callable[[], object]  # all that is there, hidden or not, to be compared
    bucket: str = ""  # its name, if it is one

    def publish(self, room: Room, dry: bool = False, store: Store | None = None) -> Done:
        self.said: list[str] = []
        target = Journaled(store or self.opened())
        return bring(target, printed_site(room.settings), str(room.output), self.said.append, dry)

    def back(self, dry: bool = False, store: Store | None = None) -> Done:
        self.said = []
        return bring(Journaled(store or self.opened()), None, "", self.said.append, dry)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but hidden ones."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not re.search(r"(^|/)\.", name)}


def dead_links(files: dict[str, bytes], url: str) -> list[str]:
    """What readers of a site who come by its own address, a sitemap or a lost link are led to and do not find."""
    addresses = [address for name in files if name.startswith("sitemap") for address in _named(files[name])]
    start: set[tuple[str, str]] = {(name, name) for name in ("index.html", "404.html") if name in files}
    start |= {("sitemap", _page(address.removeprefix(url))) for address in addresses if address.startswith(url)}
    dead, waiting, seen = [], sorted(start), {page for _from, page in start}
    while waiting:
        whence, page = waiting.pop()
        if page not in files:
            dead.append(f"{whence} leads to {page}")
        elif page.endswith(".html"):
            links = re.findall(r'<a\b[^>]*\bhref="([^"]*)"', files[page].decode())
            local = [link.partition("#")[0].partition("?")[0] for link in links if ":" not in link]
            led = {
                _page(link if link.startswith("/") else join(dirname(page), unquote(link))) for link in local if link
            }
            waiting += sorted((page, target) for target in led - seen)
            seen |= led
    return sorted(dead)


def _named(data: bytes) -> list[str]:
    return re.findall(r"<loc>([^<]*)</loc>", data.decode())


def _page(address: str) -> str:
    path = normpath(unquote(address)).lstrip("/").removeprefix("./")
    return "index.html" if path in ("", ".") else f"{path}/index.html" if address.endswith("/") else path


def folder_at(path: Path) -> Place:
    return _on_disk(path, str(path), lambda: Folder(str(path)))


def rsync_at(path: Path, host: str = "") -> Place:
    needs("rsync", "rsync")
    return _on_disk(path, f"rsync:{host}{':' if host else ''}{path}", lambda: Server(host, str(path)))


def _on_disk(path: Path, target: str, opened: Callable[[], Store]) -> Place:
    def write(below: Path) -> Callable[[str, bytes], object]:
        def writes(name: str, data: bytes) -> None:
            (below / name).parent.mkdir(parents=True, exist_ok=True)
            (below / name).write_bytes(data)

        return writes

    state = path.parent / f".{path.name}.publication"
    return Place(target, opened, lambda: files_in(path), write(path), write(state), lambda: everything_in(path.parent))


def everything_in(folder: Path) -> dict[str, object]:
    """Every file and folder, hidden or not, with its content or time."""
    return {str(path): path.read_bytes() if path.is_file() else path.lstat().st_mtime_ns for path in folder.rglob("*")}


@contextmanager
def bucket_behind(app: Any) -> Iterator[Place]:
    """An empty bucket of a storage that this application (WSGI) answers for, while this lasts."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield bucket_at(f"news-{uuid.uuid4().hex[:12]}", f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def bucket_at(name: str, endpoint: str) -> Place:
    """A bucket of a server in this process. What readers find there is taken from its memory, not by requests."""
    backend: Any = s3_backends[ACCOUNT]["aws"]
    backend.create_bucket(name, "us-east-1")

    def everything() -> dict[str, tuple[bytes, object]]:
        return {key.name: (key.value, key.last_modified) for key in backend.buckets[name].keys.values()}

    def public() -> dict[str, bytes]:
        found = {key.removeprefix("site/"): data for key, (data, _time) in everything().items() if "/." not in key}
        return dict(sorted(found.items()))

    def write(below: str) -> Callable[[str, bytes], object]:
        return lambda path, data: backend.put_object(name, f"{below}{path}", data)

    @cache
    def opened() -> Store:  # once: a client takes longer to make than most publications take
        return Bucket(name, "site/", endpoint, "", "")

    target = f"s3://{name}/site?endpoint={endpoint}"
    return Place(target, opened, public, write("site/"), write("site/.publication/"), everything, name)


def copy_bucket(source: str, target: str) -> None:
    backend: Any = s3_backends[ACCOUNT]["aws"]
    for key in backend.buckets[source].keys.values():
        backend.put_object(target, key.name, key.value)


def needs(program: str, package: str) -> None:
    """Stop with the line that installs a program; in a bare container of Debian it is installed."""
    if _there(program):
        return
    release = Path("/etc/os-release")
    if os.geteuid() == 0 and release.exists() and "ID=debian" in release.read_text("utf-8").splitlines():
        for words in (["update"], ["install", "--yes", "--no-install-recommends", package]):
            command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *words]
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(command, capture_output=True, check=False, timeout=600, env=environment)
    if not _there(program):
        pytest.fail(f"{program} is missing. On Debian and Ubuntu, run: sudo apt install {package}", pytrace=False)


def _there(program: str) -> bool:
    folders = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/sbin"]
    return any(os.access(os.path.join(folder, program), os.X_OK) for folder in folders)


class SshServer(NamedTuple):
    path: str  # of programs, where `ssh site` reaches the server
    keys: Path  # the file with the keys that it takes


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """A server on this machine that takes one key."""
    needs("sshd", "openssh-server")
    for name in ("host", "key"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(words, check=True)
    (folder / "known").write_bytes((folder / "key.pub").read_bytes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where it separates privileges
    served = [
        f"Port {port}",
        "ListenAddress 127.0.0.1",
        f"HostKey {folder}/host",
        f"AuthorizedKeysFile {folder}/known",
        "StrictModes no",
        "PasswordAuthentication no",
        f"SetEnv HOME={folder}",  # where no file of this machine's user makes each shell start slowly
        f"PidFile {folder}/pid",
    ]
    (folder / "sshd").write_text("\n".join(served) + "\n")
    asked = [
        "Host site",
        "  HostName 127.0.0.1",
        f"  Port {port}",
        f"  IdentityFile {folder}/key",
        "  StrictHostKeyChecking no",
        f"  UserKnownHostsFile {folder}/hosts",
        "  LogLevel ERROR",
    ]
    (folder / "config").write_text("\n".join(asked) + "\n")
    (folder / "bin").mkdir()
    wrapped = folder / "bin/ssh"
    wrapped.write_text(f'#!/bin/sh\nexec /usr/bin/ssh -F {folder}/config "$@"\n')
    wrapped.chmod(0o755)
    with subprocess.Popen(["/usr/sbin/sshd", "-D", "-f", str(folder / "sshd")], stderr=subprocess.PIPE) as server:
        try:
            _wait_for(port)
            yield SshServer(f"{folder}/bin:{os.environ['PATH']}", folder / "known")
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _try in range(100):
        with socket.socket() as asks:
            if asks.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the ssh server does not answer")
