"""`vote demo`: an invented year, every command of a vote in order, thousands of simulated ballots, a built site.

All of it is in a scratch folder; none of it touches `content/` or the published site. Only the people and the calendar
are simulated: ballots go straight into the box, and the commands get an invented date. The service
that takes ballots from browsers has tests of its own.
"""

import argparse
import datetime
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import candidates, canonical, codes, keys, leaf, note, rules
from ballot.box import Box
from ballot.cast import Cast
from ballot.checkpoints import signer
from ballot.commands import clock
from ballot.commands.boxes import box_of
from ballot.demo import crowd, newsroom
from ballot.demo.crowd import Crowd, Taste
from ballot.installation import AROUND, PROGRAM, RECOUNT
from ballot.language import _
from ballot.leaf import Ballot, Group
from ballot.opening import CODES
from ballot.problem import Refused
from ballot.screening import embedding
from ballot.vote import Folders, OpenedVote, read

ZONE = "Asia/Shanghai"
OPENS, CLOSES, DRAWN = "2026-12-20T09:00", "2026-12-27T18:00", "2026-12-29T21:00"
REFUSED = ("fan-workshop-again", "tool-wall", "form-helper", "river-night", "story-radio", "garden-roof")
LEAKED, FLOOD = "投票码被贴到网上出售（虚构示例）", "同一来源批量投出的选票（虚构示例）"
BATCH = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help=_("a new folder to play in; default a temporary one"))
    parser.add_argument("--voters", type=int, default=6000, help=_("honest voters; default 6000"))
    parser.add_argument("--seed", type=int, default=1, help=_("another number, other voters"))
    parser.add_argument("--no-site", action="store_true", help=_("stop before the site is built"))


def run(_folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    folder = options.folder or Path(tempfile.mkdtemp(prefix="nuanwen-demo-"))
    if (AROUND / "content") in (folder.resolve(), *folder.resolve().parents):
        raise Refused(_("An invented year stays out of content/: give another folder."))
    if folder.exists() and any(folder.iterdir()):
        raise Refused(_("{folder} is not empty: give a new folder.").format(folder=folder))
    if not 20 <= options.voters <= 1_000_000:
        raise Refused(_("Take a number of voters from 20 to 1000000."))
    year = str(newsroom.YEAR)
    folders = Folders(folder / "content/votes" / year, folder / ".votes" / year)
    try:
        Play(folders, Crowd.of(options.voters), Random(options.seed)).whole()
    finally:
        clock.pretend(None)
    if not options.no_site:
        _site(folder)
    print(_("All of it is in {folder}; remove it when you have seen it.").format(folder=folder))
    return 0


class Play:
    """One invented vote from its first command to its last."""

    def __init__(self, folders: Folders, crowd: Crowd, chance: Random) -> None:
        self.folders, self.crowd, self.chance = folders, crowd, chance
        self.zone = ZoneInfo(ZONE)

    @property
    def vote(self) -> OpenedVote:
        """The vote, read anew, because every command changes its files."""
        return read(self.folders)

    def whole(self) -> None:
        """raises  Refused: a command said no, which in a demo is a bug"""
        vote, content = self.folders, self.folders.public.parent.parent
        newsroom.write(content)
        self._it_is("2026-12-10T10:00")
        self._do("shortlist", *(["--embedding"] if embedding.available() else []))
        self._decide()
        self._do("shortlist", "--decisions", str(vote.private / "review.yaml"))
        witness = vote.private / "second.key"  # in a real vote it is on another person's machine
        self._do("witness", str(witness), "--name", "demo.invalid")
        self._note(_("(the rules are written: {path})").format(path=vote.public / rules.FILE))
        slate = candidates.read(vote.public / candidates.FILE)
        told = _rules(len(slate), _verifier(witness), self.crowd.members)
        (vote.public / rules.FILE).write_text(told, "utf-8")
        self._do("codes", "--count", str(self.crowd.members))
        self._it_is("2026-12-18T10:00")
        self._do("freeze")
        self._it_is("2026-12-20T08:50")
        self._do("open")
        taste = Taste(self.vote.candidates, self.chance)
        leaked = self._votes(taste)
        self._do("jury", "--jurors", "5")
        self._judge(vote.private / "jury.csv", taste)
        self._do("jury", str(vote.private / "jury.csv"))
        self._it_is("2026-12-27T18:01")
        self._do("close")
        export = vote.private / "wjx.csv"
        titles = {candidate.code: candidate.title for candidate in self.vote.candidates}
        export.write_bytes(crowd.form_tool(self._honest(taste, self.crowd.imported), titles))
        self._do("import", str(export), "--tool", "wjx")
        marks = vote.private / "leaked.txt"
        marks.write_text("".join(f"{tag}\n" for tag in leaked), "utf-8")
        self._do("quarantine", str(marks), "--ground", "1")
        statement = vote.private / "statement.txt"
        self._do("witness", str(witness), "--name", "demo.invalid", "--sign", str(statement))
        self._do("quarantine", f"{statement}.signed", "--signed")
        self._it_is("2026-12-29T21:30")
        self._do("tally", "--draw", "虚构摇号 3 1 4 1 5 9")
        self._attack(taste)
        self._do("publish")
        (vote.public / "comments.yaml").write_text(newsroom.comments(self._chosen()), "utf-8")
        self._recount("--check")
        self._recount("--receipt", self.receipt)
        self._commit(content.parent)
        self._do("destroy")

    # What an editor, a juror and a calendar do.

    def _it_is(self, local: str) -> None:
        moment = datetime.datetime.fromisoformat(local).replace(tzinfo=self.zone)
        clock.pretend(moment)
        self._note(f"({local.replace('T', ' ')}, {ZONE})")

    def _decide(self) -> None:
        """Fill in the form as an editor would."""
        form = self.folders.private / "review.yaml"
        lines, slug = [], ""
        for line in form.read_text("utf-8").splitlines():
            slug = line.removeprefix("- story: ") if line.startswith("- story: ") else slug
            if line == "  decision:":
                line += " refuse" if slug in REFUSED else " accept"
            elif line == "  reason:":
                line += " 与另一篇同题，或题材已有（虚构）" if slug in REFUSED else " 事情具体，职工受益（虚构）"
            lines.append(line)
        form.write_text("\n".join(lines) + "\n", "utf-8")
        self._note(_("(an editor fills in {path})").format(path=form))

    def _judge(self, table: Path, taste: Taste) -> None:
        """Fill in the jury's table."""
        text = table.read_text("utf-8-sig")
        codes_ = [line.partition(",")[0] for line in text.splitlines()[1:]]
        orders = [taste.order(codes_, wisdom=2) for _juror in range(5)]
        head, *rows = text.splitlines()
        filled = [
            row.rstrip(",") + "," + ",".join(str(order.index(code) + 1) for order in orders)
            for row, code in zip(rows, codes_, strict=True)
        ]
        table.write_text("\n".join([head, *filled]) + "\n", "utf-8")
        self._note(_("(five jurors fill in {path})").format(path=table))

    def _commit(self, folder: Path) -> None:
        """Commit the public files to a new git repository; a newsroom has one already."""
        who = ["-c", "user.name=demo", "-c", "user.email=demo@demo.invalid"]
        for words in (["init", "-q"], ["add", "content"], [*who, "commit", "-q", "-m", "demo"]):
            _ran(["git", *words], folder)
        self._note(_("(the public files are committed)"))

    # The voters.

    def _honest(self, taste: Taste, count: int) -> list[tuple[str, ...]]:
        most = self.vote.rules.maximum
        return [taste.picks(most) for _voter in range(count)]

    def _votes(self, taste: Taste) -> list[str]:
        """A week of ballots, hour by hour; the tags of the voters whose codes were leaked."""
        vote, size = self.vote, self.crowd
        secrets, key, most = keys.read(vote.private), vote.commitment, vote.rules.maximum
        sheet = [codes.normal(line) or "" for line in (vote.private / CODES).read_text("ascii").split()]
        spent = {
            secrets.voter_tag("code", codes.double_hash(code)): codes.spent_hash(code)
            for code in sheet[: size.members * 4 // 5]
        }
        members = list(spent)
        again = members[: len(members) // 10]  # they change their minds later
        leaked = members[-max(len(members) // 100, 1) :]
        people: list[tuple[Group, str, bool]] = [("members", tag, tag in leaked) for tag in members]
        people += [("open", self._cookie(secrets), False) for _voter in range(size.open)]
        people += [("open", self._cookie(secrets), True) for _bot in range(size.bots)]
        people += [("plain", self._cookie(secrets), False) for _voter in range(size.plain)]
        self.chance.shuffle(people)
        people += [("members", tag, False) for tag in again]
        opens, closes = vote.opens, vote.closes
        step = (closes - opens) / (len(people) + 1)
        waiting = iter(people)
        done = 0
        with box_of(vote) as box:
            while batch := list(islice(waiting, BATCH)):
                made = [
                    self._cast(group, tag, taste.bot() if bought else taste.picks(most), key, spent.get(tag, ""))
                    for group, tag, bought in batch
                ]
                at = [(opens + step * (done + place)).timestamp() for place in range(1, len(made) + 1)]
                self._box(box, made, at)
                done += len(made)
                box.seal(signer(vote, secrets), least=20)
        self.receipt = leaf.receipt_of(made[-1].leaf)
        told = _("({count} simulated ballots, {bots} of them bought for “{title}”)")
        title = next(c.title for c in vote.candidates if c.code == taste.bought)
        self._note(told.format(count=done, bots=size.bots + len(leaked), title=title))
        return leaked

    def _cookie(self, secrets: keys.Keys) -> str:
        return secrets.voter_tag("cookie", self.chance.randbytes(16).hex())

    def _cast(self, group: Group, tag: str, picks: tuple[str, ...], key: str, code: str) -> Cast:
        ballot = Ballot(group, self.chance.randbytes(16).hex(), "", picks)
        found = leaf.leaf(ballot, tag, key)
        return Cast(form=sha256(found).hexdigest(), voter=tag, ballot=ballot, leaf=found, at=0.0, code=code)

    def _box(self, box: Box, made: Sequence[Cast], at: Sequence[float]) -> None:
        refused = [
            outcome.verdict
            for outcome in box.cast([replace(one, at=moment) for one, moment in zip(made, at, strict=True)])
            if outcome.verdict != "taken"
        ]
        if refused:
            raise Refused(f"the box refused {len(refused)} ballots: {refused[0]}")

    # The outcome.

    def _chosen(self) -> tuple[str, ...]:
        by_code = {candidate.code: candidate.slug for candidate in self.vote.candidates}
        return tuple(by_code[code] for code in canonical.read(self.folders.public / "result.json")["chosen"])

    def _attack(self, taste: Taste) -> None:
        """Print what the bots would have won if all ballots were added up, and what they got."""
        value = canonical.read(self.folders.public / "result.json")
        sums = {code: sum(counts[code] for counts in value["counts"].values()) for code in value["means"]}
        added = sorted(sums, key=lambda code: (-sums[code], code)).index(taste.bought) + 1
        place = value["order"].index(taste.bought) + 1 if taste.bought in value["order"] else None
        got = _("place {place}").format(place=place) if place else _("no place: it did not go to the jury")
        told = _("(the bought story {code}: place {added} if all ballots were added up; by these rules {got})")
        self._note(told.format(code=taste.bought, added=added, got=got))

    # The commands.

    def _do(self, command: str, *words: str) -> None:
        from ballot.__main__ import main

        year = str(self.folders.year)
        print(f"\n$ {PROGRAM} vote {shlex.join([command, year, *words])}", flush=True)
        where = ["--public", str(self.folders.public), "--private", str(self.folders.private)]
        if main([command, year, *words, *where]):
            raise Refused(_("`vote {command}` did not go through.").format(command=command))

    def _recount(self, *words: str) -> None:
        print(f"\n$ python3 recount.py content/votes/{self.vote.year} {shlex.join(words)}", flush=True)
        _ran(
            [sys.executable, "-I", "-X", "utf8", str(RECOUNT), str(self.folders.public.resolve()), *words],
            AROUND,
        )

    def _note(self, words: str) -> None:
        print(f"\n{words}" if words.startswith("(2") else words, flush=True)


def _verifier(key: Path) -> str:
    return str(note.verifier_of(Ed25519PrivateKey.from_private_bytes(key.read_bytes()), "demo.invalid"))


def _rules(candidates: int, second: str, members: int) -> str:
    most = min(10, max(candidates // 3, 1))
    quorum = 'quorum = 5\nquorum_why = "演示的选民不多（虚构）。"\n' if members < 200 else ""
    small = "small = true\n" if candidates < rules.LEAST else ""
    return f"""title = "{newsroom.YEAR}年度暖新闻评选（虚构示例）"
year = {newsroom.YEAR}
origin = "demo.invalid/vote/{newsroom.YEAR}"
zone = "{ZONE}"
opens = "{OPENS}"
closes = "{CLOSES}"
minimum = 1
maximum = {most}
groups = ["members", "open", "plain", "import"]
{quorum}places = {min(10, candidates - 1)}
jury_union = 15
{small}words = [
  "这是演示用的虚构评选。",
  "每人选一至{most}条；截止前可以重投，以最后一次为准。",
  "公众和评委各占一半，按名次合计。",
]

[prolong]
last_hours = 24
most_minutes = 240

[quarantine]
second = "{second}"
grounds = ["{LEAKED}", "{FLOOD}"]

[draw]
what = "虚构的公开摇号"
when = "{DRAWN}"
"""


def _site(folder: Path) -> None:
    """Build a site of the invented year, as its newsroom would; the site's own program does it."""
    settings = {
        **{"SITENAME": "暖闻（虚构示例）", "SITEURL": "https://demo.invalid", "DEFAULT_LANG": "zh-CN"},
        **{"TIMEZONE": ZONE, "PATH": "content", "OUTPUT_PATH": "output", "CACHE_PATH": ".cache"},
        "PLUGINS": ["goodnews"],
    }
    rest = ("ARTICLE_PATHS", "PAGE_PATHS", "STATIC_PATHS", "THEME_STATIC_PATHS", "DIRECT_TEMPLATES")
    lines = [f"{name} = {value!r}" for name, value in settings.items()] + [f"{name} = []" for name in rest]
    lines += ['AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""']
    lines += ["FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None"]
    (folder / "pelicanconf.py").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"\n$ {PROGRAM} build", flush=True)
    _ran([sys.executable, "-X", "utf8", "-m", "goodnews", "build", "--today", f"{newsroom.YEAR}-12-31"], folder)
    print(folder / f"output/top10/{newsroom.YEAR}.html")


def _ran(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, check=False)
    if done.returncode:
        raise Refused(_("`{command}` did not go through.").format(command=shlex.join(command[-3:])))
