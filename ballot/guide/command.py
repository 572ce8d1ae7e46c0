"""`vote guide`: guides a person through a vote on the terminal, or with `--page` in a browser on this machine."""

import argparse
import datetime
import re
from collections.abc import Callable

from ballot.commands.clock import now
from ballot.guide import perform
from ballot.guide.standing import Standing, standing
from ballot.guide.steps import Field, Step, backup_commands, open_errands, present, steps
from ballot.language import _
from ballot.stages import Stage
from ballot.vote import Folders
from ballot.web import web_address

Ask = Callable[[str], str]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--page", action="store_true", help=_("in a browser on this machine, not on the terminal"))
    parser.add_argument("--port", type=int, default=8200, help=_("the page's port; default 8200"))
    parser.add_argument("--site", type=web_address, default="", help=_("address of the news site, for links to it"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """returns  0 whenever the guide is left, whatever is still to do"""
    perform.reach(folders)
    if options.page:
        from ballot.guide import page

        page.serve(folders, options.port, options.site)
        return 0
    try:
        talk(folders, input)
    except (EOFError, KeyboardInterrupt):
        print()
    return 0


def talk(folders: Folders, ask: Ask) -> None:
    """Take steps until all are done, one must wait, or the person leaves. Raises EOFError at the end of the input."""
    kept: dict[str, str] = {}  # what was answered, where the step did not go through
    while True:
        at = standing(folders, now())
        step = present(at)
        _show(at, step)
        if step is None:
            print(_("All is done."))
            return
        if at.problems:
            print(_("Fix this first; then start the guide again."))
            return
        if wait := step.waits(at):
            print(wait)
            given = ask(_("Make a back-up now? [y]es, [o]ther, [q]uit: ")).strip() if at.stage is Stage.OPEN else "q"
            if given == "y":
                print(perform.give(at, backup_commands(at)).text)
            elif given == "o":
                _other(at, ask)
            else:
                return
            continue
        given = ask(_("Take this step now? [y]es, [o]ther, [q]uit: ")).strip().casefold()
        if given == "o":
            _other(at, ask)
        elif given not in ("y", "yes", ""):
            return
        elif step.name == "decide":
            _decide(at)
        else:
            kept = {field.name: _answer(field, kept.get(field.name, field.value), ask) for field in step.fields(at)}
            said = perform.take(step, at, kept)
            print(said.text)
            kept = {} if said.fine else kept


def _other(at: Standing, ask: Ask) -> None:
    """One of the errands, by its number."""
    found = open_errands(at)
    for number, errand in enumerate(found, 1):
        print(f"  {number} {errand.title} ({errand.who})\n    {errand.text}")
    given = ask(_("Which number? Nothing: back. ")).strip()
    if given.isascii() and given.isdigit() and 1 <= int(given) <= len(found):
        errand = found[int(given) - 1]
        print(
            perform.take(errand, at, {field.name: _answer(field, field.value, ask) for field in errand.fields(at)}).text
        )


def _decide(at: Standing) -> None:
    """Decide story by story, with the questions of `vote shortlist --review`; quitting them quits the guide."""
    from ballot.__main__ import main

    where = ["--public", str(at.folders.public), "--private", str(at.folders.private)]
    main(["shortlist", at.folders.public.name, *where, "--review"])
    if not standing(at.folders, now()).candidates:
        raise EOFError


def _show(at: Standing, present: Step | None) -> None:
    print()
    for name, fact in at.facts():
        print(f"  {name}: {fact}")
    for step in steps():
        if step.needed(at):
            mark = "✓" if step.done(at) else "→" if present and step.name == present.name else " "
            print(f"  {mark} {step.title}")
    if present:
        print(f"\n{present.title} ({present.who})\n{present.text}")
    for problem in at.problems:
        print(problem)


def _answer(field: Field, value: str, ask: Ask) -> str:
    """Ask for one field until the answer fits it; an empty line takes the value in brackets."""
    print(f"\n  {field.label}")
    if field.help:
        print(f"    {field.help}")
    for choice, words in field.choices:
        print(f"    {choice}: {words}")
    if field.kind == "tick":
        given = ask(f"  (yes/no) [{value or 'no'}]: ").strip() or value
        return "yes" if given.casefold() in ("y", "yes", "是") else ""
    while True:
        given = ask(f"  [{value}]: " if value else "  : ").strip() or value
        fitting = _fitting(field, given)
        if fitting or not (given or field.needed):
            return fitting
        print("    " + _("Expected {expected}; please answer again.").format(expected=_expected(field)))


def _fitting(field: Field, given: str) -> str:
    """An answer as the commands want it; empty if it is none."""
    known = [choice for choice, _words in field.choices]
    match field.kind:
        case "many":
            words = re.split(r"[\s,，、]+", given)
            return " ".join(words) if set(words) <= set(known) else ""
        case "choice":
            return given if given in known else ""
        case "number":
            return str(int(given)) if given.isdecimal() else ""
        case "moment":
            try:
                numbers = map(int, re.split(r"[^0-9]+", given.strip()))
                return f"{datetime.datetime(*numbers):%Y-%m-%dT%H:%M}"  # type: ignore[arg-type] # too many, or an hour past 24, raise
            except (TypeError, ValueError):
                return ""
    return given


def _expected(field: Field) -> str:
    match field.kind:
        case "many":
            return _("some of {groups}, each once").format(groups=" ".join(choice for choice, _words in field.choices))
        case "choice":
            return " / ".join(choice for choice, _words in field.choices)
        case "number":
            return _("a whole number")
        case "moment":
            return _("a local time such as {example}").format(example=field.value)
    return _("an answer")
