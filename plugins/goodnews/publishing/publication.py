"""A publication: a target is brought to a site, or to the publication before.

One way for every target: what is there, what is wanted, the plan between the two (`plan.py`). A target only says what
it holds, and carries out the plan: file by file (`journaled.py`), or all at once (`branch.py`).
"""

import datetime
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Protocol

from goodnews.language import _
from goodnews.publishing.plan import Found, PublicationPlan, doubtful, plan_publication
from goodnews.publishing.record import Files
from goodnews.publishing.store import LINK, Done, Failed, NotPublished, Say, sentences


class Target(Protocol):
    """Where a site is published. Whatever fails raises NotPublished."""

    def held(self, dry: bool) -> AbstractContextManager[None]:
        """Hold the target for this process; refused if another publication is under way. A dry run writes nothing."""

    def found(self) -> Found:
        """What it holds now."""

    def fetch(self, path: str) -> bytes | None:
        """A file of the site that is there; None if there is none."""

    def tagged(self, files: Files, output: str, found: Found) -> Files:
        """The files of an output with the tags that this target will show for them."""

    def previous(self, found: Found) -> Files | None:
        """The files of the publication before; None if there is no way back."""

    def carry_out(self, plan: PublicationPlan, found: Found, output: str, now: datetime.datetime) -> None:
        """Do what a plan says. Ended anywhere, the same command goes on from there.

        output  "" for a plan that returns to an earlier state
        """


def bring(target: Target, files: Files | None, output: str, say: Say, dry: bool) -> Done:
    """Bring a target to what was printed; readers see a whole site at every moment.

    files   of the output; None returns to the publication before the last one, and a second time to the last one
    say     prints what whoever publishes should know
    dry     only say what would be done
    raises  NotPublished; what was done until then is taken up by the next publication
    """
    now = datetime.datetime.now(datetime.UTC)
    found, begun = Found({}), False
    try:
        with target.held(dry):
            found = target.found()
            wanted = _state_before(target, found, say) if files is None else target.tagged(files, output, found)
            plan = plan_publication(wanted, found, _proven(target, wanted, found), now)
            _refuse_what_is_in_the_way(plan, found)
            for path in plan.altered:
                say(_("{path} is no longer part of the site, but somebody changed it: it stays").format(path=path))
            if dry:
                for line in described(plan):
                    say(line)
            else:
                if found.journal and files is not None:
                    say(_("The last publication ended early; this one goes on from there."))
                begun = True
                target.carry_out(plan, found, output if files is not None else "", now)
    except (Failed, OSError) as error:
        told = _of_system(error) if isinstance(error, OSError) else str(error)
        raise NotPublished(sentences(told, _what_readers_have(found, begun))) from None
    new = len(plan.new)
    fresh = tuple(wanted) if found.journal else tuple(plan.put)
    return Done(new, len(plan.put) - new, len(plan.remove), len(wanted) - len(plan.put), fresh)


def described(plan: PublicationPlan) -> list[str]:
    """What would be done, in its order."""
    lines = [_("new: {path}") if path in plan.new else _("changed: {path}") for path in plan.put]
    told = [line.format(path=path) for line, path in zip(lines, plan.put, strict=True)]
    return told + [_("removed: {path}").format(path=path) for path in plan.remove]


def _state_before(target: Target, found: Found, say: Say) -> Files:
    """The files of the state to return to: of the last whole one, if the last publication ended early."""
    record, journal = found.record, found.journal
    if journal and (journal.at is None or journal.at != record.at):  # else it only had itself to remove
        if journal.back:
            say(_("The last publication ended early; this one goes on from there."))
            return journal.files
        if record.at is None:
            words = _(
                "The first publication to this target ended early, so there is no whole site to return to. Publish "
                "again: it goes on from there."
            )
            raise NotPublished(words)
        words = _("The last publication ended early: this returns to the last whole site, of {time}.")
        say(words.format(time=f"{record.at.astimezone():%Y-%m-%d %H:%M}"))
        return record.files
    previous = target.previous(found)
    if previous is None:
        raise NotPublished(_("There is no publication before this one. Build the state that you want, and publish it."))
    return previous


def _proven(target: Target, wanted: Files, found: Found) -> set[str]:
    """Of the doubtful paths, those at which a publication's own content is."""
    claims = [found.recorded, found.journal.claims if found.journal else {}, found.listed]
    proven = set()
    for path in doubtful(wanted, found):
        data = target.fetch(path)
        hashes = {files[path].sha256 for files in claims if path in files}
        if data is not None and sha256(data).hexdigest() in hashes:
            proven.add(path)
    return proven


def _refuse_what_is_in_the_way(plan: PublicationPlan, found: Found) -> None:
    if not plan.foreign:
        return
    path = plan.foreign[0]
    if found.there[path] == LINK:
        words = _("{path} is a link to another place. Publish to that place, or put a file or folder there.")
        raise NotPublished(words.format(path=path))
    words = _(
        "{path} is there already ({count} in all), and no publication put it there. Move it away, or publish to "
        "an empty place."
    )
    raise NotPublished(words.format(path=path, count=len(plan.foreign)))


def _of_system(error: OSError) -> str:
    reason = error.strerror or str(error)
    told = f"{error.filename}: {reason}" if error.filename else reason
    return _("The target refused: {reason}.").format(reason=told)


def _what_readers_have(found: Found, begun: bool) -> str:
    """What follows for readers from something that failed."""
    if not begun:
        return _("Nothing was changed; once that is fixed, publish again.")
    if not found.was_whole:
        return _("Readers never had a whole site here, and do not have one yet; once that is fixed, publish again.")
    if found.lacks:
        return _("Somebody removed a part of the site, so readers lack it still; once that is fixed, publish again.")
    return _("Readers have a whole site; once that is fixed, publish again.")
