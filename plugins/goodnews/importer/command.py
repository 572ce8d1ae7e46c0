"""The command `import`: files in, drafts and their account out. Only here is anything written."""

import datetime
import os
import re
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from goodnews.files import write_whole
from goodnews.importer.account import table
from goodnews.importer.damage import Repair, Warning
from goodnews.importer.imported import FOLDER, Imported, Taken, Wanted, imported
from goodnews.importer.raw import Raw, Refused
from goodnews.importer.rows import Draft
from goodnews.importer.shapes import Vocabulary
from goodnews.importer.sidebyside import page
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
                found = imported(raw, known, wanted, today, blank_source, taken, chosen)
            _report(settings, found, before, say)
    return code


def _chosen(warnings: Sequence[Warning], numbers: Sequence[int]) -> tuple[list[Repair], list[int]]:
    """The repairs of some warnings, and the numbers that have none."""
    proposed = {number: warning.repair for number, warning in enumerate(warnings, start=1) if warning.repair}
    return [proposed[n] for n in sorted(set(numbers)) if n in proposed], [n for n in numbers if n not in proposed]


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
    marks: dict[str, str] = {}
    former: set[str] = set()
    for year in _entries(os.path.join(content, "stories")):
        if not year.is_dir():
            continue
        for entry in _entries(year.path):
            if not entry.name.endswith(".md"):
                continue
            with open(entry.path, "rb") as file:
                header = file.read(_HEADER).decode("utf-8", "replace")
            mark = _MARK.search(header)
            marks[entry.name.removesuffix(".md")] = mark[1] if mark else ""
            if aliases := _ALIASES.search(header):
                former |= set(_SLUG.findall(aliases[1]))
    return Taken(marks, former, lambda path: _text_at(os.path.join(content, path)) or "")


def _entries(folder: str) -> Iterable["os.DirEntry[str]"]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return ()


def _report(settings: Settings, found: Imported, before: Sequence[Draft], say: Say) -> None:
    """Write what was found, and say so.

    before  drafts of an earlier import that a repair replaces
    """
    shown = display_path(settings.content)
    say(_("{name}: {profile}").format(name=found.raw.name, profile=found.profile))
    for draft in before:
        os.unlink(os.path.join(settings.content, draft.path))
    for draft in (*found.drafts, *found.sheets):
        written = _written(settings.content, draft)
        words = _("  {file}  {title}") if written else _("  {file}  {title} (there already, left as it is)")
        say(words.format(file=os.path.normpath(f"{shown}/{draft.path}"), title=draft.title))
    for line in table(found.account):
        say(line)
    for number, warning in enumerate(found.warnings, start=1):
        say(_("warning {number}: {warning}").format(number=number, warning=warning))
    folder = os.path.join(os.path.dirname(settings.content), FOLDER)
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, re.sub(r"[^\w.-]+", "-", found.raw.name).strip(".-")[:80] + ".html")
    with open(target, "w", encoding="utf-8", errors="replace") as file:
        file.write(
            page(found.raw.name, found.account, (*found.drafts, *found.sheets), found.warnings, settings.language)
        )
    say(_("Source and drafts side by side: {file}").format(file=display_path(target)))
    say(counted("{count} draft", "{count} drafts", len(found.drafts)))


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
