"""The press: prints what changed, keeps what did not, removes what is gone. Knows neither news nor templates.

The output is a pure function of the pages and their conditions. Everything is printed beside the output first and put
in place at the end, so a run that fails leaves the last good output as it was. Room for whatever has to be written
later is reserved before: from the first page in place on, nothing can run out of room.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from operator import attrgetter
from typing import Any

import msgspec

from goodnews import cache
from goodnews.files import Source, held, reserved, sources_in, stat_of, times_hash, write_whole
from goodnews.press.ledger import (
    CHECKSUMS,
    Head,
    Ledger,
    Printed,
    Reason,
    Wanted,
    checksums,
    is_ours,
    read_checksums,
    read_ledger,
    sums_of,
    view_hash,
    why,
    write_ledger,
)
from goodnews.press.page import Page, Stamped
from goodnews.press.placing import put_in_place
from goodnews.press.printing import Make, printed
from goodnews.workers import Workers

STAGING = ".staging"  # in the output, hidden, gone when a run ends
JOURNAL = ".journal"  # in the output, hidden: what is about to be put in place; gone once the ledger knows it
A_PAGE = 512  # bytes: more than any page adds to ledger or checksums, however long its address

Conditions = Mapping[str, dict[str, bytes]]
NOWHERE: Mapping[str, int] = {}
_path = attrgetter("path")


class Onlooker:
    """Is notified of how a run goes."""

    def printed(self, pages: int) -> None:
        """This many pages are printed so far."""

    def placed(self) -> None:
        """Something changed, and all of it is in place; only the ledger is written after this."""


NOBODY = Onlooker()


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the host knows of everything the pages are made from."""

    id: bytes = b""  # equal ids mean equal inputs; b"" proves nothing
    note: bytes = b""  # kept at the head of the ledger, for the host


UNNAMED = Inputs()


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did."""

    printed: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    reasons: Mapping[str, Reason] = field(repr=False)  # printed page -> why
    ledger: Mapping[str, Printed] = field(repr=False)  # every page, and why it was printed last
    lost: str = ""  # why the ledger was not used, so that everything was printed anew; "" if it was
    unkept: str = ""  # why the ledger could not be written, so that the next run prints everything; "" if it was


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of the output when a run begins."""

    ledger: Ledger
    sums: bytes  # SHA-256 of the list of checksums that the ledger names
    lost: str
    ours: frozenset[str]  # files besides the ledger's that the press printed and may remove
    present: dict[str, Source]
    interrupted: dict[str, bytes]  # what a run that was killed was about to put in place


@dataclass(slots=True)
class Kept:
    """What a process that updates one output again and again remembers of it."""

    state: "_State | None" = None


@dataclass(frozen=True, slots=True)
class Press:
    """Where and how pages are printed."""

    output: str
    ledger: str  # path of the ledger's file
    make: Make
    arguments: tuple[Any, ...]
    workers: Workers
    kept: Kept = field(default_factory=Kept)

    def print(
        self,
        pages: Iterable[Page | Stamped],
        conditions: Conditions,
        affinity: Mapping[str, int] = NOWHERE,
        onlooker: Onlooker = NOBODY,
        inputs: Inputs = UNNAMED,
    ) -> Report:
        """Bring the output up to date with the pages.

        pages       requested while the first of them are being printed
        conditions  kind of page -> everything else its pages are made from: name of an ingredient -> hash
        affinity    ingredient -> index of the worker that already has it in memory
        raises      Unprintable, Changed, Busy, OSError: the output is as it was
        """
        with held(self.output):
            self.kept.state = None
            return self._bring(self._state(), pages, {}, conditions, affinity, onlooker, inputs)

    def update(
        self,
        pages: Sequence[Page],
        conditions: Conditions,
        before: bytes,
        onlooker: Onlooker = NOBODY,
        inputs: Inputs = UNNAMED,
        whole: Collection[str] = (),
    ) -> Report | None:
        """Bring some pages up to date, when all others are known to be.

        A process that remembers the output puts them in place first, and checks all others afterwards.

        before   id of the inputs that all other pages were made from
        whole    kinds of which `pages` holds every page: any others of these kinds are removed
        returns  None if the output was made from other inputs, or is not as it was left: print all pages
        raises   as `print`
        """
        with held(self.output):
            kept, self.kept.state = self.kept.state, None
            if kept and (os.path.lexists(self._journal) or sums_of(self.output) != kept.sums):
                kept = None  # another process was here since
            state = kept or self._state()
            ledger = state.ledger
            if (
                state.lost
                or state.interrupted
                or not before
                or ledger.inputs_id != before
                or ledger.conditions != conditions
            ):
                return None
            rest = {path: entry for path, entry in ledger.pages.items() if entry.kind not in whole}
            for page in pages:
                rest.pop(page.path, None)
            for path, printed_before in rest.items():
                source = state.present.get(path)
                if source is None or source.stat != printed_before.stat:
                    return None
            report = self._bring(state, pages, rest, conditions, NOWHERE, onlooker, inputs)
            if kept and self._present() != state.present:
                self.kept.state = None
                return None
            return report

    @property
    def _journal(self) -> str:
        return os.path.join(self.output, JOURNAL)

    def _state(self) -> "_State":
        interrupted = read_checksums(self._journal)
        shutil.rmtree(os.path.join(self.output, STAGING), ignore_errors=True)
        found = read_ledger(self.ledger, self.output)
        listed = {**found.listed, **interrupted}
        ours = frozenset(path for path, expected in listed.items() if is_ours(self.output, path, expected))
        return _State(found.ledger, found.sums, found.lost, ours, self._present(), interrupted)

    def _present(self) -> dict[str, Source]:
        return {source.path: source for source in sources_in(self.output)}

    def _bring(
        self,
        state: "_State",
        pages: Iterable[Page | Stamped],
        rest: Mapping[str, Printed],
        conditions: Conditions,
        affinity: Mapping[str, int],
        onlooker: Onlooker,
        inputs: Inputs,
    ) -> Report:
        """Print the pages that have a reason, remove what is neither among the pages nor the rest."""
        staging = os.path.join(self.output, STAGING)
        ours = {*state.ledger.pages, *state.ours}
        wanted: dict[str, Wanted] = {}
        reasons: dict[str, Reason] = {}
        done: dict[str, bytes] = {}

        def stale() -> Iterator[Page]:
            for page in pages:
                stamp = page.stamp if isinstance(page, Stamped) else b""
                before = state.ledger.pages.get(page.path) if stamp else None
                if before is not None and before.stamp == stamp:
                    view = before.view
                else:
                    page = page.make() if isinstance(page, Stamped) else page
                    view = view_hash(page)
                wanted[page.path] = now = Wanted(page.kind, view, stamp)
                reason = why(page.path, now, state.ledger, conditions[page.kind], state.present, self.output)
                if reason:
                    reasons[page.path] = reason
                    yield page.make() if isinstance(page, Stamped) else page

        with ExitStack() as room:
            try:
                os.mkdir(staging)
                for batch in printed(stale(), staging, self.make, self.arguments, self.workers, affinity):
                    for page, digest in batch:
                        done[page.path] = digest
                    onlooker.printed(len(done))
                length = A_PAGE * len(done)
                room.enter_context(reserved(self.ledger, max(0, cache.size(self.ledger)) + length))
                sums = self._sums(state, wanted, rest, done)
                if sha256(sums).digest() != state.sums:
                    room.enter_context(reserved(os.path.join(self.output, CHECKSUMS), len(sums)))
                if done:  # if this ends early, the journal tells the next run which files are ours
                    write_whole(self._journal, checksums(state.interrupted | done))
                put_in_place(staging, self.output)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
            removed = self._remove(ours - rest.keys() - wanted.keys())
            for path in removed:
                state.present.pop(path, None)
            if done or removed:
                onlooker.placed()
            now, unkept = self._keep(state, wanted, rest, conditions, done, reasons, inputs, sums)
        kept = len(wanted) + len(rest) - len(done)
        if not unkept:
            self.kept.state = _State(now, sha256(sums).digest(), "", frozenset(), state.present, {})
        return Report(tuple(done), kept, tuple(removed), reasons, now.pages, state.lost, unkept)

    def _remove(self, paths: set[str]) -> list[str]:
        """Remove files, and the folders that they leave empty; never through a link that leads elsewhere."""
        here = os.path.realpath(self.output)
        removed = []
        for path in sorted(paths):
            target = os.path.join(self.output, path)
            real = os.path.realpath(os.path.dirname(target))
            if real != here and not real.startswith(here + os.sep):
                continue
            try:
                os.unlink(target)
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                continue
            removed.append(path)
            folder = os.path.dirname(path)
            while folder:
                try:
                    os.rmdir(os.path.join(self.output, folder))
                except OSError:
                    break
                folder = os.path.dirname(folder)
        return removed

    def _sums(
        self, state: "_State", wanted: Mapping[str, Wanted], rest: Mapping[str, Printed], done: Mapping[str, bytes]
    ) -> bytes:
        """The list of checksums of what the output is about to hold."""
        hashes = {path: entry.sha256 for path, entry in rest.items()}
        for path in wanted:
            hashes[path] = done.get(path) or state.ledger.pages[path].sha256
        return checksums(hashes)

    def _keep(
        self,
        state: "_State",
        wanted: Mapping[str, Wanted],
        rest: Mapping[str, Printed],
        conditions: Conditions,
        done: Mapping[str, bytes],
        reasons: Mapping[str, Reason],
        inputs: Inputs,
        sums: bytes,
    ) -> tuple[Ledger, str]:
        """Write the checksums and the ledger of what lies in the output now; what is present is brought up to date.

        returns  the ledger, and why it could not be written: the pages are right all the same
        """
        ledger, present = state.ledger, state.present
        after = dict(rest)
        for path, page in wanted.items():
            digest = done.get(path)
            if digest is None:
                entry, stat = ledger.pages[path], present[path].stat
                same = entry.stat == stat and entry.stamp == page.stamp
                after[path] = entry if same else msgspec.structs.replace(entry, stat=stat, stamp=page.stamp)
            else:
                present[path] = source = self._source(path)
                after[path] = Printed(page.kind, page.view, page.stamp, digest, source.stat, reasons[path])
        now = Ledger(dict(conditions), after, inputs.id)
        try:
            name = sha256(sums).digest()
            if name != state.sums:
                write_whole(os.path.join(self.output, CHECKSUMS), sums)
            present[CHECKSUMS] = self._source(CHECKSUMS)
            files = times_hash(sorted(present.values(), key=_path))
            write_ledger(self.ledger, Head(name, files, len(after), inputs.note), now)
            if done or state.interrupted:
                os.unlink(self._journal)
        except OSError as error:
            return now, str(error)
        return now, ""

    def _source(self, path: str) -> Source:
        return Source(path, stat_of(os.stat(os.path.join(self.output, path))))
