"""`vote new`: the rules of a year, with a comment on each line, to be read and changed in any editor."""

import argparse
import json
from urllib.parse import urlsplit

from ballot import files, rules, stages
from ballot.language import _
from ballot.leaf import GROUPS
from ballot.problem import Refused, Unfit, typed
from ballot.stages import Stage
from ballot.vote import Folders
from ballot.web import web_address


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--title", default="", help=_("name of the vote, as readers see it"))
    parser.add_argument("--site", type=web_address, default="", help=_("address of the news site"))
    parser.add_argument("--zone", default="Asia/Shanghai", help=_("time zone; default Asia/Shanghai"))
    parser.add_argument("--opens", default="", help=_("local time, such as 2026-12-20T09:00"))
    parser.add_argument("--closes", default="", help=_("local time, such as 2026-12-27T18:00"))
    parser.add_argument("--minimum", type=int, default=1, help=_("fewest stories on a ballot; default 1"))
    parser.add_argument("--maximum", type=int, default=10, help=_("most stories on a ballot; default 10"))
    told = _("who may vote, some of: {groups}").format(groups=" ".join(GROUPS))
    parser.add_argument("--groups", nargs="+", choices=GROUPS, default=list(GROUPS), metavar="GROUP", help=told)
    parser.add_argument("--draw", default="", help=_("the public draw that decides what no rank decides"))
    parser.add_argument("--drawn", default="", help=_("when it is drawn, after the close: a local time"))
    parser.add_argument("--second", default="", help=_("who signs second: the line that `vote witness` prints"))
    parser.add_argument("--ground", action="append", default=[], help=_("what may set a ballot aside; may be repeated"))
    parser.add_argument("--small", action="store_true", help=_("fewer than 20 candidates are intended"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused, and no rules are written then."""
    stages.require(stages.stage_of(stages.read(folders.public)), folders.year, Stage.SHORTLIST)
    path = folders.public / rules.FILE
    if path.exists():
        raise Refused(_("{path} exists already: change it in an editor.").format(path=path))
    files.write(path, text_of(folders.year, options).encode())
    try:
        rules.read(path, dated=False)  # dates may be missing, not wrong
    except Unfit:
        path.unlink()
        raise
    print(_("The rules are in {path}: read each line, and change what does not fit.").format(path=path))
    if not all((options.opens, options.closes, options.draw, options.drawn)):
        print(_("Lines that begin with # and name a date are still to be filled in."))
    print(_("Next: `{command}`").format(command=typed(f"shortlist {folders.year}")))
    return 0


def text_of(year: int, options: argparse.Namespace) -> str:
    """rules.toml, with a comment above each line."""
    title = options.title or _("Good news of {year}").format(year=year)
    site = urlsplit(options.site or "https://news.example/")
    maximum, minimum = options.maximum, options.minimum
    words = [
        _("Choose {least} to {most} stories.").format(least=minimum, most=maximum),
        _("You may vote again until the close: your last ballot counts."),
        _("The public's order and the jury's count half each."),
    ]
    lines = [
        (_("Name of the vote, as readers see it: 1 to 60 characters."), "title", title),
        (_("The year whose stories are chosen from."), "year", year),
        (
            _("The name under which seals are signed: an address of your own site, without https://."),
            "origin",
            f"{site.netloc}{site.path}vote/{year}",
        ),
        (_("All times below are local times of this zone."), "zone", options.zone),
        (_("When ballots are taken: day and time to the minute, in quotation marks."), "opens", options.opens),
        ("", "closes", options.closes),
        (_("How many stories a ballot names."), "minimum", minimum),
        ("", "maximum", maximum),
        (
            _("Who may vote: members (with codes), open, plain (without JavaScript), import (forms and paper)."),
            "groups",
            list(options.groups),
        ),
        (_("How many stories are printed in the end."), "places", min(10, maximum) if options.small else 10),
        (_("Whether the jurors' names are published: named or anonymous."), "jurors", "anonymous"),
        (_("The rules in the words readers get, a sentence each."), "words", words),
    ]
    if "import" in options.groups and "members" not in options.groups:
        lines.append((_("Ballots of forms and paper count although they carry no code."), "import_weighs", True))
    if options.small:
        lines.append((_("Fewer than 20 candidates are meant."), "small", True))
    text = "".join(_line(comment, name, value, year) for comment, name, value in lines)
    comment = _("A group with fewer ballots is printed, but not ranked. Without these lines: 100, and 5 of 100 of all.")
    why = _("why so many, for everyone to read")
    text += f'\n# {comment}\n# quorum = 100\n# quorum_why = "{why}"\n'
    comment = _("An outage of the service in the last hours lets the vote close later, by at most so many minutes.")
    text += f"\n# {comment}\n[prolong]\nlast_hours = 24\nmost_minutes = 240\n"
    comment = _("A public draw that nobody can know before the close; it decides what no rank decides.")
    text += f"\n# {comment}\n[draw]\n"
    text += _line("", "what", options.draw, year) + _line("", "when", options.drawn, year)
    comment = _(
        "What may set ballots aside, named before anyone votes, and the key of the second person who must agree."
    )
    grounds = options.ground or [_("codes that were sold or made public")]
    table = f"[quarantine]\nsecond = {_json(options.second or 'NAME+ID+KEY')}\ngrounds = {_json(grounds)}\n"
    lead = "" if options.second else "# "
    text += f"\n# {comment}\n" + "".join(f"{lead}{line}\n" for line in table.splitlines())
    head = _("The rules of the vote of {year}. Once frozen, they never change.").format(year=year)
    return f"# {head}\n{text}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line(comment: str, name: str, value: object, year: int) -> str:
    told = f"\n# {comment}\n" if comment else ""
    if value == "":  # to be announced
        example = f"{year}-12-20T09:00" if name != "what" else _("front numbers of the lottery of that day")
        return f"{told}# {name} = {_json(example)}\n"
    return f"{told}{name} = {_json(value)}\n"
