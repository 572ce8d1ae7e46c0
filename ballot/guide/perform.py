"""Taking a step: its commands, run just as a person would type them, and their output."""

import contextlib
import io
import os
import re
from dataclasses import dataclass

from ballot.guide.standing import Standing, note, noted
from ballot.guide.steps import DATABASE, Answers, Commands, Step
from ballot.language import _
from ballot.problem import Refused
from ballot.vote import Folders

BEGINNING, END = 40, 10  # lines of a long answer that are shown


@dataclass(frozen=True, slots=True)
class Said:
    """Outcome of a step: success, and what the commands printed."""

    fine: bool
    text: str


def take(step: Step, at: Standing, answers: Answers) -> Said:
    """Take a step; one that people do elsewhere is only noted."""
    missing = [one.label for one in step.fields(at) if one.needed and not answers.get(one.name, "").strip()]
    if missing:
        return Said(False, _("Please fill in: {names}.").format(names=", ".join(missing)))
    if wait := step.waits(at):
        return Said(False, wait)
    if url := answers.get(DATABASE):
        note(at.folders, **{DATABASE: url})
    reach(at.folders)
    try:
        commands = step.commands(at, answers)
    except Refused as refused:
        return Said(False, str(refused))
    if not commands:
        note(at.folders, **{step.name: f"{at.now:%Y-%m-%dT%H:%MZ}"})
        return Said(True, "")
    return give(at, commands)


def reach(folders: Folders) -> None:
    """Let commands, and the service that the guide starts, find the database that was named to the guide."""
    if url := noted(folders).get(DATABASE):
        os.environ.setdefault("DATABASE_URL", url)


def give(at: Standing, commands: Commands) -> Said:
    """Run commands one after the other, until one fails."""
    from ballot.__main__ import main

    out = io.StringIO()
    where = ["--public", str(at.folders.public), "--private", str(at.folders.private)]
    for command, *rest in commands:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                code = main([command, at.folders.public.name, *rest, *where])
            except SystemExit:  # argparse, for an invalid answer: the option's name before it, `--help` after
                return Said(False, re.sub(r"^.*?--\w+[:：]\s*|[^`.。]*`[^`]*--help`.*$", "", out.getvalue().strip()))
        if code:
            return Said(False, _short(out.getvalue()))
    return Said(True, _short(out.getvalue()))


def _short(text: str) -> str:
    """What was said, without the middle of a list of hundreds: what matters stands at both ends."""
    lines = text.strip().splitlines()
    left_out = len(lines) - BEGINNING - END
    if left_out <= 0:
        return "\n".join(lines)
    told = _("… {count} more lines").format(count=left_out)
    return "\n".join([*lines[:BEGINNING], told, *lines[-END:]])
