"""The schemas of schema/: what the code asks for, and nothing that an editor may not write."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fastjsonschema
import pytest
import yaml

from tests.builders import EXAMPLES, ROOT, story_text
from tools.schema import KINDS

NEWSROOMS = (ROOT, EXAMPLES / "harbour", EXAMPLES / "english")


class Loader(yaml.SafeLoader):
    """Reads a file as text editors do: a day is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def read(text: str) -> object:
    """The front matter of a page, or a registry, as JSON has it: every key a text."""
    header = text.split("\n---", 1)[0].removeprefix("---\n") if text.startswith("---\n") else text
    return json.loads(json.dumps(yaml.load(header, Loader) or {}))


def schema(name: str) -> Callable[[object], object]:
    return fastjsonschema.compile(json.loads((ROOT / f"schema/{name}.json").read_text("utf-8")))


def test_files_are_what_the_code_gives(tmp_path: Path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    subprocess.run([sys.executable, "-m", "tools.schema", tmp_path], cwd=ROOT, env=environment, check=True, timeout=120)
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(written) == len(KINDS) + 3
    stale = [str(path) for path in written if (tmp_path / path).read_bytes() != (ROOT / path).read_bytes()]
    assert stale == [], "run `python3 tasks.py schema`"


@pytest.mark.parametrize("name", KINDS)
def test_every_file_of_our_newsrooms_is_valid(name: str):
    valid = schema(name)
    for newsroom in NEWSROOMS:
        for path in newsroom.glob(KINDS[name][0]):
            valid(read(path.read_text("utf-8")))


@pytest.mark.parametrize(
    "fields",
    [
        {"highlight": "true", "topics": "[]", "kicker": "", "image": "{missing: true, alt: 甲}"},
        {"title": "2025", "region": "[河南省, 山西省]", "privacy": "{checked: 李编辑}"},
        {"kind": "diary", "weekday": "星期三", "status": "draft", "related": "\n- a\n- b"},
        {"corrections": "{date: 2026-02-06, text: 改了。}", "bylines": "[{记者: [甲, 乙]}, {摄影: 丙}]"},
    ],
)
def test_what_a_story_may_say_is_valid(fields: dict[str, str]):
    schema("story")(read(story_text(**fields)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("story", story_text(titel="甲")),
        ("story", story_text(title=None)),
        ("story", story_text(title="长" * 121)),
        ("story", story_text(date="2026-2-4")),
        ("story", story_text(kind="news")),
        ("story", story_text(highlight="yes")),
        ("story", story_text(related="[A_B]")),
        ("story", story_text(image="{file: a.jpg}")),
        ("story", story_text(privacy="checked")),
        ("digest", "---\nissue: 0\n---\n"),
        ("page", "---\ntitle: 甲\nsummary: 乙\ncontact: maybe\n---\n"),
        ("sections", "甲: {description: 乙}\n"),
        ("campaigns", "甲: {slug: a, editions: {2026: {slogan: 乙}}}\n"),
        ("house", "words: {甲: {reason: 乙}}\n"),
        ("words", "甲: {乙: 丙}\n"),
    ],
)
def test_what_check_refuses_is_invalid(name: str, text: str):
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        schema(name)(read(text))


def test_limits_and_hints_are_those_of_the_code_and_the_manual():
    title = json.loads((ROOT / "schema/story.json").read_text("utf-8"))["properties"]["title"]
    assert title["maxLength"] == 120  # twice as many Latin letters as characters of Chinese
    assert title["description"].startswith("标题。")


@pytest.mark.parametrize("path", ["settings.json", "tasks.json", "extensions.json", "nuanwen.code-snippets"])
def test_files_of_the_text_editor_are_json(path: str):
    assert json.loads((ROOT / ".vscode" / path).read_text("utf-8"))


def test_problem_is_found_in_what_check_prints():
    (task,) = json.loads((ROOT / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    pattern = re.compile(task["problemMatcher"]["pattern"]["regexp"])
    for line in (
        "content/stories/2026/a.md:4: section: found 'x', expected y. z",
        "advice: content/stories/2026/a.md:4: section: found 'x', expected y. z [rule]",
        "建议：content/stories/2026/a.md:4: section 查到：x [rule]",
    ):
        found = pattern.match(line)
        assert found and found[1] == "content/stories/2026/a.md" and found[2] == "4"
    assert not pattern.match("53 stories, no problem")
