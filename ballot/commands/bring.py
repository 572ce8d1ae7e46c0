"""`vote import`: ballots from a form tool; `--dry-run` only prints what would be taken."""

import argparse
from pathlib import Path

from ballot import traces
from ballot.commands.boxes import box_of
from ballot.commands.clock import now
from ballot.imports import record
from ballot.imports.sheet import NAMES
from ballot.language import _
from ballot.problem import Refused
from ballot.vote import Folders, read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("what the form tool exported"))
    parser.add_argument(
        "--tool", choices=NAMES, default="csv", help=_("wjx is 问卷星, tencent is 腾讯问卷; default csv")
    )
    parser.add_argument("--form", default="", help=_("a name for this form, if there are several of one tool"))
    parser.add_argument("--question", default="", help=_("words in the heading of the column with the picks"))
    parser.add_argument("--dry-run", action="store_true", help=_("write nothing"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    vote = read(folders)
    try:
        data = options.file.read_bytes()
    except OSError:
        raise Refused(_("{path} cannot be read.").format(path=options.file)) from None
    form = record.Form(options.tool, options.form, options.question)
    if not options.dry_run:
        traces.note(vote.private, options.file)
    with box_of(vote) as box:
        found = record.look(vote, box, data, form) if options.dry_run else record.take(vote, box, now(), data, form)
    if found.known:
        print(_("This file was imported before: it adds nothing."))
        return 0
    for refused in found.rejected:
        print(f"{options.file}: {refused}")
    for taken in found.taken if options.dry_run else ():
        told = _("line {line}: {choices}").format(line=taken.line, choices=" ".join(taken.choices))
        print(f"{options.file}: {told}")
    codes = sum(bool(taken.code) for taken in found.taken)
    told = _("{taken} ballots, {codes} of them by code; {rejected} rows rejected; read as {encoding}.")
    told = told.format(taken=len(found.taken), codes=codes, rejected=len(found.rejected), encoding=found.encoding)
    print(told, _("Nothing was written.") if options.dry_run else "")
    return 0
