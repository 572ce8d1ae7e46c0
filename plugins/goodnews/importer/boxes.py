"""Roles and names that a page lays side by side in boxes of their own: `校对` and `苏平` are one line again."""

import re

import msgspec

from goodnews.importer.matching import folded
from goodnews.importer.names import has_surname
from goodnews.importer.raw import Line, Raw
from goodnews.importer.roles import ROLE

_NAME = "[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+"
_NAMES = re.compile(rf"(?:{_NAME})(?:[\s、/]+(?:{_NAME})){{0,5}}")
_SHORT = ("文", "图", "文图", "编")  # roles that need a mark elsewhere, but stand alone in their boxes


def paired(raw: Raw) -> tuple[Raw, dict[int, int]]:
    """The file with each role and the names in the next line as one line, and which lines have become part of which."""
    lines = list(raw.lines)
    joined: dict[int, int] = {}
    for at, line in enumerate(lines):
        role = folded(line.text).strip(" :")
        if line.kind != "text" or not (role in _SHORT or ROLE.fullmatch(role)):
            continue
        below = next((number for number in range(at + 1, len(lines)) if lines[number].text.strip()), 0)
        names = lines[below].text.strip() if below else ""
        if _NAMES.fullmatch(folded(names)) and all(has_surname(name) or "·" in name for name in _parts(names)):
            lines[at] = msgspec.structs.replace(line, text=f"{role}：{names}")
            joined[lines[below].number] = line.number
            lines[below] = Line(lines[below].number, "")
    return msgspec.structs.replace(raw, lines=tuple(lines)), joined


def _parts(names: str) -> list[str]:
    return [name for name in re.split(r"[\s、/]+", folded(names)) if name]
