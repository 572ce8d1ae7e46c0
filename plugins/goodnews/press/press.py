"""The press: prints what changed, keeps what did not, removes what is gone. Knows neither news nor templates.

The output is a pure function of the pages and their conditions. Everything is printed beside the output first
and put in place at the end, so a build that fails leaves the last good output as it was.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import msgspec

from goodnews.files import Source, held, sources_in, stat_of, times_hash, write_whole
from goodnews.press.ledger import (
    CHECKSUMS,
    Ledger,
    Printed,
    Wanted,
    checksums,
    is_ours,
    read_checksums,
    read_ledger,
    view_hash,
    why,
    write_ledger,
)
from goodnews.press.page import Changed, Page, Stamped, Unprintable
from goodnews.press.placing import put_in_place
from goodnews.press.printing import Make, printed
from goodnews.workers import Workers

STAGING = ".staging"  # in the output, hidden, gone when a build ends
JOURNAL = ".journal"  # in the output, hidden: what is about to be put in place; gone once the ledger knows it

Conditions = Mapping[str, dict[str, bytes]]
NOWHERE: Mapping[str, int] = {}
_path = attrgetter("path")


class Onlooker:
    """Who is told how a run goes."""

    def printed(self, pages: int) -> None:
        """So many pages are printed."""

    def placed(self) -> None:
        """Something changed, and all of it lies in its place; what follows is keeping the books."""


NOBODY = Onlooker()


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did."""

    printed: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    reasons: Mapping[str, str] = field(repr=False)  # printed page -> why
    ledger: Mapping[str, Printed] = field(repr=False)  # every page, and why it was printed last
    listing: bytes  # hash of the output's files by their times
    ledger_lost: bool = False  # it was damaged, and everything was printed anew


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of the output when a run begins."""

    ledger: Ledger
    sound: bool
    present: dict[str, Source]
    interrupted: dict[str, bytes]  # what a run that was killed was about to put in place


@dataclass(slots=True)
class Kept:
    """What a process that brings one output up again and again remembers of it."""

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
        inputs_id: bytes = b"",
    ) -> Report:
        """Bring the output up to the pages.

        pages       asked for while the first of them are being printed
        conditions  kind of page -> everything else its pages are made from: name of an ingredient -> hash
        affinity     ingredient -> index of the worker that has it at hand
        inputs_id     name of all that the pages were made from, for a later `update_texts`; no two have the same
        raises      Unprintable, Changed, Busy, OSError: the output is as it was
        """
        with held(self.output):
            self.kept.state = None
            return self._bring(self._state(), pages, {}, conditions, affinity, onlooker, inputs_id)

    def update_texts(
        self,
        pages: Sequence[Page],
        conditions: Conditions,
        before: bytes,
        onlooker: Onlooker = NOBODY,
        inputs_id: bytes = b"",
        whole: Collection[str] = (),
    ) -> Report | None:
        """Bring some pages up to date, where all others are known to be so.

        A process that remembers the output puts them in place first, and looks at all others then.

        before   the edition of which all other pages are
        inputs_id  that of which all will be
        whole    kinds of which `pages` has every page there is: others of them are removed
        returns  None if that is not what lies in the output: print all of them
        raises   as `print`
        """
        with held(self.output):
            kept, self.kept.state = self.kept.state, None
            if os.path.lexists(os.path.join(self.output, JOURNAL)):
                kept = None  # another build was interrupted here
            state = kept or self._state()
            ledger = state.ledger
            if (
                not state.sound
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
            report = self._bring(state, pages, rest, conditions, NOWHERE, onlooker, inputs_id)
            if kept and self._present() != state.present:
                self.kept.state = None
                return None
            return report

    def _state(self) -> "_State":
        interrupted = read_checksums(os.path.join(self.output, JOURNAL))
        shutil.rmtree(os.path.join(self.output, STAGING), ignore_errors=True)
        ledger, sound = read_ledger(self.ledger)
        return _State(ledger, sound, self._present(), interrupted)

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
        inputs_id: bytes,
    ) -> Report:
        """Print what there are reasons for, remove what is neither among the pages nor the rest."""
        staging = os.path.join(self.output, STAGING)
        journal = os.path.join(self.output, JOURNAL)
        ours = self._ours(state)
        wanted: dict[str, Wanted] = {}
        reasons: dict[str, str] = {}
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

        try:
            os.mkdir(staging)
            for batch in printed(stale(), staging, self.make, self.arguments, self.workers, affinity):
                for page, digest in batch:
                    done[page.path] = digest
                onlooker.printed(len(done))
            if done:  # if this ends early, the journal tells the next build which files are ours
                write_whole(journal, checksums(state.interrupted | done))
            put_in_place(staging, self.output)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        removed = self._remove(ours - rest.keys() - wanted.keys())
        for path in removed:
            state.present.pop(path, None)
        if done or removed:
            onlooker.placed()
        now = self._record(state, wanted, rest, conditions, done, reasons, inputs_id)
        if done or state.interrupted:
            os.unlink(journal)
        kept = len(wanted) + len(rest) - len(done)
        self.kept.state = _State(now, True, state.present, {})
        listing = times_hash(sorted(state.present.values(), key=_path))
        return Report(tuple(done), kept, tuple(removed), reasons, now.pages, listing, not state.sound)

    def _ours(self, state: "_State") -> set[str]:
        """Files that the press made itself and may remove: of the ledger, or if that is lost of the checksums."""
        ledger = state.ledger
        listed = {} if ledger.pages else read_checksums(os.path.join(self.output, CHECKSUMS))
        listed |= state.interrupted
        return {*ledger.pages, *(path for path, expected in listed.items() if is_ours(self.output, path, expected))}

    def _remove(self, paths: set[str]) -> list[str]:
        """Remove files, and the folders that they leave empty."""
        removed = []
        for path in sorted(paths):
            target = os.path.join(self.output, path)
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

    def _record(
        self,
        state: "_State",
        wanted: Mapping[str, Wanted],
        rest: Mapping[str, Printed],
        conditions: Conditions,
        done: Mapping[str, bytes],
        reasons: Mapping[str, str],
        inputs_id: bytes,
    ) -> Ledger:
        """Write the checksums and the ledger of what now lies in the output; what is present is brought up to date."""
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
        now = Ledger(dict(conditions), after, inputs_id)
        sums = checksums({path: entry.sha256 for path, entry in after.items()})
        target = os.path.join(self.output, CHECKSUMS)
        try:
            with open(target, "rb") as file:
                same = file.read() == sums
        except FileNotFoundError:
            same = False
        if not same:
            write_whole(target, sums)
        present[CHECKSUMS] = self._source(CHECKSUMS)
        if now != ledger:
            write_ledger(self.ledger, now)
        return now

    def _source(self, path: str) -> Source:
        return Source(path, stat_of(os.stat(os.path.join(self.output, path))))


__all__ = ["Changed", "Kept", "Onlooker", "Page", "Press", "Report", "Stamped", "Unprintable", "Workers"]
