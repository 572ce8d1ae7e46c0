"""The command `import`: files in, drafts and their account out. Only here is anything written."""

import datetime
import os
import re
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from goodnews.files import write_whole
from goodnews.importer.account import left_alone, table
from goodnews.importer.damage import Repair, Warning
from goodnews.importer.imported import Imported, Wanted, imported
from goodnews.importer.raw import Raw, Refused
from goodnews.importer.rows import Draft
from goodnews.importer.sidebyside import page
from goodnews.importer.taken import FOLDER, Taken
from goodnews.importer.vocabulary import Vocabulary
from goodnews.language import _, counted
from goodnews.newsroom.blank import blank
from goodnews.newsroom.registries import registries_alone
from goodnews.problem import display_path
from goodnews.settings import Settings

Read = Callable[[str], tuple[Raw, ...]]
Say = Callable[[str], None]
_MARK = re.compile(r"^# .* \(([0-9a-f]{12})\)$", re.MULTILINE)
_ALIASES = re.compile(r"^aliases:(.*(?:\n[ -].*)*)", re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = 4096  # bytes of a story in which its mark and its former names are looked for


def run(
    settings: Settings, files: Sequence[str], wanted: Wanted, apply: Sequence[int], read: Read, say: Say, refuse: Say
) -> int:
    """Import files one after another.

    apply   numbers of the proposals to be taken, as an import of the same file listed them
    read    turns a file into what it says; raises Refused
    say     prints a line of the report; refuse one about a file that cannot be imported
    raises  ContentError if the registries have problems
    """
    known = Vocabulary.of(registries_alone(settings), settings.goodnews.furniture)
    today = datetime.datetime.now(ZoneInfo(settings.zone)).date()
    blank_source = blank(settings.language).source
    code = 0
    pages: set[str] = set()
    for file in files:
        try:
            raws = read(file)
        except Refused as refused:
            refuse(f"{file}: {refused}")
            code = 1
            continue
        except OSError as error:
            refuse(f"{file}: {error.strerror or error}")
            code = 1
            continue
        for raw in raws:
            taken = taken_in(settings.content)
            found = imported(raw, known, wanted, today, blank_source, taken)
            before: tuple[Draft, ...] = ()
            if apply:
                chosen, unknown = _chosen(found.warnings, apply)
                if unknown:
                    words = _("{file}: there is no proposal {number} to apply")
                    refuse(words.format(file=file, number=unknown[0]))
                    return 1
                before = _untouched(settings.content, (*found.drafts, *found.sheets))
                taken = taken.without({draft.slug for draft in before})
                listed = found.warnings
                found = imported(raw, known, wanted, today, blank_source, taken, chosen)
                numbers = _numbers(found.warnings, listed)
            else:
                numbers = _numbers(found.warnings, found.warnings)
            _report(settings, found, before, numbers, pages, say)
    return code


def _chosen(warnings: Sequence[Warning], numbers: Sequence[int]) -> tuple[list[Repair], list[int]]:
    """The repairs of some warnings, and the numbers that have none."""
    proposed = {number: warning.repair for number, warning in enumerate(warnings, start=1) if warning.repair}
    return [proposed[n] for n in sorted(set(numbers)) if n in proposed], [n for n in numbers if n not in proposed]


def _numbers(warnings: Sequence[Warning], listed: Sequence[Warning]) -> list[int]:
    """The number of each warning: the one by which an import without repairs lists it, for that is what `--apply`
    takes; those that a repair brought follow behind."""
    known = {warning: number for number, warning in enumerate(listed, start=1)}
    more = iter(range(len(listed) + 1, len(listed) + len(warnings) + 1))
    return [known[warning] if warning in known else next(more) for warning in warnings]


def _untouched(content: str, drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Drafts that lie in the folder just as an import wrote them: no editor has begun on them, so a repair may replace
    them."""
    return tuple(draft for draft in drafts if _text_at(os.path.join(content, draft.path)) == draft.text)


def _text_at(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None


def taken_in(content: str) -> Taken:
    """The names of all stories in a content folder, their former names, and which of them an import made."""
    slugs: set[str] = set()
    imports: dict[str, list[str]] = {}
    for folder, folders, names in os.walk(os.path.join(content, "stories")):
        folders.sort()
        for name in sorted(name for name in names if name.endswith(".md")):
            with open(os.path.join(folder, name), "rb") as file:
                header = file.read(_HEADER).decode("utf-8", "replace")
            slug = name.removesuffix(".md")
            slugs.add(slug)
            if mark := _MARK.search(header):
                path = os.path.relpath(os.path.join(folder, slug), content).replace(os.sep, "/")
                imports.setdefault(mark[1], []).append(path)
            if aliases := _ALIASES.search(header):
                slugs |= set(_SLUG.findall(aliases[1]))
    return Taken(slugs, imports, lambda path: _sheet_at(os.path.join(content, path)))


def _sheet_at(path: str) -> str | None:
    """The text of a digest's or an annual page's file, '' if it cannot be read; None if there is none."""
    return _text_at(path) or "" if os.path.lexists(path) else None


def _report(
    settings: Settings,
    found: Imported,
    before: Sequence[Draft],
    numbers: Sequence[int],
    pages: set[str],
    say: Say,
) -> None:
    """Write what was found, and say so.

    before   drafts of an earlier import that a repair replaces
    numbers  of the warnings
    pages    names of the accounts of this run, to which its own is added
    """
    drafts = (*found.drafts, *found.sheets)
    kept = {draft.path for draft in drafts}
    left: dict[str, str] = {}
    shown = display_path(settings.content)
    say(_("{name}: {profile}").format(name=found.raw.name, profile=found.profile))
    for draft in before:
        os.unlink(os.path.join(settings.content, draft.path))
        words = (
            _("  {file} is replaced") if draft.path in kept else _("  {file} is removed: its text is in another draft")
        )
        say(words.format(file=os.path.normpath(f"{shown}/{draft.path}")))
    for draft in drafts:
        written = _written(settings.content, draft)
        if not written:
            left[draft.path] = _text_at(os.path.join(settings.content, draft.path)) or ""
        words = _("  {file}  {title}") if written else _("  {file}  {title} (there already, left as it is)")
        say(words.format(file=os.path.normpath(f"{shown}/{draft.path}"), title=draft.title))
        if draft.folder.endswith(FOLDER):
            say(_("    You have that file already: copy what is new into yours, then delete this one."))
    account = left_alone(found.account, drafts, left)
    for line in table(account):
        say(line)
    warnings = list(zip(numbers, found.warnings, strict=True))
    for number, warning in warnings:
        say(_("warning {number}: {warning}").format(number=number, warning=warning))
    folder = os.path.join(os.path.dirname(settings.content), FOLDER)
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, _page_name(found.raw.name, pages))
    with open(target, "w", encoding="utf-8", errors="replace") as file:
        file.write(page(found.raw.name, account, drafts, warnings, settings.language))
    say(_("Source and drafts side by side: {file}").format(file=display_path(target)))
    say(counted("{count} draft", "{count} drafts", len(found.drafts)))


def _page_name(name: str, others: set[str]) -> str:
    """The name of an account's page, which no other file of this run has; a second run writes the same ones."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:80]
    found, number = stem, 2
    while found.casefold() in others:
        found, number = f"{stem}-{number}", number + 1
    others.add(found.casefold())
    return f"{found}.html"


def _written(content: str, draft: Draft) -> bool:
    """Write a draft; False if there is a file of that name, which is never overwritten."""
    path = os.path.join(content, draft.path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(draft.text)
        for name, data in draft.plates:
            write_whole(os.path.join(content, name), data)
    except FileExistsError:
        return False
    return True
