"""The account: where every line of a file went. Read off the drafts themselves, so it cannot say what they do not."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from goodnews.importer.furniture import contact_rule
from goodnews.importer.raw import WITHHELD, Raw
from goodnews.importer.rows import Draft
from goodnews.language import _, counted

UNKNOWN_MOST = 40  # unknown lines that a terminal is shown; the page has all


class Entry(msgspec.Struct, frozen=True):
    """What became of one line."""

    line: int
    text: str
    file: str = ""  # the draft that holds it, below content/
    row: int = 0  # its line in that draft, from 1
    rule: str = ""  # the rule that dropped it
    kept_out: str = ""  # the file that an editor has, into which it was not written; none of the three: unknown

    @property
    def is_unknown(self) -> bool:
        return not (self.file or self.rule or self.kept_out)


def account_of(
    raw: Raw, drafts: Iterable[Draft], dropped: Mapping[int, str], joined: Mapping[int, int]
) -> tuple[Entry, ...]:
    """One entry for each line, in order: the first place that holds it, else the rule that dropped it, else neither.

    joined  lines that a repair made part of another
    """
    places: dict[int, tuple[str, int]] = {}
    for draft in drafts:
        for number, row in enumerate(draft.rows, start=1):
            for source in row.lines:
                places.setdefault(source, (draft.path, number))
    entries = []
    for line in raw.lines:
        number = line.number
        while number in joined:
            number = joined[number]
        file, place = places.get(number, ("", 0))
        rule = "" if file else dropped.get(line.number, "")
        # How a sender can be reached is no part of the account either: it is a file that stays.
        text = WITHHELD if rule == contact_rule() and not line.text.endswith(WITHHELD) else line.text
        entries.append(Entry(line.number, text, file, place, rule))
    return tuple(entries)


def table(account: Iterable[Entry]) -> list[str]:
    """The account in a few lines for a terminal, unknown lines one by one."""
    account = tuple(account)
    placed = Counter(entry.file for entry in account if entry.file)
    rules = Counter(entry.rule for entry in account if entry.rule)
    unknown = [entry for entry in account if entry.is_unknown]
    kept_out = [entry for entry in account if entry.kept_out]
    total = counted("{count} line", "{count} lines", len(account))
    words = _("{total}: {placed} placed, {dropped} dropped, {unknown} unknown")
    found = [words.format(total=total, placed=placed.total(), dropped=rules.total(), unknown=len(unknown))]
    for rule, count in rules.most_common():
        found.append("  " + _("dropped, {rule}: {count}").format(rule=rule, count=count))
    for entry in kept_out[:UNKNOWN_MOST]:
        words = _("not placed, line {line}: {text} ({file} was left as it is)")
        found.append("  " + words.format(line=entry.line, text=_shown(entry), file=entry.kept_out))
    for entry in unknown[:UNKNOWN_MOST]:
        found.append("  " + _("unknown, line {line}: {text}").format(line=entry.line, text=_shown(entry)))
    for entries in (kept_out, unknown):
        if len(entries) > UNKNOWN_MOST:
            found.append("  " + _("and {count} more").format(count=len(entries) - UNKNOWN_MOST))
    return found


def _shown(entry: Entry) -> str:
    return "".join(c if c.isprintable() else " " for c in entry.text)[:60]


def left_alone(account: Iterable[Entry], drafts: Iterable[Draft], texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """The account once it is known which files were left as they are: words that such a file lacks are placed nowhere.

    texts  of those files, by their path
    """
    rows = {draft.path: [row.text.partition("  # ")[0] for row in draft.rows] for draft in drafts}
    lacking = {path: [row for row in rows[path] if row not in text] for path, text in texts.items()}

    def is_lost(entry: Entry) -> bool:
        text, lost = texts[entry.file], lacking[entry.file]
        if entry.text.strip() in text:
            return False
        words = [word for word in re.findall(r"\w{2,}", entry.text) if word not in text]
        return rows[entry.file][entry.row - 1] in lost or any(word in row for word in words for row in lost)

    return tuple(
        Entry(entry.line, entry.text, kept_out=entry.file) if entry.file in texts and is_lost(entry) else entry
        for entry in account
    )
