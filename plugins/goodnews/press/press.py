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
    known_view,
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
    unrecorded: str = ""  # why the ledger could not be written, so that the next run prints everything; "" if it was
    postponed: tuple[Page, ...] = ()  # pages that a later run is to print; until then they have no file


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of the output when a run begins."""

    ledger: Ledger
    sums: bytes  # SHA-256 of the list of checksums that the ledger names
    lost: str
    ours: frozenset[str]  # files besides the ledger's that the press printed and may remove
    present: dict[str, Source]
    interrupted: dict[str, bytes]  # what a run that was killed was about to put in place
    postponed: int  # pages that the last run postponed


@dataclass(slots=True)
class Remembered:
    """What a process that updates one output again and again remembers of it."""

    state: _State | None = None
    postponed: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """One run: what it was asked to do, and what it has found out and done so far."""

    before: _State
    conditions: Conditions
    inputs: Inputs
    rest: Mapping[str, Printed]  # pages that are known to be current: they are not asked for, and stay
    postpone: Collection[str] = ()  # kinds whose stale pages a later run is to print
    postponed: list[Page] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)  # every page that was asked for
    reasons: dict[str, Reason] = field(default_factory=dict)  # of the pages that are to be printed
    done: dict[str, bytes] = field(default_factory=dict)  # printed page -> SHA-256 of its bytes

    @property
    def hashes(self) -> dict[str, bytes]:
        """SHA-256 of every file that the output is about to hold."""
        found = {path: entry.sha256 for path, entry in self.rest.items()}
        for path in self.wanted:
            found[path] = self.done.get(path) or self.before.ledger.pages[path].sha256
        return found


@dataclass(frozen=True, slots=True)
class Press:
    """Where and how pages are printed."""

    output: str
    ledger: str  # path of the ledger's file
    make: Make
    arguments: tuple[Any, ...]
    workers: Workers
    remembered: Remembered = field(default_factory=Remembered)

    def print(
        self,
        pages: Iterable[Page | Stamped],
        conditions: Conditions,
        affinity: Mapping[str, int] = NOWHERE,
        onlooker: Onlooker = NOBODY,
        inputs: Inputs = UNNAMED,
        postpone: Collection[str] = (),
    ) -> Report:
        """Bring the output up to date with the pages.

        pages       requested while the first of them are being printed
        conditions  kind of page -> everything else that decides its pages' bytes: name of a condition -> hash
        affinity    what a page names as its `affinity` -> index of the worker that already has it in memory
        postpone    kinds whose stale pages a later run is to print: their files are removed until then
        raises      Unprintable, Changed, Busy, OSError: the output is as it was
        """
        with held(self.output):
            self.remembered.state = None
            run = _Run(self._state(), conditions, inputs, {}, postpone)
            return self._bring(run, pages, affinity, onlooker)

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
            known, self.remembered.state = self.remembered.state, None
            if known and (os.path.lexists(self._journal) or sums_of(self.output) != known.sums):
                known = None  # another process was here since
            state = known or self._state()
            ledger = state.ledger
            if (
                state.lost
                or state.interrupted
                or state.postponed != len(self.remembered.postponed)  # which ones, only another process knows
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
            run = _Run(state, conditions, inputs, rest, postponed=[*self.remembered.postponed])
            report = self._bring(run, pages, NOWHERE, onlooker)
            if known and self._present() != state.present:
                self.remembered.state = None
                return None
            return report

    @property
    def _journal(self) -> str:
        return os.path.join(self.output, JOURNAL)

    def _state(self) -> _State:
        interrupted = read_checksums(self._journal)
        shutil.rmtree(os.path.join(self.output, STAGING), ignore_errors=True)
        found = read_ledger(self.ledger, self.output)
        listed = {**found.listed, **interrupted}
        ours = frozenset(path for path, expected in listed.items() if is_ours(self.output, path, expected))
        return _State(found.ledger, found.sums, found.lost, ours, self._present(), interrupted, found.postponed)

    def _present(self) -> dict[str, Source]:
        return {source.path: source for source in sources_in(self.output)}

    def _bring(
        self, run: _Run, pages: Iterable[Page | Stamped], affinity: Mapping[str, int], onlooker: Onlooker
    ) -> Report:
        """Print the pages that have a reason, remove what is neither among the pages nor the rest."""
        staging, before = os.path.join(self.output, STAGING), run.before
        with ExitStack() as room:
            try:
                os.mkdir(staging)
                stale = self._stale(run, pages)
                for batch in printed(stale, staging, self.make, self.arguments, self.workers, affinity):
                    for page, digest in batch:
                        run.done[page.path] = digest
                    onlooker.printed(len(run.done))
                length = A_PAGE * len(run.done)
                room.enter_context(reserved(self.ledger, max(0, cache.size(self.ledger)) + length))
                sums = checksums(run.hashes)
                if sha256(sums).digest() != before.sums:
                    room.enter_context(reserved(os.path.join(self.output, CHECKSUMS), len(sums)))
                if run.done:  # if this ends early, the journal tells the next run which files are ours
                    write_whole(self._journal, checksums(before.interrupted | run.done))
                put_in_place(staging, self.output)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
            removed = self._remove({*before.ledger.pages, *before.ours} - run.rest.keys() - run.wanted.keys())
            for path in removed:
                before.present.pop(path, None)
            if run.done or removed:
                onlooker.placed()
            now, unrecorded = self._record(run, sums)
        kept = len(run.wanted) + len(run.rest) - len(run.done)
        self.remembered.postponed = postponed = tuple(run.postponed)
        if not unrecorded:
            sums_now = sha256(sums).digest()
            self.remembered.state = _State(now, sums_now, "", frozenset(), before.present, {}, len(postponed))
        return Report(tuple(run.done), kept, tuple(removed), run.reasons, now.pages, before.lost, unrecorded, postponed)

    def _stale(self, run: _Run, pages: Iterable[Page | Stamped]) -> Iterator[Page]:
        """The pages that must be printed now; the run notes what is wanted, why it is printed, what is postponed."""
        ledger, present = run.before.ledger, run.before.present
        for page in pages:
            stamp = page.stamp if isinstance(page, Stamped) else b""
            view = known_view(page.path, stamp, ledger)
            if not view:
                page = page.make() if isinstance(page, Stamped) else page
                view = view_hash(page)
            now = Wanted(page.kind, view, stamp)
            reason = why(page.path, now, ledger, run.conditions[page.kind], present, self.output)
            if reason and page.kind in run.postpone:
                run.postponed.append(page.make() if isinstance(page, Stamped) else page)
                continue
            run.wanted[page.path] = now
            if reason:
                run.reasons[page.path] = reason
                yield page.make() if isinstance(page, Stamped) else page

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

    def _record(self, run: _Run, sums: bytes) -> tuple[Ledger, str]:
        """Write the checksums and the ledger of what lies in the output now; what is present is brought up to date.

        sums     the list of checksums
        returns  the ledger, and why it could not be written: the pages are right all the same
        """
        ledger, present = run.before.ledger, run.before.present
        after = dict(run.rest)
        for path, page in run.wanted.items():
            digest = run.done.get(path)
            if digest is None:
                entry, stat = ledger.pages[path], present[path].stat
                same = entry.stat == stat and entry.stamp == page.stamp
                after[path] = entry if same else msgspec.structs.replace(entry, stat=stat, stamp=page.stamp)
            else:
                present[path] = source = self._source(path)
                after[path] = Printed(page.kind, page.view, page.stamp, digest, source.stat, run.reasons[path])
        now = Ledger(dict(run.conditions), after, run.inputs.id)
        try:
            name = sha256(sums).digest()
            if name != run.before.sums:
                write_whole(os.path.join(self.output, CHECKSUMS), sums)
            present[CHECKSUMS] = self._source(CHECKSUMS)
            files = times_hash(sorted(present.values(), key=_path))
            write_ledger(self.ledger, Head(name, files, len(after), run.inputs.note, len(run.postponed)), now)
            if run.done or run.before.interrupted:
                os.unlink(self._journal)
        except OSError as error:
            return now, str(error)
        return now, ""

    def _source(self, path: str) -> Source:
        return Source(path, stat_of(os.stat(os.path.join(self.output, path))))
