"""The fields an editor filled in: asked for by name, answered in the right type, or noted as a problem."""

import contextlib
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import msgspec
import yaml

from goodnews.calendar import YEARS
from goodnews.characters import HAN, columns, fits, half_width, in_one_line, is_visible
from goodnews.language import _, counted
from goodnews.problem import Problem, choices, did_you_mean, quoted
from goodnews.text.document import QUOTED, Document, Entry, Unreadable, entry_from
from goodnews.text.meant import meant
from goodnews.text.plain import LIST, MAPPING, STRING
from goodnews.text.slug import is_slug, slug_meant, slug_rule

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Year, month and day whatever parts them, in quotation marks or not; a time or the weekday may follow.
_DAY_PARTS = re.compile(
    r"\W?([0-9]{4})[-–—./\\_、年\s]{1,3}([0-9]{1,2})[-–—./\\_、月\s]{1,3}([0-9]{1,2})\s*日?"
    r"(?:[T ].*|\W?(?:星期|周|礼拜).*|\W{0,2})"
)
_DAY_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

_SLIP, _SHORT_SLIP = 0.65, 0.8  # how alike a slip and a field are; words of three letters share two by chance

# What separates names in a sentence, and what encloses a name that may contain it.
_ENCLOSED = re.compile("《[^》]*》|“[^”]*”|‘[^’]*’|「[^」]*」|（[^）]*）|\\([^)]*\\)")
# Compiled where a value holds one of these: that takes 6 ms.
PATHS = f"[，、；;|｜]|(?<={HAN}),(?={HAN})|(?<={HAN}) [和与及] (?={HAN})"  # of names that have a slash in them
_NAMES = f"{PATHS}|(?<={HAN}) ?[/／] ?(?={HAN})"
_MAY_PART = {PATHS: re.compile("[，、；;|｜,和与及［]"), _NAMES: re.compile("[，、；;|｜,和与及［/／]")}


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
        for problem in entry.doubled:
            problems.append(msgspec.structs.replace(problem, field=prefix + problem.field))

    @classmethod
    def of(cls, document: Document, problems: list[Problem]) -> "Form":
        return cls(document.entry, document.shown, document.offset, problems)

    def line(self, name: str) -> int:
        """Line of a field, or of the mapping if it is not there."""
        return self._fields[name][0] if name in self._fields else self._line

    def wrong(self, name: str, found: str, expected: str, fix: str, line: int | None = None) -> None:
        self._problems.append(Problem(self._shown, line or self.line(name), self._prefix + name, found, expected, fix))

    def is_quoted(self, name: str) -> bool:
        """Whether a value, or each of a list, was written in quotes: as one text on purpose."""
        node = self._fields[name][1]
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        return all(isinstance(one, yaml.ScalarNode) and one.style in QUOTED for one in nodes)

    def has(self, name: str) -> bool:
        """Whether a field has a value."""
        return name in self._fields and not _is_empty(self._fields[name][1])

    def text(self, name: str, most: int = 300, required: bool = False) -> str:
        """One line of plain text, at most as wide as `most` characters of Chinese; '' if absent."""
        if not required and name not in self._fields:
            self._asked.add(name)
            return ""
        value = self._scalar(name, required)
        if self._has_lines(name):
            value = in_one_line(value)
        self._limit(name, value, most)
        return value

    def paragraphs(self, name: str, most: int = 4000) -> tuple[str, ...]:
        """Plain text in several paragraphs, split at empty lines."""
        value = self._scalar(name)
        if not value:
            return ()
        self._limit(name, value, most)
        parts = [part.strip() for part in re.split(r"\n\s*\n", value)]
        return tuple(in_one_line(part) if self._has_lines(name) else part for part in parts if part)

    def choice(
        self, name: str, known: Iterable[str], default: str = "", required: bool = False, otherwise: str = ""
    ) -> str:
        """One of the known words.

        otherwise  the fix if none is similar to what was written
        """
        if not required and name not in self._fields:
            self._asked.add(name)
            return default
        value = self._scalar(name, required)
        if not value:
            return default
        known = known if isinstance(known, Mapping) else tuple(known)
        if required and not known:  # a required registry: that it is empty is reported elsewhere
            return value
        if value not in known and half_width(value) in known:
            value = half_width(value)
        if value not in known:
            expected = _("one of {names}").format(names=choices(known)) if known else _("a name that is registered")
            fix = did_you_mean(value, known, otherwise or _("Choose one of them."), meant)
            self.wrong(name, quoted(value), expected, fix)
            return default
        return value

    def is_draft(self) -> bool:
        """Whether `status` keeps the file from being published."""
        return self.choice("status", ("published", "draft"), default="published") == "draft"

    def written(self, name: str) -> str:
        """A field's value, if it is one text."""
        node = self._fields[name][1] if name in self._fields else None
        return str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""

    def flag(self, name: str) -> bool:
        return self.choice(name, ("true", "false")) == "true"

    def number(self, name: str) -> int | None:
        """A whole number from 1 to 9999, or None."""
        value = self._scalar(name)
        if not value:
            return None
        number = half_width(value)
        if not re.fullmatch(r"[1-9][0-9]{0,3}", number):
            self.wrong(name, quoted(value), _("a number from 1 to 9999"), _("Write digits only."))
            return None
        return int(number)

    def day(self, name: str, required: bool = False) -> date | None:
        value = self._scalar(name, required)
        return self.as_day(name, value) if value else None

    def as_day(self, name: str, value: str, otherwise: str = "") -> date | None:
        """A day written 2026-02-04.

        otherwise  the fix if it is not clear which day was meant
        """
        written = value
        value = half_width(written)
        if _DAY.fullmatch(value):
            try:
                found = date.fromisoformat(value)
                if not YEARS[0] <= found.year <= YEARS[1]:
                    raise ValueError
                return found
            except ValueError:
                self.wrong(
                    name,
                    quoted(written),
                    _("a day of the calendar, {first} to {last}").format(first=YEARS[0], last=YEARS[1]),
                    _("Check the date."),
                )
                return None
        parts = _DAY_PARTS.fullmatch(value) or _DAY_RUN.fullmatch(value)
        fix = otherwise or _("Write year, month and day with two hyphens, four and two and two digits.")
        if parts:
            year, month, day = map(int, parts.groups())
            with contextlib.suppress(ValueError):
                fix = _("Write '{path}'.").format(path=date(year, month, day))
        self.wrong(name, quoted(written), _("a day such as 2026-02-04"), fix)
        return None

    def slugs(self, name: str) -> tuple[str, ...]:
        """A list of slugs; whether they exist is checked when all stories are known."""
        found: dict[str, None] = {}
        for line, value in self._list(name, parted=_NAMES):
            if isinstance(value, str):
                slug = half_width(value)
                if not is_slug(slug):
                    clear, several = slug_meant(slug), re.split(r"[\s,]+", slug)
                    fix = _("Write '{path}'.").format(path=clear) if clear else _("Copy the file's name.")
                    if len(several) > 1 and all(map(is_slug, several)):
                        fix = _("Write a list: {list}.").format(list=f"[{', '.join(several)}]")
                    self.wrong(name, quoted(value), *slug_rule(slug, fix), line)
                elif slug in found:
                    self.wrong(name, quoted(value), _("each slug once"), _("Remove one of the two."), line)
                else:
                    found[slug] = None
            else:
                self.wrong(name, _("a mapping"), _("a slug"), _("Write the file's name alone."), line)
        return tuple(found)

    def names(self, name: str, most: int = 80, required: bool = False, parted: str = _NAMES) -> tuple[str, ...]:
        """A name or a list of names; one that holds `、` or `，` must be quoted, because it is probably several.

        parted  what parts several, as a pattern
        """
        found = []
        for line, value in self._list(name, required, parted):
            if not isinstance(value, str) or not value:
                self.wrong(name, _("no text"), _("a text"), _("Write a text, or a list of texts."), line)
            elif len(value) > most:
                self.wrong(
                    name, quoted(value), _("at most {most} characters").format(most=most), _("Shorten it."), line
                )
            else:
                found.append(" ".join(value.split()))
        return tuple(found)

    def entries(self, name: str, required: bool = False, names: bool = False) -> "list[tuple[int, str | Form]]":
        """A mapping or a list of them with their lines; plain texts among them stay texts.

        names  whether such a text is a name (see `names`)
        """
        if not required and name not in self._fields:
            self._asked.add(name)
            return []
        found = [
            (line, value if isinstance(value, str) else self._inner(name, value))
            for line, value in self._list(name, required, _NAMES if names else "")
        ]
        return [(line, entry) for line, entry in found if entry is not None]

    def mappings(self, name: str, expected: str, fix: str, required: bool = False) -> "list[Form]":
        """A mapping or a list of them; a plain text is a problem on its own line.

        expected, fix  what is told of such a text
        """
        found = []
        for line, entry in self.entries(name, required):
            if isinstance(entry, str):
                self.wrong(name, quoted(entry), expected, fix, line)
            else:
                found.append(entry)
        return found

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
        known = sorted(self._asked)
        for name, (line, _node) in self._fields.items():
            if name not in self._asked:
                otherwise = _("Remove it; the fields are listed in docs/content.md.")
                written = half_width(name).strip().casefold()
                likeness = _SLIP if len(written) > 3 else _SHORT_SLIP
                fix = did_you_mean(written, known, otherwise, partial(meant, likeness=likeness))
                self.wrong(name, _("an unknown field"), _("a known field"), fix, line)

    def _inner(self, name: str, node: yaml.MappingNode) -> "Form | None":
        prefix = f"{self._prefix}{name}."
        try:
            return Form(entry_from(node, self._shown, self._offset), self._shown, self._offset, self._problems, prefix)
        except Unreadable as error:
            for problem in error.problems:
                inner = prefix[:-1] if problem.field == "front matter" else prefix + problem.field
                self._problems.append(msgspec.structs.replace(problem, field=inner))
            return None

    def _limit(self, name: str, value: str, most: int) -> None:
        """Report a text that is wider than `most` characters of Chinese."""
        if fits(value, most):
            return
        width = max(len(value), columns(value))
        if width == len(value):  # in letters that are all narrow
            found, expected = width, _("at most {most}").format(most=2 * most)
        else:
            found, expected = -(-width // 2), _("at most {most}").format(most=most)
            if width < 2 * len(value):
                expected = _("at most {most}; two Latin letters or digits count as one").format(most=most)
        self.wrong(name, counted("{count} character", "{count} characters", found), expected, _("Shorten it."))

    def _missing(self, name: str) -> None:
        """A required field without a value."""
        if name in self._fields:
            fix = _("Write it after '{name}: '.")
        elif self._prefix:  # a mapping may stand on one line
            fix = _("Add `{name}: …` to `{whole}`.")
        else:
            fix = _("Add a line '{name}: …'.")
        self.wrong(name, _("nothing"), _("a value"), fix.format(name=name, whole=self._prefix[:-1]))

    def _asked_for(self, name: str, required: bool) -> tuple[int, yaml.Node | None]:
        """A field's line and value; None if it has none, which is a problem if it is required."""
        self._asked.add(name)
        field = self._fields.get(name)
        if field is not None and not _is_empty(field[1]):
            return field
        if required:
            self._missing(name)
        return 0, None

    def _has_lines(self, name: str) -> bool:
        """Whether a value was written on several lines."""
        if name not in self._fields:
            return False
        node = self._fields[name][1]
        return node.end_mark is not None and node.end_mark.line > node.start_mark.line  # `plain` reads single lines

    def _scalar(self, name: str, required: bool = False) -> str:
        line, node = self._asked_for(name, required)
        if node is None:
            return ""
        value = self._value(name, node, line)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(name, _("a list or a mapping"), _("one text"), _("Write one value, in quotes if it has commas."))
            return ""
        if self._is_no_value(name, node, _("Write it in its place.") if required else ""):
            return ""
        return value

    def _is_no_value(self, name: str, node: yaml.Node, fix: str, line: int | None = None) -> bool:
        """Whether a value is a word for none, which is a problem.

        fix  '' if the field may be left out
        """
        if not isinstance(node, yaml.ScalarNode) or node.value not in _NOTHING or node.style in QUOTED:
            return False
        fix = fix or _("Remove the line, or put the word in quotes if it is meant.")
        self.wrong(name, quoted(node.value), _("a value"), fix, line)
        return True

    def _list(self, name: str, required: bool = False, parted: str = "") -> list[tuple[int, Any]]:
        """The values of a field with their lines.

        parted  what parts several names or slugs, as a pattern; '' where a text may hold anything
        """
        if not required and name not in self._fields:
            self._asked.add(name)
            return []
        line, node = self._asked_for(name, required)
        if node is None:
            return []
        value = self._value(name, node, line)
        if value is None:
            return []
        if parted and self._is_no_value(name, node, _("Write it in its place.") if required else ""):
            return []
        if not isinstance(value, list):
            sound = not parted or self._is_one_name(name, node, line, parted)
            return [(line, value)] if sound else []
        found = []
        for item in value:
            at = item.start_mark.line + self._offset + 1
            one = self._value(name, item, at)
            if isinstance(one, list):
                self.wrong(name, _("a list in a list"), _("one list"), _("Remove the inner brackets."), at)
            elif one == "":
                self.wrong(name, _("nothing"), _("a value"), _("Write it, or remove it from the list."), at)
            elif parted and self._is_no_value(name, item, _("Write it, or remove it from the list."), at):
                continue
            elif one is not None and (not parted or self._is_one_name(name, item, at, parted)):
                found.append((at, one))
        return found

    def _is_one_name(self, name: str, node: yaml.Node, line: int, parted: str) -> bool:
        """Whether a plain text is one name; `王芳，李强` is a problem, unless it is quoted."""
        if not isinstance(node, yaml.ScalarNode) or node.style in QUOTED or not _MAY_PART[parted].search(node.value):
            return True
        if not re.search(f"{parted}|［", node.value):
            return True
        value = node.value.strip().strip("［］【】[]")
        parts = [part.strip() for part in re.split(parted, _ENCLOSED.sub("", value))]
        bracketed = node.value.strip()[:1] == "［"
        if len(parts) == 1 and not bracketed:
            return True
        written = f"[{', '.join(filter(None, map(str.strip, re.split(parted, value))))}]"
        fix = _("Write {list} with half-width commas and brackets, or put it in quotes if it is one name.")
        self.wrong(name, quoted(node.value), _("one name, or a list of names"), fix.format(list=written), line)
        return False

    def _value(self, name: str, node: yaml.Node, line: int) -> "str | list[yaml.Node] | yaml.MappingNode | None":
        if isinstance(node, yaml.ScalarNode):
            if node.tag == STRING:
                value = str(node.value).strip()
                if "<!--" in value and (comment := _COMMENT.search(value)):
                    fix = _("Delete it; comments belong in the text, or after # in a line of their own.")
                    self.wrong(name, quoted(comment[0]), _("plain text, which is printed literally"), fix, line)
                return value
        elif isinstance(node, yaml.SequenceNode) and node.tag == LIST:
            return list(node.value)
        elif isinstance(node, yaml.MappingNode) and node.tag == MAPPING:
            return node
        self.wrong(name, quoted(str(node.tag)), _("plain values"), _("Remove the tag that begins with '!'."), line)
        return None


# A comment, which a field of plain text would print.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


# What editors write into a field that has no value, in a table or a form.
_NOTHING = frozenset(("无", "暂无", "没有", "略", "待定", "/", "—", "——", "N/A", "n/a", "None", "none", "undefined"))


def _is_empty(node: yaml.Node) -> bool:
    """Whether a value is empty: left out, `''`, `[]`, `{}`, YAML's `null` or `~`, or characters that nobody sees."""
    if isinstance(node, yaml.ScalarNode):
        value = node.value.strip()
        if value in ("null", "~") and node.style not in QUOTED:
            return True
        return node.tag == STRING and not (value and (value[0].isalnum() or is_visible(value)))
    return node.tag in (LIST, MAPPING) and not node.value
