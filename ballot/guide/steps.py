"""The steps of a vote in order: who takes each, what it asks, and the commands it runs."""

import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ballot import files, jury, withdrawal
from ballot.commands.codes import SHEET
from ballot.commands.judge import TABLE
from ballot.guide.standing import BACKUPS, Standing, group_names
from ballot.imports.sheet import NAMES
from ballot.installation import PROGRAM
from ballot.language import _
from ballot.leaf import GROUPS
from ballot.problem import Refused
from ballot.quarantine import STATEMENT
from ballot.screening.command import offered
from ballot.stages import Stage
from ballot.vote import ROLL

Kind = Literal["text", "long", "number", "moment", "choice", "many", "file", "tick"]
Answers = Mapping[str, str]
Commands = list[list[str]]
DECIDED = "decided.yaml"
DATABASE = "database"  # the answer that the guide keeps for the commands that follow


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a step asks for."""

    name: str
    label: str
    kind: Kind = "text"
    value: str = ""  # the default; for "many" and "choice" some or one of the choices
    choices: tuple[tuple[str, str], ...] = ()  # value, words
    help: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    title: str
    who: str
    text: str
    button: str
    done: Callable[[Standing], bool]
    fields: Callable[[Standing], Sequence[Field]] = lambda _standing: ()
    # None if it is done elsewhere: the guide only notes it.
    commands: Callable[[Standing, Answers], Commands] = lambda _standing, _answers: []
    waits: Callable[[Standing], str] = lambda _standing: ""  # why it cannot be taken yet, or nothing
    needed: Callable[[Standing], bool] = lambda _standing: True


def steps() -> tuple[Step, ...]:
    """All of them, in the language of the terminal."""
    editor, operator = _("editor"), _("operator of the vote")
    return (
        Step(
            "rules", _("Write the rules"), editor,
            _("They go to rules.toml, with a comment on each line, and can be changed there until they are locked."),
            _("Write the rules"), lambda at: at.has("rules.toml"), _rules_fields, _rules_commands,
        ),
        Step(
            "screen", _("Let the screeners read the year"), editor,
            _("Every story of the year gets a score from each screener. The best of each are offered to you."),
            _("Start"), lambda at: at.has("screening.jsonl") or bool(at.candidates),
            commands=lambda at, _answers: [["shortlist"]],
        ),
        Step(
            "decide", _("Decide on the slate"), editor,
            _("Accept or refuse each story, with a reason for everyone to read. Those accepted are the candidates."),
            _("Write the decisions down"), lambda at: bool(at.candidates), _decide_fields, _decide_commands,
        ),
        Step(
            "dates", _("Fill in the dates"), editor,
            _("When the vote opens and closes, and the draw that decides what no rank decides."),
            _("Write the dates"), lambda at: at.rules is not None and not at.lacks, _dates_fields, _dates_commands,
        ),
        Step(
            "codes", _("Make the members' codes"), _("union"),
            _("One-time codes, made on this machine, and a page of cards to print and cut."),
            _("Make the codes"), lambda at: at.has(ROLL), _codes_fields, _codes_commands,
            needed=lambda at: at.rules is not None and "members" in at.rules.groups,
        ),
        Step(
            "freeze", _("Lock rules, slate and codes"), editor,
            _("From here on nobody can change them. Copy the secret folder to a safe place afterwards."),
            _("Lock them"), lambda at: at.stage >= Stage.FROZEN, commands=lambda at, _answers: [["freeze"]],
        ),
        Step(
            "announce", _("Publish the voting page"), _("whoever publishes the site"),
            _("Run `git add content/votes`, `git commit` and `{program} build`, and publish the site as always: "
              "the key of the vote must be known before the opening.").format(program=PROGRAM),
            _("This is done"), lambda at: "announce" in at.notes or at.stage >= Stage.OPEN,
        ),
        Step(
            "open", _("Open the vote"), operator,
            _("It prepares the box. Ballots are taken from the hour in the rules on."),
            _("Open"), lambda at: at.stage >= Stage.OPEN, _open_fields, lambda at, _answers: [["open"]],
        ),
        Step(
            "jury", _("Write the jury's table"), operator,
            _("A column for each juror: 1 for the best, R where recused. It opens in any spreadsheet."),
            _("Write the table"), lambda at: at.keeps(TABLE) or at.has(jury.FILE), _jury_fields,
            lambda at, answers: [["jury", "--jurors", answers.get("jurors", "5")]],
        ),
        Step(
            "close", _("Close the vote"), operator,
            _("The last ballots are sealed. Nothing that comes later is counted."),
            _("Close"), lambda at: at.stage >= Stage.CLOSED, commands=lambda at, _answers: [["close"]],
            waits=lambda at: _("It can be closed once its time has passed.") if (at.hours or 0) > 0 else "",
        ),
        Step(
            "import", _("Take in ballots of form tools and paper"), operator,
            _("One file after another. Each is tried first, and every refused row is listed with its reason."),
            _("Take the file in"), _no_more_files, _import_fields, _import_commands,
            needed=lambda at: at.rules is not None and "import" in at.rules.groups,
        ),
        Step(
            "marks", _("Take in the jury's marks"), operator,
            _("The filled table, as CSV."),
            _("Take the marks in"), lambda at: at.has(jury.FILE),
            lambda at: [Field("file", _("The filled table"), "file")],
            lambda at, answers: [["jury", answers["file"]]],
        ),
        Step(
            "tally", _("Count"), operator,
            _("The result of the public draw is needed only to break a tie."),
            _("Count"), lambda at: at.stage >= Stage.TALLIED,
            lambda at: [Field("draw", _("What the public draw gave"), needed=False, help=_drawn(at))],
            lambda at, answers: [["tally", *(["--draw", answers["draw"]] if answers.get("draw") else [])]],
        ),
        Step(
            "publish", _("Sign and publish"), operator,
            _("Everything is counted again from outside and signed; the key that ties ballots to voters is destroyed."),
            _("Publish"), lambda at: at.stage >= Stage.PUBLISHED, commands=lambda at, _answers: [["publish"]],
        ),
        Step(
            "print", _("Publish the result"), _("whoever publishes the site"),
            _("Run `git add content/votes`, `git commit` and `{program} build`, and publish the site as always. "
              "Anyone can count it again with recount.py.").format(program=PROGRAM),
            _("This is done"), lambda at: "print" in at.notes or _is_destroyed(at),
        ),
        Step(
            "destroy", _("Destroy what is left behind"), operator,
            _("Box, back-ups, codes and exports still reveal who voted when. First commit the published files."),
            _("Destroy"), _is_destroyed,
            commands=lambda at, _answers: [["destroy"]],
        ),
    )  # fmt: skip


def errands() -> tuple[Step, ...]:
    """What may be needed besides, at any time of its stage; done as often as it takes."""
    editor, operator, second = _("editor"), _("operator of the vote"), _("second person")
    return (
        Step(
            "withdraw", _("Withdraw a candidate"), editor,
            _("It can no longer be chosen. Ballots and pages show the reason; it cannot be taken back."),
            _("Withdraw it"), _never, _withdraw_fields,
            lambda at, answers: [["withdraw", answers["candidate"], f"--why={answers['why']}"]],
            needed=lambda at: at.stage >= Stage.FROZEN,
        ),
        Step(
            "prolong", _("Prolong the vote after an outage"), operator,
            _("By the length of the outage, as far as the rules allow: in the last hours, or up to an hour after."),
            _("Prolong it"), _never,
            lambda at: [
                Field("minutes", _("Minutes that the service was away"), "number"),
                Field("why", _("Why, for everyone to read")),
            ],
            lambda at, answers: [["prolong", f"--minutes={answers['minutes']}", f"--why={answers['why']}"]],
            needed=lambda at: at.stage is Stage.OPEN and at.rules is not None and at.rules.prolong is not None,
        ),
        Step(
            "restore", _("Fill the box from a back-up"), operator,
            _("Only if the box is lost. First end the services; take the newest back-up."),
            _("Fill it"), _never,
            lambda at: [
                Field("file", _("The back-up"), "file"),
                Field("lost", _("There is no newer one: tell which sealed ballots are lost"), "tick", needed=False),
            ],
            lambda at, answers: [["restore", answers["file"], *(["--lost"] if answers.get("lost") else [])]],
            needed=lambda at: Stage.OPEN <= at.stage < Stage.TALLIED and at.box != "",
        ),
        Step(
            "statement", _("Set ballots aside: write the statement"), operator,
            _("For a ground that the rules name, and no other. Nothing is set aside before a second person signs."),
            _("Write the statement"), _never, _statement_fields,
            lambda at, answers: [["quarantine", answers["file"], "--ground", answers["ground"]]],
            needed=_may_set_aside,
        ),
        Step(
            "aside", _("Set ballots aside: what was signed"), operator,
            _("The statement with the second signature on it."),
            _("Set them aside"), _never, lambda at: [Field("file", _("The signed statement"), "file")],
            lambda at, answers: [["quarantine", answers["file"], "--signed"]],
            needed=_may_set_aside,
        ),
        Step(
            "witness", _("Be the second person"), second,
            _("On a machine of your own: it makes your key, or signs a statement that you have read and agree with."),
            _("Make the key, or sign"), _never,
            lambda at: [
                Field("key", _("File of your key; a new one is made where there is none"), help="second.key"),
                Field("name", _("Your name, in letters, digits, dots and hyphens"), value="second-signature"),
                Field("file", _("A statement to sign"), "file", needed=False),
            ],
            _witness_commands,
            needed=lambda at: at.stage < Stage.TALLIED,
        ),
    )  # fmt: skip


def open_errands(at: Standing) -> tuple[Step, ...]:
    """Those that can be done now; none while something must be fixed first."""
    return () if at.problems else tuple(errand for errand in errands() if errand.needed(at))


def _never(_at: Standing) -> bool:
    return False


def _is_destroyed(at: Standing) -> bool:
    """Whether nothing is left behind; what the guide noted is gone then as well."""
    return any(event["event"] == "destroyed" for event in at.events)


def _may_set_aside(at: Standing) -> bool:
    return Stage.OPEN <= at.stage < Stage.TALLIED and at.rules is not None and at.rules.quarantine is not None


def present(at: Standing) -> Step | None:
    """The step to take now; None when all is done."""
    return next((step for step in steps() if step.needed(at) and not step.done(at)), None)


def backup_commands(at: Standing) -> Commands:
    folder = at.folders.private / BACKUPS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [["backup", str(folder / f"{at.now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}.jsonl")]]


def _rules_fields(at: Standing) -> list[Field]:
    year = at.year
    groups = tuple(group_names().items())
    return [
        Field("title", _("Name of the vote"), value=_("Good news of {year}").format(year=year)),
        Field("site", _("Address of the news site"), help="https://news.example/"),
        Field("zone", _("Time zone"), value="Asia/Shanghai"),
        Field("minimum", _("Fewest stories on a ballot"), "number", "1"),
        Field("maximum", _("Most stories on a ballot"), "number", "10"),
        Field("groups", _("Who may vote"), "many", " ".join(GROUPS), groups),
        Field(
            "second", _("Who signs second, if ballots may be set aside"), needed=False,
            help=_("The line that `vote witness` printed for that person. Without it no ballot can be set aside."),
        ),
        Field("ground", _("The ground for setting a ballot aside"), needed=False),
        Field("small", _("Fewer than 20 candidates are intended"), "tick", needed=False),
    ]  # fmt: skip


def _rules_commands(at: Standing, answers: Answers) -> Commands:
    command = ["new"]
    for name in ("title", "site", "zone", "minimum", "maximum", "second", "ground"):
        if answers.get(name):
            command += [f"--{name}={answers[name]}"]
    command += ["--small"] if answers.get("small") else []
    return [[*command, "--groups", *answers.get("groups", "").split()]]


def _dates_fields(at: Standing) -> list[Field]:
    """Only what is lacking."""
    year, local = at.year, _("Local time in {zone}.").format(zone=at.rules.zone.key if at.rules else "UTC")
    found = {
        "opens": Field("opens", _("Opening"), "moment", f"{year}-12-20T09:00", help=local),
        "closes": Field("closes", _("Close"), "moment", f"{year}-12-27T18:00", help=local),
        "draw.what": Field(
            "draw", _("A public draw after the close"), value=_("front numbers of the lottery of that day"),
            help=_("It decides what no rank decides; nobody may know it while votes come in."),
        ),
        "draw.when": Field("drawn", _("When it is drawn"), "moment", f"{year}-12-29T21:00", help=local),
    }  # fmt: skip
    return [found[name] for name in at.lacks]


def _dates_commands(at: Standing, answers: Answers) -> Commands:
    names = ("opens", "closes", "draw", "drawn")
    return [["dates", *(f"--{name}={answers[name]}" for name in names if answers.get(name))]]


def _open_fields(at: Standing) -> list[Field]:
    if os.environ.get("DATABASE_URL"):
        return []
    return [
        Field(
            DATABASE, _("Address of a PostgreSQL database, if several services are to take ballots"), needed=False,
            help=_("Such as postgresql://nuanwen@db/vote. Left empty, the box is a file on this machine."),
        ),
    ]  # fmt: skip


def _withdraw_fields(at: Standing) -> list[Field]:
    gone = withdrawal.reasons(at.events)
    left = tuple((one.slug, f"{one.code} {one.title}") for one in at.candidates if one.code not in gone)
    return [Field("candidate", _("Which one"), "choice", "", left), Field("why", _("Why, for everyone to read"))]


def _statement_fields(at: Standing) -> list[Field]:
    grounds = at.rules.quarantine.grounds if at.rules and at.rules.quarantine else ()
    choices = tuple((str(number), ground) for number, ground in enumerate(grounds, 1))
    return [
        Field("file", _("A file with a receipt or a voter's tag on each line"), "file"),
        Field("ground", _("The ground"), "choice", "1", choices),
    ]


def _witness_commands(at: Standing, answers: Answers) -> Commands:
    signs = ["--sign", answers["file"]] if answers.get("file") else []
    return [["witness", answers["key"], f"--name={answers['name']}", *signs]]


def _decide_fields(at: Standing) -> list[Field]:
    """A choice and a reason for each story that is offered and not yet decided."""
    found = []
    words = (("accept", _("accept")), ("refuse", _("refuse")), ("", _("later")))
    for offer in offered(at.folders):
        name, about = (
            offer.story.slug,
            " · ".join(filter(None, (offer.story.day, offer.story.region, offer.story.summary))),
        )
        found += [
            Field(f"decision-{name}", offer.story.title, "choice", "", words, about, needed=False),
            Field(f"reason-{name}", _("Reason"), needed=False),
        ]
    reason = Field("reason", _("Reason for all stories accepted or refused without one"), needed=False)
    return [*found, reason]


def _decide_commands(at: Standing, answers: Answers) -> Commands:
    lines = []
    for offer in offered(at.folders):
        name = offer.story.slug
        if decision := answers.get(f"decision-{name}", ""):
            reason = answers.get(f"reason-{name}") or answers.get("reason", "")
            if not reason.strip():
                told = _("“{title}” has no reason: give it one, or one for all in the last field.")
                raise Refused(told.format(title=offer.story.title))
            quoted = json.dumps(reason, ensure_ascii=False)
            lines.append(f"- {{story: {name}, decision: {decision}, reason: {quoted}}}\n")
    path = at.folders.private / DECIDED
    files.write(path, "".join(lines).encode(), secret=True)
    return [["shortlist", "--decisions", str(path)]]


def _codes_fields(at: Standing) -> list[Field]:
    return [
        Field("count", _("How many codes"), "number", "100"),
        Field(
            "url", _("Address of the ballot"), needed=False,
            help=_("Printed on each card with a QR code, such as https://vote.news.example/"),
        ),
    ]  # fmt: skip


def _codes_commands(at: Standing, answers: Answers) -> Commands:
    url = answers.get("url", "")
    return [["codes", "--count", answers.get("count", ""), *(["--url", url] if url else [])]]


def _no_more_files(at: Standing) -> bool:
    return "import" in at.notes or at.stage >= Stage.TALLIED


def _import_fields(at: Standing) -> list[Field]:
    tools = {"wjx": "问卷星", "tencent": "腾讯问卷", "google": "Google Forms", "github": "GitHub", "csv": "CSV"}
    taken = _("{count} so far").format(count=sum(event["event"] == "imported" for event in at.events))
    return [
        Field("file", _("The file that the form tool exported"), "file", needed=False, help=taken),
        Field("tool", _("Form tool"), "choice", "wjx", tuple((name, tools[name]) for name in NAMES)),
        Field("form", _("A name for this form, if there are several of one tool"), needed=False),
        Field("question", _("Words in the heading of the column with the picks"), needed=False),
        Field("dry", _("Only try it"), "tick", "yes", needed=False),
        Field("end", _("No more files: go on"), "tick", needed=False),
    ]


def _import_commands(at: Standing, answers: Answers) -> Commands:
    if answers.get("end"):
        return []
    if not answers.get("file"):
        names = _("The file that the form tool exported")
        raise Refused(_("Please fill in: {names}.").format(names=names))
    command = ["import", answers["file"], "--tool", answers.get("tool", "csv")]
    for name in ("form", "question"):
        command += [f"--{name}={answers[name]}"] if answers.get(name) else []
    return [[*command, *(["--dry-run"] if answers.get("dry") else [])]]


def _drawn(at: Standing) -> str:
    return at.rules.draw.what if at.rules else ""


def _jury_fields(at: Standing) -> list[Field]:
    return [Field("jurors", _("How many jurors"), "number", "5")]


def papers(at: Standing) -> dict[Path, str]:
    """Files that people need to download, and what each is."""
    wanted = {
        SHEET: (_("cards with the members' codes, to print and cut"), at.stage < Stage.CLOSED),
        TABLE: (_("the table for the jurors"), not at.has(jury.FILE)),
        STATEMENT: (_("for the second person, to be signed"), at.stage < Stage.TALLIED),
    }
    return {at.folders.private / name: words for name, (words, needed) in wanted.items() if needed and at.keeps(name)}
