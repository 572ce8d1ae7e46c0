"""`vote guide`: be led through a vote on the terminal, or with `--page` in a browser on this machine."""

import argparse
from collections.abc import Callable

from ballot.commands.clock import now
from ballot.guide import perform
from ballot.guide.standing import Standing, standing
from ballot.guide.steps import Field, Step, backup_commands, present, steps
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
    """returns  0: the guide was left, whatever is still to do"""
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
            if at.stage is not Stage.OPEN or ask(_("Make a back-up now? [y]es, [q]uit: ")).strip() != "y":
                return
            print(perform.give(at, backup_commands(at)).text)
            continue
        if ask(_("Take this step now? [y]es, [q]uit: ")).strip().casefold() not in ("y", "yes", ""):
            return
        if step.name == "decide":
            _decide(at)
        else:
            print(perform.take(step, at, {field.name: _answer(field, ask) for field in step.fields(at)}).text)


def _decide(at: Standing) -> None:
    """Decide story by story, with the questions of `vote shortlist --review`; whoever leaves them leaves the guide."""
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


def _answer(field: Field, ask: Ask) -> str:
    """Ask for one field; an empty line takes what stands in brackets."""
    if field.help:
        print(f"    {field.help}")
    for value, words in field.choices:
        print(f"    {value}: {words}")
    shown = f" [{field.value}]" if field.value else ""
    if field.kind == "tick":
        return "yes" if ask(f"  {field.label} (yes/no){shown}: ").strip() in ("y", "yes") else ""
    while True:
        given = ask(f"  {field.label}{shown}: ").strip() or field.value
        if given or not field.needed:
            return given
