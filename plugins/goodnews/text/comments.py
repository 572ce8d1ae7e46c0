"""Comments: what an editor wrote between `<!--` and `-->`, which reaches no reader."""

import re

from goodnews.language import _
from goodnews.problem import quoted
from goodnews.text.constructs import FENCE, Line, closes
from goodnews.text.limits import Refused

_OPENING = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\\.|(<!--)")
_SHOWN = 40  # characters of a comment, enough to find it


def without_comments(text: list[str]) -> tuple[list[Line], list[Line]]:
    """The lines without comments, and the comments: the line in which each begins, and its first characters.

    A line that held nothing else is dropped. Code keeps what looks like a comment.
    Raises Refused for a comment without an end.
    """
    if not any("<!--" in line for line in text):
        return [Line(number, line) for number, line in enumerate(text)], []
    kept: list[Line] = []
    comments: list[Line] = []
    fence = ""
    begun: int | None = None  # line of a comment that has not ended yet
    for number, line in enumerate(text):
        bare = line.lstrip(" >")
        if begun is None:
            if fence:
                fence = "" if closes(bare, fence) else fence
                kept.append(Line(number, line))
                continue
            if opening := FENCE.match(bare):
                fence = opening[1]
        rest, begun = _without_comment(line, number, begun, comments)
        if rest.strip() or rest == line:
            kept.append(Line(number, rest))
    if begun is not None:
        fix = _("End it with `-->`.")
        raise Refused(begun, quoted("<!--"), _("a comment with an end"), fix)
    return kept, comments


def _without_comment(line: str, number: int, begun: int | None, comments: list[Line]) -> tuple[str, int | None]:
    """One line without its comments, and the line of the comment that continues below it."""
    kept = ""
    at = 0
    while True:
        if begun is not None:
            end = line.find("-->", at)
            if end < 0:
                return kept, begun
            at, begun = end + 3, None
        opening = next((m for m in _OPENING.finditer(line, at) if m[2]), None)
        if opening is None:
            return kept + line[at:], None
        kept += line[at : opening.start()]
        at, begun = opening.end(), number
        comments.append(Line(number, line[opening.start() : opening.start() + _SHOWN]))
