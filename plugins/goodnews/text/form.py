"""The fields an editor filled in: asked for by name, answered in the right type, or noted as a problem."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec
import yaml

from goodnews.language import _
from goodnews.problem import Problem, choices, did_you_mean, quoted
from goodnews.text.document import Document, Entry, Unreadable, entry_from
from goodnews.text.plain import LIST, MAPPING, STRING

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SLUG_MOST = 80
YEARS = (1900, 2999)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Form:
    """Fields of one mapping. `finish` reports what was written and never asked for."""

    def __init__(self, entry: Entry, shown: str, offset: int, problems: list[Problem], prefix: str = "") -> None:
        self._fields = entry.fields
        self._line = entry.line
        self._shown = shown
        self._offset = offset
        self._problems = problems
        self._prefix = prefix
        self._asked: set[str] = set()
        problems.extend(msgspec.structs.replace(problem, field=prefix + problem.field) for problem in entry.doubled)

    @classmethod
    def of(cls, document: Document, problems: list[Problem]) -> "Form":
        return cls(document.entry, document.shown, document.offset, problems)

    def line(self, name: str) -> int:
        """Line of a field, or of the mapping if it is not there."""
        return self._fields[name][0] if name in self._fields else self._line

    def wrong(self, name: str, found: str, expected: str, fix: str, line: int | None = None) -> None:
        self._problems.append(Problem(self._shown, line or self.line(name), self._prefix + name, found, expected, fix))

    def has(self, name: str) -> bool:
        return name in self._fields

    def text(self, name: str, most: int = 300, required: bool = False) -> str:
        """One line of plain text of at most `most` characters; '' if absent."""
        if not required and name not in self._fields:
            self._asked.add(name)
            return ""
        value = self._scalar(name, required)
        if "\n" in value:
            value = " ".join(value.split("\n"))
        if len(value) > most:
            self.wrong(
                name,
                _("{count} characters").format(count=len(value)),
                _("at most {most}").format(most=most),
                _("Shorten it."),
            )
        return value

    def paragraphs(self, name: str, most: int = 4000) -> tuple[str, ...]:
        """Plain text in several paragraphs, split at empty lines."""
        value = self._scalar(name, False)
        if len(value) > most:
            self.wrong(
                name,
                _("{count} characters").format(count=len(value)),
                _("at most {most}").format(most=most),
                _("Shorten it."),
            )
        return tuple(" ".join(part.split("\n")).strip() for part in re.split(r"\n\s*\n", value) if part.strip())

    def choice(self, name: str, known: Iterable[str], default: str = "", required: bool = False) -> str:
        """One of the known words."""
        value = self._scalar(name, required)
        if not value:
            return default
        known = known if isinstance(known, Mapping) else tuple(known)
        if not known:  # an empty registry is a problem of its own
            return value
        if value not in known:
            self.wrong(
                name,
                quoted(value),
                _("one of {names}").format(names=choices(known)),
                did_you_mean(value, known, _("Choose one of them.")),
            )
            return default
        return value

    def flag(self, name: str) -> bool:
        return self.choice(name, ("true", "false")) == "true"

    def number(self, name: str) -> int | None:
        """A whole number from 1 to 9999, or None."""
        value = self._scalar(name, False)
        if not value:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,3}", value):
            self.wrong(name, quoted(value), _("a number from 1 to 9999"), _("Write digits only."))
            return None
        return int(value)

    def day(self, name: str, required: bool = False) -> date | None:
        value = self._scalar(name, required)
        return self.as_day(name, value) if value else None

    def as_day(self, name: str, value: str) -> date | None:
        """A day written 2026-02-04."""
        if _DAY.fullmatch(value):
            try:
                found = date.fromisoformat(value)
                if not YEARS[0] <= found.year <= YEARS[1]:
                    raise ValueError
                return found
            except ValueError:
                self.wrong(
                    name,
                    quoted(value),
                    _("a day of the calendar, {first} to {last}").format(first=YEARS[0], last=YEARS[1]),
                    _("Look the day up."),
                )
                return None
        self.wrong(
            name,
            quoted(value),
            _("a day such as 2026-02-04"),
            _("Write year, month and day with two hyphens, four and two and two digits."),
        )
        return None

    def slugs(self, name: str) -> tuple[str, ...]:
        """A list of slugs; whether they exist is checked when all stories are known."""
        found = []
        for line, value in self._list(name):
            if isinstance(value, str):
                if not is_slug(value):
                    self.wrong(name, quoted(value), _("a slug: a-z, 0-9 and hyphens"), _("Copy the file's name."), line)
                elif value in found:
                    self.wrong(name, quoted(value), _("each slug once"), _("Remove one of the two."), line)
                else:
                    found.append(value)
            else:
                self.wrong(name, _("a mapping"), _("a slug"), _("Write the file's name alone."), line)
        return tuple(found)

    def texts(self, name: str, most: int = 80, required: bool = False) -> tuple[str, ...]:
        """A text or a list of texts."""
        found = []
        for line, value in self._list(name, required):
            if not isinstance(value, str) or not value:
                self.wrong(name, _("no text"), _("a text"), _("Write a text, or a list of texts."), line)
            elif len(value) > most:
                self.wrong(
                    name, quoted(value), _("at most {most} characters").format(most=most), _("Shorten it."), line
                )
            else:
                found.append(" ".join(value.split("\n")))
        return tuple(found)

    def entries(self, name: str, required: bool = False) -> "list[str | Form]":
        """A mapping or a list of them; plain texts among them stay texts."""
        found = [
            value if isinstance(value, str) else self._inner(name, value) for _line, value in self._list(name, required)
        ]
        return [entry for entry in found if entry is not None]

    def items(self) -> "list[tuple[str, Form | str]]":
        """Every key with its mapping or text, in the order written: for registries and roles."""
        found: list[tuple[str, Form | str]] = []
        for key, (line, node) in self._fields.items():
            self._asked.add(key)
            value = self._value(key, node, line)
            if isinstance(value, list):
                self.wrong(key, _("a list"), _("a mapping or a text"), _("Write its fields below it."), line)
            elif value == "":
                self.wrong(key, _("nothing"), _("a value"), _("Write it, or remove the line."), line)
            elif value is not None:
                inner = value if isinstance(value, str) else self._inner(key, value)
                if inner is not None:
                    found.append((key, inner))
        return found

    @property
    def empty(self) -> bool:
        return not self._fields

    def roles(self) -> tuple[str, ...]:
        """The names of all fields, where any name is allowed."""
        return tuple(self._fields)

    def finish(self) -> None:
        """Report every field that nobody asked for."""
        for name, (line, _node) in self._fields.items():
            if name not in self._asked:
                self.wrong(
                    name,
                    _("an unknown field"),
                    _("one of {names}").format(names=choices(sorted(self._asked), most=40)),
                    did_you_mean(name, sorted(self._asked), _("Remove it.")),
                    line,
                )

    def _inner(self, name: str, node: yaml.MappingNode) -> "Form | None":
        prefix = f"{self._prefix}{name}."
        try:
            return Form(entry_from(node, self._shown, self._offset), self._shown, self._offset, self._problems, prefix)
        except Unreadable as error:
            self._problems.append(msgspec.structs.replace(error.problem, field=prefix + error.problem.field))
            return None

    def _scalar(self, name: str, required: bool) -> str:
        self._asked.add(name)
        if name not in self._fields:
            if required:
                self.wrong(name, _("nothing"), _("a value"), _("Add a line '{name}: …'.").format(name=name))
            return ""
        line, node = self._fields[name]
        value = self._value(name, node, line)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, _("a list or a mapping"), _("one text"), _("Write one value, in quotes if it has commas."))
            return ""
        if not value:
            self.wrong(name, _("nothing"), _("a value"), _("Write it, or remove the line."))
        return value

    def _list(self, name: str, required: bool = False) -> list[tuple[int, Any]]:
        self._asked.add(name)
        if name not in self._fields:
            if required:
                self.wrong(name, _("nothing"), _("a value"), _("Add a line '{name}: …'.").format(name=name))
            return []
        line, node = self._fields[name]
        value = self._value(name, node, line)
        if value is None:
            return []
        if isinstance(value, list):
            inner = [(n.start_mark.line + self._offset + 1, n) for n in value]
            found = []
            for at, item in inner:
                one = self._value(name, item, at)
                if isinstance(one, list):
                    self.wrong(name, _("a list in a list"), _("one list"), _("Remove the inner brackets."), at)
                elif one == "":
                    self.wrong(name, _("nothing"), _("a value"), _("Write it, or remove it from the list."), at)
                elif one is not None:
                    found.append((at, one))
            if not found and not value:
                self.wrong(name, _("an empty list"), _("a value"), _("Write one, or remove the line."))
            return found
        if value == "":
            if required:
                self.wrong(name, _("nothing"), _("a value"), _("Write it, or remove the line."))
            return []  # a list that nobody has filled in yet, as `new digest` writes them
        return [(line, value)]

    def _value(self, name: str, node: yaml.Node, line: int) -> "str | list[yaml.Node] | yaml.MappingNode | None":
        if isinstance(node, yaml.ScalarNode):
            if node.tag == STRING:
                return str(node.value).strip()
        elif isinstance(node, yaml.SequenceNode) and node.tag == LIST:
            return list(node.value)
        elif isinstance(node, yaml.MappingNode) and node.tag == MAPPING:
            return node
        self.wrong(name, quoted(str(node.tag)), _("plain values"), _("Remove the tag that begins with '!'."), line)
        return None


def is_slug(text: str) -> bool:
    return len(text) <= SLUG_MOST and SLUG.fullmatch(text) is not None
