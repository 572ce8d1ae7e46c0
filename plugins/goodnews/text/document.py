"""One file of an editor: its fields with their line numbers, and its body."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from goodnews.characters import FORBIDDEN, LOST, ODD_BLANKS, UNSEEN
from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.plain import MAPPING, STRING, plain_mapping

HEADER_MOST = 16_384  # bytes; a longer header is a mistake
NESTING_MOST = 20
QUOTED = ("'", '"', "|", ">")  # styles of a value that was written as one text on purpose

_ANCHOR = re.compile(r"(?:^|[\s,\[{:-])[&*][^\s&*]", re.MULTILINE)
_INDENT = re.compile("^ +", re.MULTILINE)
_KEY = re.compile(r"^\s*([\w-]+)\s*:")
_ABOVE = re.compile(r"(?P<begin> *(?:- +)?)[\w-]+ *:(?: |$)")  # a field, or the first one of an item
_FIELDS_BELOW = re.compile(r"(?:[a-z_]+: [^\n]*\n)+---(?:\n|\Z)")  # that a line of hyphens parted from the others
# A line that was to close the front matter, as some keyboards and other programs write it.
_RULE = re.compile(r"(?:[-‐-―−－]{2,}|—|\.{3}|\*{3,}|\+{3,}|_{3,}|={3,})\s*")

# Typos in a line. A field may be any word at the start of a line; an indented one is in plain letters.
_FIELD = r"(?P<field>[^\W\d][\w-]*|[ ]*(?:- +)?[\"']?[A-Za-z_]+[\"']?)"
_WIDE_BLANK = re.compile(rf"(?:[ ]*-?|{_FIELD} *:)[{ODD_BLANKS}]")
_WIDE_COLON = re.compile(rf"(?:{_FIELD}|(?P<year>[ ]*[0-9]{{4}}))[ {ODD_BLANKS}]*[：∶﹕꞉ː]")
_TIGHT_COLON = re.compile(rf"{_FIELD}:(?!//)[^\s:]")
_TIGHT_DASH = re.compile(r"[ ]*-[^\s-]")
_OTHER_DASH = re.compile(r"[ ]*(?:[–—－−‐•·●*]|[0-9]{1,2}[.)、．])[ \u3000]*\S")
_EQUALS = re.compile(r"[A-Za-z_]+ *=(?!=)")
_OTHER_COMMENT = re.compile(r"[ ]*(?://|<!--)")
_BLOCK = re.compile(r"([ ]*)(?:- +)*(?:[^:#]+:|-) *[|>][-+0-9]* *(?:#.*)?")  # begins a text of several lines

_MARKDOWN = re.compile(r"!?\[[^\[\]\n]*\]\([^()\n]*\)")
_SURPLUS_COMMA = re.compile(r"[\"'\]}][,，]\s*")
_TOPICS = re.compile(r"#[^#\s]+#?(?:\s*#[^#\s]+#?)*")  # `#甲 #乙`, as other programs write a list of them

_WIDE_BRACKET = re.compile("[｛｝［］]")
_COMMENT = re.compile(r"\s+(#.*)")
_SURE_COMMENT = re.compile(r"(?:\s*\t|\s{2,})#(?:\s.*)?")  # with blanks before and after the `#`


class Unreadable(Exception):
    """A document whose fields cannot be read at all; carries its problems."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(*map(str, problems))


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
    doubled: tuple[Problem, ...] = ()  # fields given twice: the first counts, the second is a problem


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
        lines = text.split("\n")
        rule = next((number for number, line in enumerate(lines[1:], start=2) if _RULE.fullmatch(line)), 0)
        raise refuse(
            rule or 1,
            quoted(lines[rule - 1]) if rule else _("front matter without an end"),
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
    begins = len(text.rstrip()) - len(body) if body else len(text)
    body_line = 1 + text.count("\n", 0, begins)
    if body:  # with the indent of its first line, which says what it is
        body = text[text.rfind("\n", 0, begins) + 1 :].rstrip()
    if (body.startswith("---\n") and _KEY.match(body[4:])) or _FIELDS_BELOW.match(body):
        raise refuse(
            body_line,
            _("a second front matter"),
            _("one front matter per file"),
            _("Join both into one, or split the file in two."),
        )
    return Document(path, shown, entry_of(header, shown, offset), offset, body, body_line)


# Also as a file has it: with a mark of byte order, with the line ends of Windows.
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)


def body_at(text: str) -> int:
    """Where the body of a text begins, in characters; 0 if it has no front matter."""
    head = _FRONT_MATTER.match(text)
    return head.end() if head else 0


def _whole(shown: str) -> str:
    """How a problem names all fields of a file: a registry is nothing else."""
    return "file" if shown.endswith(".yaml") else "front matter"


def entry_of(header: str, shown: str, offset: int = 0) -> Entry:
    """Compose YAML into fields with their lines.

    header  of a document, or a registry that is all fields
    offset  lines before it in its file
    raises  Unreadable
    """

    def refuse(line: int, found: str, expected: str, fix: str) -> Unreadable:
        return Unreadable(Problem(shown, line + offset, _whole(shown), found, expected, fix))

    node = plain_mapping(header)
    if node is not None:
        return entry_from(node, shown, offset)
    try:
        if _ANCHOR.search(header) or _nesting_at_most(header) > NESTING_MOST:
            _guard(header, refuse)
        composed = yaml.compose(header, Loader=StrictLoader)
    except yaml.MarkedYAMLError as error:
        raise Unreadable(*_explained(error, header, offset, shown)) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise refuse(
            1, quoted(str(error)), _("valid YAML"), _("Correct the line, or ask somebody who knows YAML.")
        ) from None
    if composed is None:
        return Entry(offset + 1, {})
    if not isinstance(composed, yaml.MappingNode) or composed.tag != MAPPING:
        slips = _slips(header.split("\n"), shown, offset)
        if slips:
            raise Unreadable(*slips)
        raise refuse(
            1,
            _("no fields"),
            _("lines such as 'title: …'"),
            _("Write one field per line: its name, a colon, a space, its value."),
        )
    lost = list(_Silent(header, shown, offset).of(composed))
    if lost:
        raise Unreadable(*lost)
    return entry_from(composed, shown, offset)


def _nesting_at_most(header: str) -> int:
    """A limit that nesting cannot exceed: each level needs a bracket, a mark of its own or one more space of indent."""
    indent = max(map(len, _INDENT.findall(header)), default=0)
    return indent + header.count("[") + header.count("{") + header.count("- ") + header.count("? ") + 1


def _guard(header: str, refuse: Callable[[int, str, str, str], Unreadable]) -> None:
    """Refuse what would crash the composer, or is YAML that no editor means: the parser's events do not nest."""
    depth = 0
    for event in yaml.parse(header, Loader=StrictLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > NESTING_MOST:
            expected = _("at most {most} levels").format(most=NESTING_MOST)
            raise refuse(line, _("deeply nested brackets or lists"), expected, _("Write plain lists."))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            fix = _("Quote values that begin with & or *.")
            raise refuse(line, _("a YAML anchor or alias"), _("plain values"), fix)


class _Silent:
    """What YAML accepts silently and no editor means: a value cut off at ` #`, lines that run into the one above, and
    characters that a value may write as an escape but no text may hold: `"\\0"`."""

    def __init__(self, header: str, shown: str, offset: int) -> None:
        self._lines = header.split("\n")
        self._shown = shown
        self._offset = offset
        self._spells = "\\" in header
        self._comments = "#" in header
        self._exclaims = "! " in header

    def of(self, node: yaml.Node, name: str = "") -> Iterator[Problem]:
        """All such problems in one node.

        name  of the field that it belongs to
        """
        if isinstance(node, yaml.ScalarNode):
            name = name or _whole(self._shown)
            if self._spells:
                yield from self._spelled(node, name)
            if self._comments and node.style not in ("|", ">"):
                yield from self._cut(node, name)
            if self._exclaims:
                yield from self._tagged(node, name)
            if node.style not in QUOTED:
                yield from self._run_on(node, name)
            return
        for inner in node.value:
            if isinstance(inner, tuple):
                key, value = inner
                yield from self.of(key, name)
                yield from self.of(value, name or str(key.value))
            else:
                yield from self.of(inner, name)

    def _problem(self, line: int, name: str, found: str, expected: str, fix: str) -> Problem:
        """line  of the header, from 0"""
        return Problem(self._shown, line + self._offset + 1, name, found, expected, fix)

    def _spelled(self, node: yaml.ScalarNode, name: str) -> Iterator[Problem]:
        odd = next((found for kind in (FORBIDDEN, UNSEEN) if (found := re.search(kind, node.value))), None)
        if odd and odd.lastindex is None:
            yield self._problem(node.start_mark.line, name, *odd_character(node.value, odd.start()))

    def _cut(self, node: yaml.ScalarNode, name: str) -> Iterator[Problem]:
        """A value that ends at ` #`, which its editor may not have meant as a comment."""
        end = node.end_mark
        rest = self._lines[end.line][end.column :] if end.line < len(self._lines) else ""
        comment = _COMMENT.fullmatch(rest)
        if comment and not _SURE_COMMENT.fullmatch(rest):
            fix = _(
                "Put the value in quotes if `#` belongs to it; a comment needs two spaces before `#` and one after."
            )
            if not node.value and _TOPICS.fullmatch(comment[1].strip()):
                words = ", ".join(comment[1].replace("#", " ").split())
                fix = _("Write {list} without `#`, or put the value in quotes if it belongs to it.")
                fix = fix.format(list=f"[{words}]")
            yield self._problem(
                end.line,
                name,
                _("a value cut off before {rest}").format(rest=quoted(comment[1])),
                _("the whole value, or a comment set apart from it"),
                fix,
            )

    def _tagged(self, node: yaml.ScalarNode, name: str) -> Iterator[Problem]:
        """A value that begins with `! `, which would not be printed."""
        mark = node.start_mark
        rest = self._lines[mark.line][mark.column :] if mark.line < len(self._lines) else ""
        if rest.startswith("! "):
            fix = _("Put the value in quotes, or remove the mark.")
            yield self._problem(mark.line, name, quoted(rest), _("a value whose first mark is printed"), fix)

    def _run_on(self, node: yaml.ScalarNode, name: str) -> Iterator[Problem]:
        """Lines of a value that look like separate fields or list items."""
        first, last = node.start_mark.line, min(node.end_mark.line, len(self._lines) - 1)
        begins = self._lines[first][: node.start_mark.column].strip() in ("", "-")
        for number in range(first if begins else first + 1, last + 1):
            fix = _slip_of(self._lines[number])
            if fix:
                found = quoted(self._lines[number].strip())
                yield self._problem(number, name, found, _("one field or list item per line"), fix)


def odd_character(text: str, at: int) -> tuple[str, str, str]:
    """A character that no text may hold, and where it stands, in words: found, expected, fix."""
    code = ord(text[at])
    before = "".join(c for c in text[max(at - 40, 0) : at].rpartition("\n")[2] if c.isprintable()).strip()[-10:]
    found = _("the character U+{code:04X}").format(code=code)
    if before:
        found = _("the character U+{code:04X} after {before}").format(code=code, before=quoted(before))
    if re.match(f"[{LOST}]", text[at]):
        return found, _("the letter that it stands for"), _("Look it up in the original: it was lost on the way.")
    return found, _("printable text"), _("Delete it; it was probably pasted in unnoticed.")


def entry_from(node: yaml.MappingNode, shown: str, offset: int) -> Entry:
    """The fields of one mapping; a duplicate key is a problem, because YAML would silently drop the first."""

    def refuse(line: int, found: str, expected: str, fix: str) -> Unreadable:
        return Unreadable(Problem(shown, line, _whole(shown), found, expected, fix))

    fields: dict[str, tuple[int, yaml.Node]] = {}
    doubled = []
    for key, value in node.value:
        line = key.start_mark.line + offset + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag != STRING:
            raise refuse(line, _("a key that is not a plain word"), _("a word"), _("Name the field."))
        if key.style not in QUOTED and _WIDE_BRACKET.search(key.value):
            words = _("Write half-width brackets and braces, or quotes around a name that holds others.")
            raise refuse(line, quoted(key.value), _("half-width brackets"), words)
        if not value.value and isinstance(value, yaml.ScalarNode) and not {key.style, value.style} & {*QUOTED}:
            fix = _slip_of(key.value)  # `{name：某报}` is a key that swallowed its value
            if value.start_mark.column == key.end_mark.column:  # no colon follows: in `{text: 甲, 乙}` the 乙
                fix = fix or _("Put the text before it in quotes if this belongs to it: a comma ended that text.")
            if fix:
                raise refuse(line, quoted(key.value), _("a field and its value"), fix)
        if key.value in fields:
            found = _("a duplicate field (first on line {line})").format(line=fields[key.value][0])
            doubled.append(Problem(shown, line, key.value, found, _("each field once"), _("Keep one of the two.")))
            continue
        fields[key.value] = (line, value)
    return Entry(node.start_mark.line + offset + 1, fields, tuple(doubled))


def _slip_of(line: str) -> str | None:
    """How to fix a line that YAML does not read as its editor meant it; None if nothing is wrong."""
    if line.startswith("\t") or line.lstrip(" ").startswith("\t"):
        return _("Replace the tab at the start of the line with spaces.")
    if _WIDE_BLANK.match(line):
        return _("Replace the full-width or non-breaking space with a plain one.")
    colon = _WIDE_COLON.match(line)
    if colon:
        word = (colon["field"] or colon["year"]).strip()
        return _("Write '{half} ' with a half-width colon and a space, not '{full}'.").format(
            half=word + ":", full=word + "："
        )
    colon = _TIGHT_COLON.match(line)
    if colon:
        return _("Write '{half} ' with a space after the colon.").format(half=colon["field"].strip() + ":")
    if _TIGHT_DASH.match(line):
        return _("Put a space after the hyphen.")
    if _OTHER_DASH.match(line):
        return _("Begin each item of a list with a hyphen and a space, '- '.")
    if _EQUALS.match(line):
        return _("Write '{half} ' with a space after the colon.").format(half=line.partition("=")[0].strip() + ":")
    if _OTHER_COMMENT.match(line):
        return _("Delete it; comments belong in the text, or after # in a line of their own.")
    return None


def _slips(lines: list[str], shown: str, offset: int, near: range = range(0)) -> list[Problem]:
    """Every typo in the lines of a header that YAML cannot read.

    near  lines (from 0) where what looks like a typo is one; elsewhere an indented line may belong to a text
    """
    found = []
    block: int | None = None  # how far the key of a text of several lines is indented
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and (indent > block or not line.strip()):
            continue
        begins = _BLOCK.fullmatch(line)
        block = len(begins[1]) if begins else None
        fix = _slip_of(line) if not indent or number in near else None
        if fix:
            what = quoted(line.strip())
            found.append(Problem(shown, number + offset + 1, _whole(shown), what, _("valid YAML"), fix))
    return found


def _is_shifted(lines: list[str], number: int) -> bool:
    """Whether a line is a field that does not begin where the one above it does, or an item of that."""
    above = _ABOVE.match(next((line for line in reversed(lines[:number]) if line.strip()), ""))
    if not above or not _KEY.match(lines[number]):
        return False
    return len(lines[number]) - len(lines[number].lstrip(" ")) != above.end("begin")


def _explained(error: yaml.MarkedYAMLError, header: str, offset: int, shown: str) -> list[Problem]:
    """Turn a YAML parser's complaint into the lines that caused it, each with its fix."""
    context, problem = error.context or "", error.problem or ""
    opened = "flow" in context or "quoted scalar" in context or "simple key" in context
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    lines = header.split("\n")
    number = min(mark.line if mark else 0, len(lines) - 1)
    near = range(max(number - 1, 0), number + 1)  # a parser blames the line after one without a proper colon
    slips = _slips(lines, shown, offset, near)
    if any(slip.line - offset - 1 in near for slip in slips):
        return slips
    line = lines[number]
    if "flow" in context and re.search(r"\s#", line):
        fix = _("Put the value in quotes: it holds ` #`, where a comment would begin.")
    elif "flow" in context and re.search("[，：；［］｛｝]", line):
        fix = _(
            "Between brackets write half-width commas, colons and brackets; put a text that holds others in quotes."
        )
    elif "quoted scalar" in context and re.search("[“”‘’＂＇]", line):
        fix = _("End the value with the same half-width quotation mark that begins it.")
    elif "simple key" in context:
        fix = _("If it belongs to the line above, begin it with two spaces; else write its name and a colon before it.")
    elif _MARKDOWN.search(line):
        fix = _("A field holds no Markdown: write `{name: …, url: …}` for a source, `{file: …, alt: …}` for a picture.")
    elif re.search(_SURPLUS_COMMA.pattern + r"\Z", line):
        fix = _("Remove the comma at the end of the line.")
    elif _is_shifted(lines, number):
        fix = _("Begin the line exactly below the field that it goes with: a space more or less puts it elsewhere.")
    elif "mapping values" in problem and re.match(r"[^:]*:\s*[［【｛]", line):
        fix = _("Write half-width brackets and braces, or quotes around a name that holds others.")
    elif "mapping values" in problem:
        fix = _("Put the value in quotes: it holds a colon and a space.")
    else:
        fix = _("Put the value in quotes if it begins with {marks} or a quotation mark, and close every bracket.")
        fix = fix.format(marks="@ % * & ! ? | > - ` [ {")
    key = _KEY.match(line)
    field = key.group(1) if key else _whole(shown)
    return sorted([*slips, Problem(shown, number + offset + 1, field, quoted(line.strip()), _("valid YAML"), fix)])
