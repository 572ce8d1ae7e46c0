"""One file of an editor: its fields with their line numbers, and its body."""

import re
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.plain import MAPPING, STRING, plain_mapping

HEADER_MOST = 16_384  # bytes; a longer header is a mistake, and deep ones crash the YAML parser
NESTING_MOST = 20

# What no XML document may hold, what only damages a terminal or a feed, and the mark of the site's root (see markup).
ROOT = "\ue000"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + ROOT + "]")

_ANCHOR = re.compile(r"(?:^|[\s,\[{:-])[&*][^\s&*]", re.MULTILINE)
_NEST = re.compile(rf"^[ \t]*(?:[-?:][ \t]+){{{NESTING_MOST}}}", re.MULTILINE)
_FULL_WIDTH_COLON = re.compile(r"^\s*[\w-]+：", re.MULTILINE)
_KEY = re.compile(r"^\s*([\w-]+)\s*:")


class Unreadable(Exception):
    """A document that gives no fields at all; carries its one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


class StrictLoader(yaml.CSafeLoader):
    """PyYAML's fast loader without its guesses: every plain value is text, and our schema converts it."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  the name and shape are PyYAML's


class _HeaderOnly(YAMLHandler):
    """Lets python-frontmatter split a file; the header's nodes are composed with their line numbers below."""

    def load(self, fm: str, **_kwargs: object) -> dict[str, str]:
        return {"header": fm}


_HANDLER = _HeaderOnly()


@dataclass(frozen=True, slots=True)
class Entry:
    """A YAML mapping as it was written: key -> (line of the key, value node). Lines count from 1."""

    line: int
    fields: dict[str, tuple[int, yaml.Node]]
    doubled: tuple[Problem, ...] = ()  # fields given twice: the first stands, the second is a problem


@dataclass(frozen=True, slots=True)
class Document:
    path: str  # below content/, with slashes
    shown: str  # the path as problems name it
    entry: Entry
    offset: int  # lines before the header's first; added to every mark
    body: str
    body_line: int  # line of the body's first character


def document_from(path: str, shown: str, text: str) -> Document:
    """Split one text into fields and body.

    text    decoded, line ends `\\n`, without control characters (see `reading`)
    raises  Unreadable if there is no header, or none that can be read
    """

    def refuse(line: int, found: str, expected: str, fix: str, field: str = "front matter") -> Unreadable:
        return Unreadable(Problem(shown, line, field, found, expected, fix))

    if not text.strip():
        raise refuse(1, _("an empty file"), _("front matter and a text"), _("Write the story, or delete the file."))
    if not _HANDLER.detect(text) or not text.startswith("---"):
        raise refuse(
            1,
            quoted(text.partition("\n")[0]) if text[0] != "\n" else _("an empty line"),
            _("a line of three hyphens '---'"),
            _("Begin the file with its front matter, between two lines '---'."),
        )
    parts, body = frontmatter.parse(text, handler=_HANDLER)
    header = parts.get("header")
    if not isinstance(header, str):
        raise refuse(
            1,
            _("front matter without an end"),
            _("a second line '---'"),
            _("Close the front matter with a line '---' before the text."),
        )
    start = text.index(header, 3)
    offset = text.count("\n", 0, start)
    if len(header.encode()) > HEADER_MOST:
        raise refuse(
            1,
            _("{size} bytes").format(size=len(header.encode())),
            _("at most {most} bytes").format(most=HEADER_MOST),
            _("Move long texts into the body."),
        )
    body_line = 1 + text.count("\n", 0, len(text.rstrip()) - len(body)) if body else text.count("\n") + 1
    if body.startswith("---\n") and _KEY.match(body[4:]):
        raise refuse(
            body_line,
            _("a second front matter"),
            _("one front matter a file"),
            _("Join both into one, or split the file in two."),
        )
    return Document(path, shown, entry_of(header, shown, offset), offset, body, body_line)


def entry_of(header: str, shown: str, offset: int = 0) -> Entry:
    """Compose YAML into fields with their lines.

    header  of a document, or a registry that is all fields
    offset  lines before it in its file
    raises  Unreadable
    """

    def refuse(line: int, found: str, expected: str, fix: str) -> Unreadable:
        return Unreadable(Problem(shown, line + offset, "front matter", found, expected, fix))

    node = plain_mapping(header)
    if node is not None:
        return entry_from(node, shown, offset)
    if _depth(header) > NESTING_MOST or _NEST.search(header):
        raise refuse(
            1,
            _("deeply nested brackets or lists"),
            _("at most {most} levels").format(most=NESTING_MOST),
            _("Write plain lists."),
        )
    try:
        anchored = _anchored(header) if _ANCHOR.search(header) else None
        if anchored is not None:
            raise refuse(
                anchored + 1,
                _("a YAML anchor or alias"),
                _("plain values"),
                _("Quote values that begin with & or *."),
            )
        composed = yaml.compose(header, Loader=StrictLoader)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, header, offset, shown) from None
    except yaml.YAMLError as error:
        raise refuse(1, quoted(str(error)), _("readable YAML"), _("Mend the front matter.")) from None
    if composed is None:
        return Entry(offset + 1, {})
    if not isinstance(composed, yaml.MappingNode) or composed.tag != MAPPING:
        raise refuse(
            1,
            _("no fields"),
            _("lines such as 'title: …'"),
            _explain_colon(header) or _("Write one field a line: its name, a colon, a space, its value."),
        )
    if "\\" in header:
        _refuse_escaped(composed, shown, offset)
    return entry_from(composed, shown, offset)


def _refuse_escaped(node: yaml.Node, shown: str, offset: int) -> None:
    """A quoted value may spell characters that no text may hold: `"\\0"`."""
    if isinstance(node, yaml.ScalarNode):
        found = FORBIDDEN.search(node.value)
        if found:
            raise Unreadable(
                Problem(
                    shown,
                    node.start_mark.line + offset + 1,
                    "front matter",
                    _("the character U+{code:04X}").format(code=ord(found.group())),
                    _("printable text"),
                    _("Delete it."),
                )
            )
        return
    for inner in node.value:
        for part in inner if isinstance(inner, tuple) else (inner,):
            _refuse_escaped(part, shown, offset)


def entry_from(node: yaml.MappingNode, shown: str, offset: int) -> Entry:
    """The fields of one mapping; a key given twice is told, for YAML would drop the first in silence."""
    fields: dict[str, tuple[int, yaml.Node]] = {}
    doubled = []
    for key, value in node.value:
        line = key.start_mark.line + offset + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag != STRING:
            raise Unreadable(
                Problem(shown, line, "front matter", _("a key that is no word"), _("a word"), _("Name the field."))
            )
        if key.value in fields:
            found = _("the field twice (first in line {line})").format(line=fields[key.value][0])
            doubled.append(Problem(shown, line, key.value, found, _("it once"), _("Keep one of the two.")))
            continue
        fields[key.value] = (line, value)
    return Entry(node.start_mark.line + offset + 1, fields, tuple(doubled))


def _depth(header: str) -> int:
    """How deep lists and mappings nest, counted on the parser's events: composing too deep ones would crash."""
    if header.count("[") + header.count("{") <= NESTING_MOST:
        return 0
    depth = deepest = 0
    try:
        for event in yaml.parse(header, Loader=StrictLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                deepest = max(deepest, depth)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if deepest > NESTING_MOST:
                break
    except yaml.YAMLError:
        pass  # composing tells what is wrong
    return deepest


def _anchored(header: str) -> int | None:
    """Line (from 0) of the first anchor or alias: one value written in two places is more than an editor means."""
    for event in yaml.parse(header, Loader=StrictLoader):
        if event.start_mark and (isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)):
            return int(event.start_mark.line)
    return None


def _explain_colon(header: str) -> str | None:
    found = _FULL_WIDTH_COLON.search(header)
    if not found:
        return None
    word = found.group().strip()
    return _("Write '{half} ' with a half-width colon and a space, not '{full}'.").format(
        half=word[:-1] + ":", full=word
    )


def _explained(error: yaml.MarkedYAMLError, header: str, offset: int, shown: str) -> Unreadable:
    """Turn a YAML parser's complaint into the line that caused it and the way out."""
    opened = "flow" in (error.context or "") or "quoted scalar" in (error.context or "")
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    number = min(mark.line if mark else 0, max(header.count("\n"), 0))
    lines = header.split("\n")
    colon = _explain_colon("\n".join(lines[max(number - 1, 0) : number + 1]))
    if colon:  # a full-width colon makes the parser blame the line after it
        number = next(i for i in range(max(number - 1, 0), number + 1) if _FULL_WIDTH_COLON.match(lines[i]))
        fix = colon
    elif "mapping values" in (error.problem or ""):
        fix = _("Put the value in quotes: it holds a colon and a space.")
    else:
        fix = _(
            "Put the value in quotes if it begins with @ % * & ! [ {{ or a quotation mark, and close every bracket."
        )
        fix = fix.replace("{{", "{")
    key = _KEY.match(lines[number])
    return Unreadable(
        Problem(
            shown,
            number + offset + 1,
            key.group(1) if key else "front matter",
            quoted(lines[number].strip()),
            _("readable YAML"),
            fix,
        )
    )
