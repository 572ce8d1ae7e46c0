"""Make schema/ and .vscode/: a JSON Schema of every front matter and registry, bound to the content, and snippets that
begin a file as `new` does; and what the web editor asks for.

Nothing is written down twice: the forms that check a file are given a sample in which every mapping is filled in, and
what they ask for is what the schema says, with the limits they ask with. What a field means comes from
docs/content.zh-CN.md.

    python3 tasks.py schema
    python -m tools.schema FOLDER      below another folder
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any

from goodnews.desk.forms import new_text
from goodnews.newsroom.blank import Blank, blank
from goodnews.newsroom.body import converted_body
from goodnews.newsroom.digest import digest_from
from goodnews.newsroom.house import House, house_from, names_from
from goodnews.newsroom.recommended import recommended_from
from goodnews.newsroom.region import Region
from goodnews.newsroom.section import Column, Section, Topic, campaigns_from, sections_from
from goodnews.newsroom.standing import standing_from
from goodnews.newsroom.story import Registries, story_from
from goodnews.newsroom.top10 import year_from
from goodnews.newsroom.words import words_from
from goodnews.problem import Problem
from goodnews.text.document import Document, document_from, entry_of
from goodnews.text.form import Form
from goodnews.text.slug import SLUG, SLUG_MOST
from tools.fields import fields_of

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "schema"
REGIONS = {"全国": Region("全国", "national", "national", "")}  # with them a story must name one
ANY = "any"  # a key in a sample that stands for any

Schema = dict[str, Any]
Read = Callable[[str, list[Problem]], object]


def _document(path: str, read: Callable[[Document, list[Problem]], object]) -> Read:
    return lambda sample, problems: read(document_from(path, "", f"---\n{sample}---\n甲\n"), problems)


def _registry(read: Callable[..., object], *kinds: type) -> Read:
    return lambda sample, problems: read(entry_of(sample, ""), *kinds, "", problems)


def _story(document: Document, problems: list[Problem]) -> object:
    registries = Registries({}, REGIONS, {}, {}, {}, {}, House(), {}, ())
    return story_from(document, converted_body(document), registries, problems)


_BYLINES, _SOURCES = f"[{{{ANY}: 甲}}]", "[{name: 甲}]"
_HEADINGS = f"{ANY}: {{slug: a}}\n"
# name -> the files it is for, how they are read, a sample with every mapping, heading of its table in the manual
KINDS: dict[str, tuple[str, Read, str, str]] = {
    "story": (
        "content/stories/*/*.md",
        _document("stories/2026/a.md", _story),
        f"sources: {_SOURCES}\nbylines: {_BYLINES}\nimage: [{{file: a.jpg, alt: 甲}}, {{missing: true, alt: 甲}}]\n"
        "corrections: [{date: 2026-02-06}]\nretraction: {date: 2026-02-06}\nprivacy: {checked: 甲}\n",
        "一篇稿件",
    ),
    "digest": (
        "content/digests/*.md",
        _document("digests/2026-W06.md", digest_from),
        f"sources: {_SOURCES}\neditors: {_BYLINES}\n",
        "一周速览的文件",
    ),
    "top10": (
        "content/top10/*.md",
        _document("top10/2026.md", year_from),
        f"sources: {_SOURCES}\ncredits: {_BYLINES}\nletters: [{{text: 甲}}]\n",
        "年度盘点",
    ),
    "page": ("content/pages/*.md", _document("pages/a.md", standing_from), "title: 甲\n", "固定页面"),
    "sections": ("content/sections.yaml", _registry(sections_from, Section), _HEADINGS, ""),
    "columns": ("content/columns.yaml", _registry(sections_from, Column), _HEADINGS, ""),
    "topics": ("content/topics.yaml", _registry(sections_from, Topic), _HEADINGS, ""),
    "campaigns": (
        "content/campaigns.yaml",
        _registry(campaigns_from),
        f"{ANY}: {{slug: a, editions: {{{ANY}: {{title: 甲}}}}}}\n",
        "",
    ),
    "names": ("content/names.yaml", _registry(names_from), f"{ANY}: {{full: 甲}}\n", ""),
    "house": (
        "content/house.yaml",
        _registry(house_from),
        f"forms: {{{ANY}: {{write: 甲}}}}\nwords: {{{ANY}: {{write: 甲}}}}\norder: {{{ANY}: [甲, 乙]}}\n",
        "",
    ),
    "words": ("content/words.yaml", _registry(words_from), f"{ANY}: 甲\n", ""),
    "recommended": ("content/recommended.yaml", _registry(recommended_from), "stories: [a]\n", ""),
}
EDITOR = "plugins/goodnews/pages/admin.json"
BODIES = {"story": "正文", "digest": "卷首语", "top10": "正文", "page": "正文"}  # what their text is called
TEXTS = ("names", "house")  # registries whose entries may be a plain text instead of a mapping


class Asked:
    """A mapping, by what its form asked for."""

    def __init__(self) -> None:
        self.fields: dict[str, Schema] = {}
        self.required: dict[str, bool] = {}
        self.inner: dict[str, Asked] = {}

    def below(self, path: list[str]) -> "Asked":
        return self.inner.setdefault(path[0], Asked()).below(path[1:]) if path else self

    def schema(self, words: Mapping[str, str], texts: bool) -> Schema:
        """words  field -> what it means
        texts  whether an entry of any name may be a plain text
        """
        fields = dict(self.fields)
        for name, inner in self.inner.items():
            mapping = inner.schema({}, texts)
            if name not in fields:  # asked for by any name
                fields[name] = {"anyOf": [_TEXT, mapping]} if texts and name == ANY else mapping
            else:
                fields[name] = _filled(fields[name], mapping)
        fields = {name: _filled(field, None) for name, field in fields.items()}
        any_name = fields.pop(ANY, None)
        found: Schema = {"type": "object"}
        if fields:
            found["properties"] = {
                name: ({"description": words[name]} if name in words else {})
                | (field if self.required.get(name) else _or_nothing(field))
                for name, field in sorted(fields.items())
            }
        if required := sorted(name for name, must in self.required.items() if must and name != ANY):
            found["required"] = required
        found["additionalProperties"] = any_name or False
        return found


_TEXT: Schema = {"type": ["string", "number"]}  # what YAML takes for a number is a text to us: `title: 2025`
_SLUG: Schema = {"type": "string", "pattern": f"^{SLUG.pattern}$", "maxLength": SLUG_MOST}
_MAPPING = "a mapping of these fields"


def _field(method: str, given: Mapping[str, Any]) -> Schema:
    """What one question of a form lets a value be."""
    if method in ("text", "paragraphs"):
        return _TEXT | {"maxLength": 2 * given["most"]}  # a Latin letter counts half
    if method == "choice":
        known = () if isinstance(given["known"], Mapping) else tuple(given["known"])
        return {"enum": list(known)} if known else dict(_TEXT)
    if method == "flag":
        return {"type": "boolean"}
    if method == "number":
        return {"type": "integer", "minimum": 1, "maximum": 9999}
    if method == "day":
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if method == "slugs":
        return _or_list(_SLUG)
    if method == "names":
        return _or_list(_TEXT | {"maxLength": given["most"]})
    if method == "entries":
        return _or_list({"anyOf": [_TEXT, _MAPPING]})
    return _or_list(_MAPPING)


def _or_list(one: Any) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _or_nothing(field: Schema) -> Schema:
    """An optional field that is left empty counts as absent."""
    if "enum" in field:
        return field | {"enum": [*field["enum"], None]}
    if "anyOf" in field:
        return field | {"anyOf": [*field["anyOf"], {"type": "null"}]}
    kinds = [field["type"]] if isinstance(field["type"], str) else field["type"]
    return field | {"type": [*kinds, "null"]}


def _filled(field: Any, mapping: Schema | None) -> Any:
    """A field with its mapping in the place that was kept for it; without that place if it takes none."""
    if isinstance(field, dict):
        return {key: _filled(value, mapping) for key, value in field.items()}
    if isinstance(field, list):
        return [_filled(one, mapping) for one in field if one != _MAPPING or mapping]
    return mapping if mapping and field == _MAPPING else field


@contextmanager
def _listening(asked: Asked) -> Iterator[None]:
    """Note what every form is asked for. Only the outermost question counts: a flag is a choice."""
    asking = False

    def heard(method: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(ask)
        def answer(form: Form, *given: Any, **named: Any) -> Any:
            nonlocal asking
            if asking:
                return ask(form, *given, **named)
            bound = signature(ask).bind(form, *given, **named)
            bound.apply_defaults()
            *path, name = f"{form._prefix}{bound.arguments['name']}".split(".")
            at, required = asked.below(path), bool(bound.arguments.get("required"))
            at.fields.setdefault(name, _field(method, bound.arguments))
            at.required[name] = at.required.get(name, True) and required
            asking = True
            try:
                return ask(form, *given, **named)
            finally:
                asking = False

        return answer

    methods = ("text", "paragraphs", "choice", "flag", "number", "day", "slugs", "names", "entries", "mappings")
    before = {method: getattr(Form, method) for method in methods}
    try:
        for method, ask in before.items():
            setattr(Form, method, heard(method, ask))
        yield
    finally:
        for method, ask in before.items():
            setattr(Form, method, ask)


_ROW = re.compile(r"^\| (`[^|]+) \| ([^|]+) \|(?: ([^|]+) \|)?$", re.MULTILINE)


def _words(heading: str) -> dict[str, str]:
    """What the fields of a kind mean: the table below a heading of the manual."""
    manual = (ROOT / "docs/content.zh-CN.md").read_text("utf-8")
    part = manual.partition(f"\n## {heading}")[2].partition("\n## ")[0] if heading else ""
    found = {}
    for row in _ROW.finditer(part):
        for name in re.findall("`([a-z0-9_]+)`", row[1]):
            found[name] = "。".join(cell.strip() for cell in row.groups()[1:] if cell).replace("**", "")
    return found


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    found = {}
    for name, (files, read, sample, heading) in KINDS.items():
        asked = Asked()
        with _listening(asked):
            read(sample, [])
        head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": files}
        found[name] = head | asked.schema(_words(heading), name in TEXTS)
    return found


def texts() -> dict[str, str]:
    """The files of schema/, and the settings that bind them to the content in Visual Studio Code."""
    found = {
        f"schema/{name}.json": f"{json.dumps(schema, ensure_ascii=False, indent=1)}\n"
        for name, schema in schemas().items()
    }
    bound = {f"./schema/{name}.json": files for name, (files, *_rest) in KINDS.items()}
    beside = {
        ".vscode/settings.json": {"yaml.schemas": bound},
        ".vscode/nuanwen.code-snippets": {name: _snippet(name) for name in ("story", "digest", "top10")},
    }
    beside[EDITOR] = _editor()
    return found | {path: f"{json.dumps(value, ensure_ascii=False, indent=2)}\n" for path, value in beside.items()}


def _editor() -> dict[str, Any]:
    """What the web editor asks for in each kind of file that has a text."""
    story = {name: words.partition("。") for name, words in _words(KINDS["story"][3]).items()}
    labels = {name: label for name, (label, _stop, _rest) in story.items()}
    found: dict[str, Any] = {}
    for name, body in BODIES.items():
        hints = {field: hint for field, (_label, _stop, hint) in story.items()}
        if name != "story":
            hints = _words(KINDS[name][3])
        found[name] = fields_of(schemas()[name], labels, hints, body)
    return found


def _snippet(kind: str) -> dict[str, Any]:
    """The blank form of a kind, with stops for what is to be filled in."""
    words = blank("zh-CN")
    text = new_text(
        kind,
        title="${1:" + words.title + "}",
        day="${CURRENT_YEAR}-${CURRENT_MONTH}-${CURRENT_DATE}",
        category="${2:栏目}",
        region="${3:省/市/区}",
        words=Blank(words.title, "${4:" + words.summary + "}", "${5:来源}", words.role, "${6:姓名}", "$0"),
    )
    return {
        "scope": "markdown",
        "prefix": kind,
        "description": f"docs/content.zh-CN.md: {kind}",
        "body": text.split("\n"),
    }


def main(folder: str = "") -> None:
    """folder  below which the files are written; none: the project's"""
    os.environ["LANGUAGE"] = "zh_CN"  # the comments of a blank form
    for path, text in texts().items():
        target = Path(folder or ROOT) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
