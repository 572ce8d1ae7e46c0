"""The front matter of a Markdown file that another program wrote: its fields with their names, then the story.

It is read as the row of a table, and becomes the same draft: a field that no story has is told as unknown.
"""

import re
from collections.abc import Sequence

from goodnews.importer.raw import Raw
from goodnews.importer.table import field_of, story_of

_MOST = 60  # lines of a front matter
_FENCE = re.compile(r"---\s*")
_FIELD = re.compile(r"(?P<name>[^\W\d][\w-]{0,30})\s*[:：]\s*(?P<value>.*?)\s*")


def matter_in(name: str, lines: Sequence[str]) -> tuple[Raw, ...]:
    """The story of a file that begins with fields between two lines of `---`, one of them its title; () if it does
    not."""
    stop = next((at for at, line in enumerate(lines[1 : _MOST + 1], 1) if _FENCE.fullmatch(line)), 0)
    if not stop or not _FENCE.fullmatch(lines[0]):
        return ()
    said = [line.strip() for line in lines[1:stop] if line.strip()]
    fields = [_FIELD.fullmatch(line) for line in said]
    columns = [field["name"] if field else "" for field in fields]
    cells = [_unquoted(field["value"]) if field else line for field, line in zip(fields, said, strict=True)]
    text = "\n".join(lines[stop + 1 :]).strip("\n")
    if not text.strip() or "title" not in map(field_of, columns):
        return ()
    titled = cells[[*map(field_of, columns)].index("title")]
    first, _end, rest = text.partition("\n")
    if first.lstrip("# ").strip() == titled:  # the headline stands above the text as well
        text = rest.strip("\n") or text
    return (story_of(name, [*cells, text], [*columns, "正文"]),)


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'" else value
