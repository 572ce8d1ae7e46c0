"""How a check says what it found: for people, for programs, for GitHub, and for tools that read SARIF."""

import html
import json
import os
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from goodnews.language import _
from goodnews.problem import Problem

SHOWN = 10  # annotations that GitHub shows for one step
CONTENT = "content"  # the rule of every problem: it has no name of its own


class Findings(NamedTuple):
    problems: Sequence[Problem]  # what keeps the site from being published
    advice: Sequence[Problem]


def as_text(found: Findings) -> str:
    lines = [str(problem) for problem in found.problems]
    advice = _("advice: {remark}")
    lines += [f"{advice.format(remark=remark)} [{remark.rule}]" for remark in found.advice]
    return "\n".join(lines)


def as_json(found: Findings) -> str:
    """A list of objects, problems first, one line each."""
    lines = [json.dumps(_plain(level, one), ensure_ascii=False) for level, one in _in_order(found)]
    return "[{}]".format(",\n ".join(lines))


def as_annotations(found: Findings) -> str:
    """GitHub's workflow commands for the first of them; the others as text, and all of them in the job's summary."""
    order = _in_order(found)
    lines = [_annotation(level, one) for level, one in order[:SHOWN]]
    lines += [f"{level}: {one}" for level, one in order[SHOWN:]]
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and order:
        with open(summary, "a", encoding="utf-8") as file:
            items = "".join(f"<li>{html.escape(str(one))}</li>\n" for _level, one in order)
            file.write(f"<ol>\n{items}</ol>\n")
    return "\n".join(lines)


def as_sarif(found: Findings) -> str:
    """SARIF 2.1.0, for code scanning and editors."""
    order = _in_order(found)
    rules = sorted({one.rule or CONTENT for _level, one in order})
    driver = {"name": "nuanwen check", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "results": [_result(level, one) for level, one in order]}
    said = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(said, ensure_ascii=False, indent=1)


FORMATS: dict[str, Callable[[Findings], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_annotations,
    "sarif": as_sarif,
}


def _in_order(found: Findings) -> list[tuple[str, Problem]]:
    return [*(("error", one) for one in found.problems), *(("warning", one) for one in found.advice)]


def _plain(level: str, one: Problem) -> dict[str, Any]:
    place = {"file": one.file, "line": one.line} | ({"column": one.column} if one.column else {})
    words = {"field": one.field, "found": one.found, "expected": one.expected, "fix": one.fix}
    return {"level": level, "rule": one.rule or CONTENT, **place, **words}


def _words(one: Problem) -> str:
    return str(one).removeprefix(f"{one.file}:{one.line}: ")


_COMMAND = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_PROPERTY = _COMMAND | {ord(":"): "%3A", ord(","): "%2C"}


def _annotation(level: str, one: Problem) -> str:
    place = {"file": one.file, "line": str(one.line)} | ({"col": str(one.column)} if one.column else {})
    place["title"] = one.rule or CONTENT
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in place.items())
    return f"::{level} {properties}::{_words(one).translate(_COMMAND)}"


def _result(level: str, one: Problem) -> dict[str, Any]:
    region = {"startLine": one.line} | ({"startColumn": one.column} if one.column else {})
    place = {"artifactLocation": {"uri": quote(one.file)}, "region": region}
    return {
        "ruleId": one.rule or CONTENT,
        "level": level,
        "message": {"text": _words(one)},
        "locations": [{"physicalLocation": place}],
    }
