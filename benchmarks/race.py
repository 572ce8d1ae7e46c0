"""The race: each generator in turn through the same steps, each time as a process of its own."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks import corpus
from benchmarks.generators import GENERATORS, HERE, Generator
from benchmarks.stopwatch import Reading, timed

WARMING = 60  # stories of a first build that does not count: it brings programs and libraries into memory


class Stale(Exception):
    """A generator did not show a change."""


class Inexact(Exception):
    """What edits left in the output is not what a clean build gives."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One generator in one step of one round."""

    generator: str
    step: str
    reading: Reading
    printed: int  # pages


@dataclass(slots=True)
class Race:
    """What a race over one corpus gave."""

    count: int
    rounds: int = 0  # whole ones
    laps: list[Lap] = field(default_factory=list)
    made: dict[str, tuple[int, int]] = field(default_factory=dict)  # generator -> files and bytes of its cold build
    compared: int = 0  # files of ours that were compared with a clean build's after the edits


class Track:
    """One generator's site, in a folder of its own."""

    def __init__(self, generator: Generator, folder: Path, count: int) -> None:
        self.generator = generator
        self.site = folder
        self.count = count
        for name in generator.folders:
            shutil.copytree(HERE / "sites" / name, folder, dirs_exist_ok=True)
        generator.dialect.fill(folder, corpus.stories(count))

    def build(self, *more: str) -> Reading:
        return timed([*self.generator.command(self.site), *more], self.site, self.generator.environment)

    def lap(self) -> tuple[Reading, int]:
        """Build, and count the pages printed."""
        words = self.generator.printed
        if words:
            reading = self.build()
            said = words.search(reading.said)
            if not said:
                raise ValueError(f"{self.generator.name} does not say what it printed: {reading.said!r}")
            return reading, int(said[1])
        before = _files(self.site / "output")
        reading = self.build()
        return reading, len(_files(self.site / "output").items() - before.items())

    # What happens between two builds. Each tells a page and what it must then say.

    def leave(self) -> tuple[str, str]:
        return "index.html", corpus.story(self.count - 1).title

    def mend_body(self) -> tuple[str, str]:
        old = corpus.story(self.count // 10)
        self.generator.dialect.write(self.site, replace(old, body=old.body + "\n后来，这件事又有了下文。\n"))
        return _page(old), "<p>后来，这件事又有了下文。</p>"

    def mend_title(self) -> tuple[str, str]:
        old = corpus.story(self.count // 5)
        new = replace(old, title=old.title + "（图）")
        self.generator.dialect.write(self.site, new)
        return _page(old), f"<h1>{new.title}</h1>"

    def publish(self) -> tuple[str, str]:
        new = corpus.newest(self.count)
        self.generator.dialect.write(self.site, new)
        return "index.html", new.title

    def mend_template(self) -> tuple[str, str]:
        path = self.site / self.generator.base
        path.write_text(path.read_text("utf-8").replace("跳到正文", "直达正文"), "utf-8")
        return _page(corpus.story(0)), "直达正文"

    def look(self, path: str, words: str) -> None:
        """Check that a page shows some words. Raises Stale."""
        if words not in (self.site / "output" / path).read_text("utf-8"):
            raise Stale(f"{self.generator.name}: {path} lacks '{words}' after the build.")


def _page(story: corpus.Story) -> str:
    return f"story/{story.day.year}/{story.slug}.html"


COLD = "cold build"
CHANGES: Mapping[str, Callable[[Track], tuple[str, str]]] = {
    "no change": Track.leave,
    "one body edit": Track.mend_body,
    "one title edit": Track.mend_title,
    "one new story": Track.publish,
    "one template change": Track.mend_template,
}
STEPS = (COLD, *CHANGES)


def run(folder: Path, count: int, rounds: int, names: Sequence[str]) -> Iterator[Race]:
    """Let the named generators race, and tell the state after each round, so that what comes between costs one round.

    folder  an empty one to race in
    raises  Stale, Inexact; stopwatch.Failed, generators.Missing
    """
    race = Race(count)
    # Every site stays until the race is over: a disk is busy for seconds with what was deleted.
    for name in names:
        _say(f"warming up: {name}")
        Track(GENERATORS[name], folder / f"{count}-warming-{name}", WARMING).build()
    for number in range(1, rounds + 1):
        for name in names:
            _say(f"{count:,} stories, round {number} of {rounds}: {name}")
            _go_round(race, name, Track(GENERATORS[name], folder / f"{count}-{number}-{name}", count))
        race.rounds = number
        yield race


def _go_round(race: Race, name: str, track: Track) -> None:
    race.laps.append(Lap(name, COLD, *track.lap()))
    files = _files(track.site / "output")
    race.made[name] = len(files), sum(size for _path, (_time, _inode, size) in files.items())
    for step, change in CHANGES.items():
        expected = change(track)
        race.laps.append(Lap(name, step, *track.lap()))
        track.look(*expected)
    if name == "ours":
        race.compared = _compared(track)


def _compared(track: Track) -> int:
    """Build the site once more from nothing, and compare every byte with what the edits left.

    returns  how many files were compared
    raises   Inexact
    """
    track.build("--output", "clean", "--cache", "clean-cache")
    edited, clean = track.site / "output", track.site / "clean"
    names = _files(edited).keys() | _files(clean).keys()
    for name in sorted(names):
        ours, theirs = edited / name, clean / name
        if not (ours.exists() and theirs.exists() and ours.read_bytes() == theirs.read_bytes()):
            raise Inexact(f"{track.count:,} stories: after the edits, {name} is not what a clean build gives.")
    return len(names)


def _files(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every file below a folder, with its time and inode, which change when it is written, and its size."""
    found = {}
    for where, _folders, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            state = os.stat(path)
            found[os.path.relpath(path, folder)] = (state.st_mtime_ns, state.st_ino, state.st_size)
    return found


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
