"""The stories of a year, read from `content/` as editors wrote them; whether they are valid, `check` says."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from ballot.installation import PROGRAM
from ballot.language import _
from ballot.problem import Problem, quoted

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NESTING_MOST = 20  # lists and mappings inside each other; thousands would crash the YAML composer


@dataclass(frozen=True, slots=True)
class Story:
    """What a screener and the slate use of one story."""

    slug: str
    title: str
    day: str  # 2026-02-04
    region: str  # the main one, from the top: 河南省/洛阳市; "" where there are no regions
    summary: str
    body: str  # Markdown

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.summary}\n{self.body}"


class _Words(YAMLHandler):
    """Keeps every value as text: `on` does not become a boolean, nor 12:30 a number."""

    def load(self, fm: str, **_kwargs: object) -> dict[str, Any]:
        require_shallow(fm)
        fields = yaml.load(fm, Loader=yaml.CBaseLoader)
        if not isinstance(fields, dict):
            raise yaml.YAMLError("no fields")
        return fields


_HANDLER = _Words()


def require_shallow(text: str) -> None:
    """Refuse YAML that nests too deeply, by the parser's events, which do not nest. Raises yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > NESTING_MOST:
            told = _("brackets or lists are nested too deeply")
            at = event.start_mark
            mark = yaml.Mark("", at.index, at.line, at.column, None, 0) if at else None  # the C parser has its own
            raise yaml.MarkedYAMLError(problem=told, problem_mark=mark)


def read_year(content: Path, year: int) -> tuple[tuple[Story, ...], list[Problem]]:
    """Every story of a year that is neither a draft nor taken back, by day and slug.

    returns  the stories, and a problem for each file that cannot be read as one
    """
    found, problems = [], []
    for path in sorted((content / "stories" / str(year)).glob("*.md")):
        try:
            story = _story(path)
        except (ValueError, OSError, yaml.YAMLError) as error:
            fix = _("Run `{program} check` and fix what it reports.").format(program=PROGRAM)
            problems.append(Problem(str(path), 1, "file", quoted(str(error)), _("a story"), fix))
        else:
            found += [story] if story else []
    return tuple(sorted(found, key=lambda story: (story.day, story.slug))), problems


def _story(path: Path) -> Story | None:
    text = path.read_text("utf-8")
    if not SLUG.fullmatch(path.stem) or not text.startswith("---"):
        raise ValueError(path.name)
    fields, body = frontmatter.parse(text, handler=_HANDLER)
    if fields.get("status") == "draft" or fields.get("retraction"):
        return None
    regions = fields.get("region", "")
    region = regions[0] if isinstance(regions, list) and regions else regions
    words = [fields.get(name, "") for name in ("title", "date", "summary")]
    for name, value in zip(("title", "date", "summary", "region"), [*words, region], strict=True):
        if not isinstance(value, str) or not (value.strip() or name == "region"):
            raise ValueError(f"{name}: {value!r}")
    title, day, summary = (" ".join(str(word).split()) for word in words)
    return Story(path.stem, title, day, str(region), summary, body)


def not_out(content: Path, slugs: Iterable[str], today: str) -> list[Problem]:
    """A problem for each story that cannot be voted for: a draft, one whose day has not come, one that was taken back.

    today  2026-02-04, in the zone of the rules
    """
    problems = []
    for slug in slugs:
        for path in sorted((content / "stories").glob(f"*/{slug}.md")):
            text = path.read_text("utf-8", errors="replace")
            try:
                fields, _body = frontmatter.parse(text, handler=_HANDLER)
            except (ValueError, yaml.YAMLError):
                fields = {}
            day, draft = str(fields.get("date", "")), fields.get("status") == "draft"
            back = bool(fields.get("retraction"))
            if draft or back or day > today:
                field = "retraction" if back else "status" if draft else "date"
                line = 1 + next((n for n, one in enumerate(text.splitlines()) if one.startswith(f"{field}:")), 0)
                found = _("a retraction") if back else quoted("draft" if draft else day)
                fix = _("Wait until the story is published, or remove it from the slate: `vote shortlist` again.")
                if back:
                    fix = _("Give `vote shortlist` again: the slate is then written without it.")
                problems.append(Problem(path.as_posix(), line, field, found, _("a published story"), fix))
    return problems


def plain(text: str) -> str:
    """Letters, digits and Han characters alone, folded: what two versions of one story share."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if c.isalnum())
