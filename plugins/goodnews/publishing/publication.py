"""A publication: a store is brought to a site, or to the publication before."""

import datetime
import hashlib
import os
from collections.abc import Mapping
from hashlib import sha256

from goodnews.language import _
from goodnews.press.ledger import CHECKSUMS, checksums_in
from goodnews.publishing import record as records
from goodnews.publishing.plan import Plan, planned
from goodnews.publishing.record import Files, Journal, Published, Record, read_journal, read_record
from goodnews.publishing.store import JOURNAL, Done, Piece, Refused, Say, Store, differs, is_hidden, no_way_back


def bring(store: Store, files: Files | None, output: str, say: Say, dry: bool) -> Done:
    """Bring a target to what was printed; readers see a whole site at every moment.

    files   of the output; None returns to the publication before the last one, and a second time to the last one
    say     prints what whoever publishes should know
    dry     only say what would be done
    raises  Refused; what was done until then is taken up by the next publication
    """
    now = datetime.datetime.now(datetime.UTC)
    with store.held():
        record = read_record(store)
        if files is not None:
            return _bring(_tagged(files, output, record, store), output, record, store, now, say, dry)
        previous = record.previous()
        if previous is None:
            raise no_way_back()
        return _bring(previous, "", record, store, now, say, dry)


def _tagged(files: Files, output: str, record: Record, store: Store) -> Files:
    """The files with the tags that this target will show for them."""
    if store.hash == "sha256":
        return files
    known = {file.sha256: file.tag for file in record.files.values()}
    found: Files = {}
    for path, file in files.items():
        tag = known.get(file.sha256)
        if tag is None:
            with open(os.path.join(output, path), "rb") as opened:
                tag = hashlib.new(store.hash, opened.read(), usedforsecurity=False).hexdigest()
        found[path] = Published(file.sha256, file.turn, tag)
    return found


def _bring(
    wanted: Files, output: str, record: Record, store: Store, now: datetime.datetime, say: Say, dry: bool
) -> Done:
    journal, there = read_journal(store), store.inventory()
    listed: Mapping[str, str] = {}
    if not record.files and CHECKSUMS in there:
        data = store.fetch(CHECKSUMS) or b""
        listed = {path: digest.hex() for path, digest in checksums_in(data).items() if not is_hidden(path)}
        listed[CHECKSUMS] = sha256(data).hexdigest()
    plan = planned(wanted, record, journal, listed, there, store.kept(), now)
    if plan.foreign:
        words = _(
            "{path} is there already ({count} in all), and no publication put it there. Move it away, or publish to "
            "an empty place."
        )
        raise Refused(words.format(path=plan.foreign[0], count=len(plan.foreign)))
    for path in plan.altered:
        say(_("{path} is no longer part of the site, but somebody changed it: it stays").format(path=path))
    if dry:
        for line in described(plan):
            say(line)
    else:
        if journal:
            say(_("The last publication ended early; this one goes on from there."))
        _carry_out(plan, wanted, output, record, journal, store, now)
    new = len(plan.new)
    return Done(new, len(plan.put) - new, len(plan.remove), len(wanted) - len(plan.put))


def described(plan: Plan) -> list[str]:
    """What would be done, in its order."""
    lines = [_("new: {path}") if path in plan.new else _("changed: {path}") for path in plan.put]
    told = [line.format(path=path) for line, path in zip(lines, plan.put, strict=True)]
    return told + [_("removed: {path}").format(path=path) for path in plan.remove]


def _carry_out(
    plan: Plan,
    wanted: Files,
    output: str,
    record: Record,
    journal: Journal | None,
    store: Store,
    now: datetime.datetime,
) -> None:
    """Do it. Killed anywhere, the journal tells the next publication what may be there of ours."""
    if not (plan.put or plan.remove or journal) and (record.files, record.retired) == (wanted, plan.retired):
        return
    if plan.put or plan.remove:
        records.write(store, Journal(files=wanted, earlier=journal.earlier | journal.files if journal else {}))
        store.keep(plan.keep)
    done = dict(wanted)
    for turn in plan.turns:
        pieces = [Piece(path, wanted[path].sha256, os.path.join(output, path) if output else "") for path in turn]
        for path, tag in store.put(pieces):
            file = wanted[path]
            done[path] = Published(file.sha256, file.turn, "" if tag == file.sha256 else tag)
    if plan.remove:
        store.remove(plan.remove)
    if plan.put or plan.remove:
        _compare(done, plan, store.inventory())
    at = record.at if record.files == done and record.at else now
    records.write(store, Record(at=at, files=done, retired=plan.retired, before=plan.before))
    store.clear(JOURNAL)
    needed = {file.sha256 for file in (plan.before or {}).values() if file}
    store.forget(store.kept() - needed)


def _compare(files: Files, plan: Plan, there: Mapping[str, str]) -> None:
    """Read back at the end: what was put must be there, what was removed must not.

    raises  Refused
    """
    for path, file in files.items():
        if there.get(path) != file.tag:
            raise differs(path, path in there)
    for path in plan.remove:
        if path in there:
            words = _("{path} was removed, but the target still has it. Run the same command again.")
            raise Refused(words.format(path=path))
