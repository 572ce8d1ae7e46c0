"""`vote dates`: fills in the dates and the draw that rules.toml still lacks."""

import argparse
import json
import re

from ballot import files, rules, stages
from ballot.language import _
from ballot.problem import Refused, typed
from ballot.stages import Stage
from ballot.vote import Folders

WORDS = {"opens": "opens", "closes": "closes", "draw.what": "draw", "draw.when": "drawn"}  # field -> option


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opens", default="", help=_("local time, such as 2026-12-20T09:00"))
    parser.add_argument("--closes", default="", help=_("local time, such as 2026-12-27T18:00"))
    parser.add_argument("--draw", default="", help=_("the public draw that decides what no rank decides"))
    parser.add_argument("--drawn", default="", help=_("when it is drawn, after the close: a local time"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Write what is given where it is lacking; nothing that stands there is changed. Raises Refused."""
    stages.require(stages.stage_of(stages.read(folders.public)), folders.year, Stage.SHORTLIST)
    path = folders.public / rules.FILE
    if not path.exists():
        raise Refused(
            _("{path} is missing: `{first}` writes it.").format(path=path, first=typed(f"new {folders.year}"))
        )
    lacking = rules.lacking(path)
    before = path.read_bytes()
    text = before.decode().replace("\r\n", "\n")
    for field, option in WORDS.items():
        given = getattr(options, option)
        if given and field not in lacking:
            raise Refused(_("{path} has {field} already: change it in an editor.").format(path=path, field=field))
        text = _with(text, field, given) if given else text
    files.write(path, text.encode())
    try:
        rules.read(path, dated=not rules.lacking(path))
    except Refused:
        files.write(path, before)
        raise
    print(_("Written: {path}").format(path=path))
    return 0


def _with(text: str, field: str, value: str) -> str:
    """The rules with one more line: in place of the one that waits behind a #, or else where its table begins."""
    table, _dot, name = field.rpartition(".")
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
    head = re.search(rf"^[ \t]*\[[ \t]*{table}[ \t]*\].*\n?", text, re.MULTILINE) if table else None
    if table and head is None:
        return f"{text.rstrip()}\n\n[{table}]\n{line}"
    begin = head.end() if head else 0
    next_table = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, begin)
    end = next_table.start() if next_table else len(text)
    waits = re.compile(rf"^[ \t]*#[ \t]*{name}[ \t]*=.*\n?", re.MULTILINE).search(text, begin, end)
    at, after = (waits.start(), waits.end()) if waits else (begin, begin)
    return text[:at] + line + text[after:]
