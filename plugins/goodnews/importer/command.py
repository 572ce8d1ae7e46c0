"""The command `import`: files in, drafts and their account out. Only here is anything written."""

import datetime
import os
import re
from collections.abc import Callable, Iterable, Sequence
from zoneinfo import ZoneInfo

from goodnews.importer.account import table
from goodnews.importer.damage import hidden_in
from goodnews.importer.draft import Draft
from goodnews.importer.imported import Imported, Taken, Wanted, imported
from goodnews.importer.raw import Raw, Refused
from goodnews.importer.shapes import Vocabulary
from goodnews.importer.sidebyside import page
from goodnews.language import _, counted
from goodnews.newsroom.blank import blank
from goodnews.newsroom.registries import registries_alone
from goodnews.problem import display_path
from goodnews.settings import Settings

Read = Callable[[str], tuple[Raw, ...]]
Say = Callable[[str], None]
FOLDER = ".import"  # beside content/, where the accounts lie; git ignores it
_MARK = re.compile(r"^# .*; ([0-9a-f]{12})$", re.MULTILINE)
_ALIASES = re.compile(r"^aliases:(.*(?:\n[ -].*)*)", re.MULTILINE)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = 4096  # bytes of a story in which its mark and its former names are looked for


def run(settings: Settings, files: Sequence[str], wanted: Wanted, read: Read, say: Say, refuse: Say) -> int:
    """Import files one after another.

    read    turns a file into what it says; raises Refused
    say     prints a line of the report; refuse one about a file that cannot be imported
    raises  ContentError if the registries have problems
    """
    known = Vocabulary.of(registries_alone(settings), settings.goodnews.furniture)
    today = datetime.datetime.now(ZoneInfo(settings.zone)).date()
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
            found = imported(raw, known, wanted, today, blank(settings.language).source, taken_in(settings.content))
            _report(settings, found, say)
    return code


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
    return Taken(marks, former)


def _entries(folder: str) -> Iterable["os.DirEntry[str]"]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return ()


def _report(settings: Settings, found: Imported, say: Say) -> None:
    shown = display_path(settings.content)
    say(_("{name}: {profile}").format(name=found.raw.name, profile=found.profile))
    for draft in (*found.drafts, *found.sheets):
        written = _written(settings.content, draft)
        words = _("  {file}  {title}") if written else _("  {file}  {title} (there already, left as it is)")
        say(words.format(file=f"{shown}/{draft.path}", title=draft.title))
    for line in table(found.account):
        say(line)
    warnings = tuple(hidden_in(found.raw))
    for number, warning in enumerate(warnings, start=1):
        say(_("warning {number}: {warning}").format(number=number, warning=warning))
    folder = os.path.join(os.path.dirname(settings.content), FOLDER)
    os.makedirs(folder, exist_ok=True)
    target = os.path.join(folder, re.sub(r"[^\w.-]+", "-", found.raw.name).strip(".-")[:80] + ".html")
    with open(target, "w", encoding="utf-8", errors="replace") as file:
        file.write(page(found.raw.name, found.account, (*found.drafts, *found.sheets), warnings, settings.language))
    say(_("Source and drafts side by side: {file}").format(file=display_path(target)))
    say(counted("{count} draft", "{count} drafts", len(found.drafts)))


def _written(content: str, draft: Draft) -> bool:
    """Write a draft; False if there is a file of that name, which is never overwritten."""
    path = os.path.join(content, draft.path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(draft.text)
    except FileExistsError:
        return False
    return True
