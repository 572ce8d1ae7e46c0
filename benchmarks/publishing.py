"""Publishing under readers: killed a hundred times at random, while others read the site all the time.

    python3 tasks.py bench publish                # a folder: 100 kills, then the time of one edit among 10,000
    python3 tasks.py bench publish --to bucket    # the same on a server that speaks the protocol of S3

Before each kill the site is changed on every page, and a story gets a picture that no page had before. A reader takes a
page as it is now, then everything that the page is made of. Pages that lack something of that are counted; there must
be none. At the end the publication is completed, and compared with the output byte for byte.
"""

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import dirname, join, normpath
from statistics import median
from urllib.parse import unquote

from benchmarks import corpus
from benchmarks.generators import GENERATORS
from benchmarks.race import Track

URL = "https://news.example.org"
KILLS, STORIES, MANY = 100, 150, 10_000
READERS = 2
_TAG = re.compile(r"<(?:script|img|source|link|meta)\b[^>]*>")
_PARTS = re.compile(r'\b(?:src|href)="([^"]*)"|\bsrcset="([^"]*)"')
_MATERIAL = re.compile(r'\brel="(?:stylesheet|icon|apple-touch-icon|manifest)"')
_CARD = re.compile(r'property="og:image" content="([^"]*)"')


def material_of(page: str, text: str, url: str) -> set[str]:
    """Paths of everything that a page is made of: scripts, styles, pictures, its share card."""
    found: set[str] = set()
    for tag in _TAG.findall(text):
        if tag.startswith("<link") and not _MATERIAL.search(tag):
            continue
        named = [one for src, srcset in _PARTS.findall(tag) for one in (src or srcset).split(",")]
        for address in [*named, *_CARD.findall(tag)]:
            path = unquote(address.strip().split(" ")[0].partition("?")[0])
            if path.startswith(f"{url}/"):
                found.add(path.removeprefix(f"{url}/"))
            elif path and ":" not in path:
                found.add(path[1:] if path.startswith("/") else normpath(join(dirname(page), path)))
    return found


def missing(files: Mapping[str, bytes], url: str) -> list[str]:
    """What pages of a site name and readers do not find: a line each."""
    return [
        f"{page} without {path}"
        for page in sorted(files)
        if page.endswith(".html")
        for path in sorted(material_of(page, files[page].decode(), url))
        if path not in files
    ]


@dataclass
class Readers:
    """Who reads all the while."""

    get: Callable[[str], bytes | None]  # a file of the public site
    pages: list[str]
    read: int = 0
    faults: list[str] = field(default_factory=list)
    _end: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Readers":
        self._threads = [threading.Thread(target=self._go_on, args=(seed,)) for seed in range(READERS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self, seed: int) -> None:
        dice = random.Random(seed)
        while not self._end.is_set():
            page = dice.choice(self.pages)
            data = self.get(page)
            if data is None:
                continue
            if not data.rstrip().endswith(b"</html>"):
                self.faults.append(f"{page} is not whole")
            self.read += 1
            for path in sorted(material_of(page, data.decode("utf-8", "replace"), URL)):
                if not self.get(path):
                    self.faults.append(f"{page} without {path}")
            time.sleep(0.005)


@dataclass(frozen=True)
class Place:
    """Where the site is published, and how readers get at it."""

    target: str
    get: Callable[[str], bytes | None]
    environment: Mapping[str, str]


def _folder(scratch: Path, target: str) -> Place:
    public = scratch / "public"

    def get(path: str) -> bytes | None:
        try:
            return (public / path).read_bytes()
        except FileNotFoundError:
            return None

    return Place(target.format(public=public), get, {})


def _bucket(stack: ExitStack) -> Place:
    import logging

    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    key = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ.update(key)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    stack.callback(server.stop)
    address = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client("s3", endpoint_url=address)
    client.create_bucket(Bucket="news")

    def get(path: str) -> bytes | None:
        try:
            return bytes(client.get_object(Bucket="news", Key=path)["Body"].read())
        except client.exceptions.NoSuchKey:
            return None

    return Place(f"s3://news?endpoint={address}", get, key)


class Site:
    """A site that changes, and is published."""

    def __init__(self, folder: Path, stories: int) -> None:
        self.track = Track(GENERATORS["ours"], folder, stories)
        self.folder = folder
        self.output = folder / "output"
        self.edits = 0

    def build(self) -> None:
        generator = self.track.generator
        environment = {**os.environ, **generator.environment}
        quiet = subprocess.DEVNULL
        subprocess.run(generator.command(self.folder), cwd=self.folder, env=environment, stdout=quiet, check=True)

    def change(self) -> None:
        """Another word on every page, and a picture that nobody had."""
        self.edits += 1
        template = self.folder / "theme/templates/base.html"
        text = template.read_text("utf-8")
        template.write_text(re.sub(r"跳到正文\d*", f"跳到正文{self.edits}", text), "utf-8")
        name = f"images/extra-{self.edits}.png"
        dialect = self.track.generator.dialect
        (self.folder / dialect.pictures / name).write_bytes(corpus.picture(self.edits % 6))
        old = corpus.story(self.edits % STORIES)
        dialect.write(self.folder, replace(old, body=f"{old.body}\n![第{self.edits}张]({name})\n"))
        self.build()

    def publishes(self, place: Place) -> list[str]:
        return [sys.executable, "-m", "goodnews", "publish", "--settings", "pelicanconf.py", place.target]

    def publish(self, place: Place) -> tuple[float, str]:
        """Seconds of a whole publication, and what it said."""
        began = time.perf_counter()
        environment = {**os.environ, **self.track.generator.environment, **place.environment}
        done = subprocess.run(
            self.publishes(place), cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return time.perf_counter() - began, done.stdout.strip()

    def killed(self, place: Place, seconds: float) -> bool:
        """Publish, and kill it; whether it was still at work."""
        environment = {**os.environ, **self.track.generator.environment, **place.environment}
        quiet = subprocess.DEVNULL
        with subprocess.Popen(
            self.publishes(place), cwd=self.folder, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
        ) as process:
            time.sleep(seconds)
            alive = process.poll() is None
            if alive:
                os.killpg(process.pid, signal.SIGKILL)
        return alive


def kills(place: Place, scratch: Path, times: int, stories: int) -> str:
    """Kill publications at random under readers."""
    site, dice = Site(scratch / "site", stories), random.Random(2026)
    site.build()
    site.publish(place)
    site.change()
    whole, _said = site.publish(place)
    pages = sorted(path.relative_to(site.output).as_posix() for path in site.output.rglob("*.html"))
    done = early = 0
    with Readers(place.get, pages) as readers:
        while done < times:
            if dice.random() < 0.5:  # else the one that was killed is taken up
                site.change()
            if site.killed(place, dice.uniform(0.1, 1.1) * whole):
                done += 1
            else:
                early += 1
        site.publish(place)
    output = {path.relative_to(site.output).as_posix(): path for path in site.output.rglob("*") if path.is_file()}
    differ = [name for name, path in output.items() if place.get(name) != path.read_bytes()]
    lines = [
        f"{times} killed, {early} ended before that; {len(output)} files, a whole publication {whole:.2f} s",
        f"pages read meanwhile: {readers.read}; pages that lacked something: {len(readers.faults)}",
        f"after the last, complete one: {len(differ)} files differ from the output",
    ]
    return "\n".join([*lines, *readers.faults[:10], *differ[:10]])


def one_edit(place: Place, scratch: Path, stories: int) -> str:
    """The time of a publication after one edit of a body, and of one with nothing to do."""
    site = Site(scratch / "site", stories)
    site.build()
    first, said = site.publish(place)
    edits, nothing = [], []
    for number in range(3):
        old = corpus.story(stories // 10 + number)
        site.track.generator.dialect.write(site.folder, replace(old, body=old.body + "\n后来，这件事又有了下文。\n"))
        site.build()
        seconds, edited = site.publish(place)
        edits.append(seconds)
        nothing.append(site.publish(place)[0])
    return "\n".join(
        [
            f"{stories} stories, first publication {first:.1f} s: {said.partition(': ')[2]}",
            f"one edit {median(edits):.2f} s: {edited.partition(': ')[2]}",
            f"nothing to do {median(nothing):.2f} s",
        ]
    )


def main(given: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench publish", description="Publishing, killed at random under readers.")
    parser.add_argument("--to", choices=("folder", "rsync", "bucket"), default="folder")
    parser.add_argument("--kills", type=int, default=KILLS, help=f"default {KILLS}")
    parser.add_argument("--stories", type=int, default=MANY, help=f"of the timed edit; 0: none; default {MANY}")
    options = parser.parse_args(given)
    parts: list[Callable[[Place, Path], str]] = []
    if options.kills:
        parts.append(lambda place, scratch: kills(place, scratch, options.kills, STORIES))
    if options.stories:
        parts.append(lambda place, scratch: one_edit(place, scratch, options.stories))
    for part in parts:
        with ExitStack() as stack:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-publish-")))
            if options.to == "bucket":
                place = _bucket(stack)
            else:
                place = _folder(scratch, "{public}" if options.to == "folder" else "rsync:{public}")
            print(part(place, scratch), flush=True)
    return 0
