"""A target that is changed file by file. A journal tells the next publication how far one came that ended early."""

import datetime
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager

from goodnews.language import _
from goodnews.press.ledger import CHECKSUMS
from goodnews.publishing import record as records
from goodnews.publishing.plan import Found, PublicationPlan
from goodnews.publishing.record import Files, Journal, Published, Record, listed_in, read_journal, read_record
from goodnews.publishing.store import JOURNAL, NotPublished, Piece, Store, sha256_of


class Journaled:
    """A store as a target of `publication.bring`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def held(self, dry: bool) -> AbstractContextManager[None]:
        return self._store.held(dry)

    def fetch(self, path: str) -> bytes | None:
        return self._store.fetch(path)

    def found(self) -> Found:
        store = self._store
        record, journal = read_record(store), read_journal(store)
        there = store.inventory()
        listed = {} if record.files or CHECKSUMS not in there else listed_in(store.fetch(CHECKSUMS) or b"")
        return Found(there, record, journal, listed, store.kept())

    def tagged(self, files: Files, output: str, found: Found) -> Files:
        if self._store.tag is sha256_of:
            return files
        known = {file.sha256: file.tag for file in found.record.files.values()}
        return {path: _tagged(file, known, os.path.join(output, path), self._store) for path, file in files.items()}

    def previous(self, found: Found) -> Files | None:
        return found.record.previous()

    def carry_out(self, plan: PublicationPlan, found: Found, output: str, now: datetime.datetime) -> None:
        store, record, journal = self._store, found.record, found.journal
        if not (plan.changes_files or journal) and (record.files, record.retired) == (plan.wanted, plan.retired):
            return
        if not output:
            _refuse_what_was_not_kept(plan, found)
        done = dict(plan.wanted)
        at = now if plan.changes_files or record.files != done else record.at
        if plan.changes_files:
            earlier = journal.claims if journal else {}
            records.write(store, Journal(at=at, back=not output, files=plan.wanted, earlier=earlier))
            if plan.keep:
                store.keep(plan.keep)
            done |= self._put(plan, output)
            if plan.remove:
                store.remove(plan.remove)
            _compare(done, plan, store.inventory())
        records.write(store, Record(at=at, files=done, retired=plan.retired, before=plan.before))
        store.clear(JOURNAL)
        needed = {file.sha256 for file in (plan.before or {}).values() if file}
        if outworn := {*found.kept, *plan.keep.values()} - needed:
            store.forget(outworn)

    def _put(self, plan: PublicationPlan, output: str) -> Files:
        """Put files in place, turn by turn.

        returns  each with the tag that the target shows for it
        """
        done: Files = {}
        for turn in plan.turns:
            pieces = [
                Piece(path, plan.wanted[path].sha256, os.path.join(output, path) if output else "") for path in turn
            ]
            for path, tag in self._store.put(pieces):
                file = plan.wanted[path]
                done[path] = Published(file.sha256, file.turn, "" if tag == file.sha256 else tag)
        return done


def _tagged(file: Published, known: Mapping[str, str], source: str, store: Store) -> Published:
    tag = known.get(file.sha256)
    if tag is None:
        with open(source, "rb") as opened:
            tag = store.tag(opened.read())
    return Published(file.sha256, file.turn, tag)


def _refuse_what_was_not_kept(plan: PublicationPlan, found: Found) -> None:
    """A way back needs every file before it begins."""
    kept = {*found.kept, *plan.keep.values()}
    for path in plan.put:
        if plan.wanted[path].sha256 not in kept:
            words = _(
                "{path} as it was is not kept at the target any more. Build the state that you want, and publish it."
            )
            raise NotPublished(words.format(path=path))


def _compare(files: Files, plan: PublicationPlan, there: Mapping[str, str]) -> None:
    """Read back at the end: what was put must be there, what was removed must not.

    raises  NotPublished
    """
    for path, file in files.items():
        if there.get(path) != file.tag:
            words = _("{path} was put in place, but is not there as it was put. Run the same command again.")
            raise NotPublished(words.format(path=path))
    for path in plan.remove:
        if path in there:
            words = _("{path} was removed, but the target still has it. Run the same command again.")
            raise NotPublished(words.format(path=path))
