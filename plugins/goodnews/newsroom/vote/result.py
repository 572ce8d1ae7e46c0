"""The result of a vote as it was published, `result.json`: read, and checked against itself and the ballots.

Nothing is counted again here, which is what `recount.py` is for; only what would make a page contradict itself is a
problem.
"""

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from operator import attrgetter

import msgspec

from goodnews.language import _
from goodnews.newsroom.vote.files import DAMAGED
from goodnews.problem import Problem, quoted

Wrong = Callable[[str, str, str], None]  # takes a field, what was found there, what was expected

VERSIONS = (1, 2)
_RANK = re.compile(r"[1-9][0-9]{0,39}(/[1-9][0-9]{0,39})?")
GROUPS = ("members", "open", "plain", "import")
STATES = ("counted", "replaced", "quarantined")
STEPS = ("jury", "members", "head to head", "lot")
RECEIPT_LETTERS = 20
# From RFC 4648's base 32, which the standard library writes, to Crockford's.
_CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")


class States(msgspec.Struct, frozen=True):
    """Ballots of one group by what became of them."""

    counted: int
    replaced: int
    quarantined: int


class Turnout(msgspec.Struct, frozen=True):
    roll: int  # codes given out
    spent: int  # codes used
    voters: dict[str, int]  # group -> different voters


class Jury(msgspec.Struct, frozen=True):
    jurors: int
    means: dict[str, str]
    ranks: dict[str, str]


class Tie(msgspec.Struct, frozen=True):
    codes: tuple[str, ...]  # in the order that the steps gave them
    steps: tuple[str, ...]  # some of STEPS


class Stability(msgspec.Struct, frozen=True):
    best: int
    worst: int
    depends: tuple[str, ...]  # groups, or "weights", on which being chosen or not depends; () if on none


class Quorum(msgspec.Struct, frozen=True):
    needed: dict[str, int]  # group -> counted ballots it needs to be ranked
    why: str = ""  # why the rules ask for unusual numbers


class Flip(msgspec.Struct, frozen=True):
    """The least number of further ballots of one group that changes who is chosen."""

    ballots: int
    story: str  # the only one that each of these ballots names
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


class Other(msgspec.Struct, frozen=True):
    """The same count, as if nothing had been set aside."""

    order: tuple[str, ...]
    chosen: tuple[str, ...]


class Result(msgspec.Struct, frozen=True):
    """What was counted. Ranks are exact fractions in text: 7/2.

    Version 1 ranks again what the groups chose; from version 2 on the public's mean and the jury's rank are over the
    whole slate, and `union` is only a gate.
    """

    version: int
    year: int
    draw: str
    turnout: Turnout
    ballots: dict[str, States]
    counts: dict[str, dict[str, int]]  # group -> candidate's code -> ballots
    ranked: tuple[str, ...]  # groups that had enough ballots to count
    midranks: dict[str, dict[str, str]]
    means: dict[str, str]  # of every candidate; empty if no group is ranked
    union: tuple[str, ...]  # those that went to the jury, or passed the gate; the fields below hold only these
    jury: Jury
    final: dict[str, str]
    order: tuple[str, ...]  # best first
    chosen: tuple[str, ...]  # the first of them
    ties: tuple[Tie, ...]
    stability: dict[str, Stability]
    public: dict[str, str] = {}  # version 1: ranks among the union
    quorum: Quorum = Quorum({})
    withdrawn: tuple[str, ...] = ()
    margin: dict[str, int | None] = {}  # ballots of a group: fewer change nobody who is chosen, whatever they name
    flip: dict[str, Flip | None] = {}
    pairs: dict[str, list[list[int]]] = {}
    with_quarantined: Other = Other((), ())

    @property
    def publics(self) -> dict[str, str]:
        """What the public's column shows for each story of the union."""
        return self.public if self.version == 1 else {code: self.means[code] for code in self.union if self.means}


class Receipt(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One ballot as its voter finds it again."""

    receipt: str  # 20 letters, ungrouped
    state: str
    group: str
    why: str


class _Ballot(msgspec.Struct, frozen=True):
    leaf: str
    state: str
    group: str
    why: str = ""


def result_from(
    data: bytes | None, shown: str, year: int, codes: frozenset[str], groups: Iterable[str], problems: list[Problem]
) -> Result | None:
    """Check one result; None if it is invalid.

    data    the file, None if there is none
    codes   of the slate
    groups  of the rules
    """
    before = len(problems)
    fix = _("Restore it from the repository's history, or run `vote tally` again; nobody edits it by hand.")

    def wrong(field: str, found: str, expected: str) -> None:
        problems.append(Problem(shown, 1, field, found, expected, fix))

    if data is None:
        wrong("file", _("nothing"), _("the result of a vote that is published"))
        return None
    try:
        result = msgspec.json.decode(data, type=Result)
    except DAMAGED as error:
        wrong("file", quoted(str(error)), _("the result as `vote tally` writes it"))
        return None
    if result.version not in VERSIONS or result.year != year:
        found = _("version {version} of {year}").format(version=result.version, year=result.year)
        wrong("year", found, _("version {version} of {year}").format(version=VERSIONS[-1], year=year))
    _check_groups(result, wrong, frozenset(groups))
    _check_candidates(result, wrong, codes)
    _check_order(result, wrong, frozenset(result.union))
    _check_margins(result, wrong, codes)
    _check_numbers(result, wrong)
    return result if len(problems) == before else None


def _check_groups(result: Result, wrong: Wrong, known: frozenset[str]) -> None:
    """known  the groups of the rules"""
    by_group = {
        "ballots": result.ballots.keys(),
        "voters": result.turnout.voters.keys(),
    }
    for field, names in by_group.items():
        if names != known:
            wrong(field, quoted(", ".join(sorted(names))), _("the groups of the rules"))
    if result.counts.keys() != (known if result.version == 1 else known - {"plain"}):
        wrong("counts", quoted(", ".join(sorted(result.counts))), _("the groups of the rules"))
    if not frozenset(result.midranks) == frozenset(result.ranked) <= known:
        wrong("ranked", quoted(", ".join(result.ranked)), _("groups of the rules, each with its ranks"))


def _check_candidates(result: Result, wrong: Wrong, codes: frozenset[str]) -> None:
    """codes  of the slate"""
    every: dict[str, Iterable[str]] = {"means": result.means} if result.ranked else {}
    if result.version > 1:
        every["jury.ranks"] = result.jury.ranks
    every |= {f"counts.{group}": counts for group, counts in result.counts.items()}
    every |= {f"midranks.{group}": ranks for group, ranks in result.midranks.items()}
    for field, by_code in every.items():
        _same(wrong, field, by_code, codes, _("every candidate of the slate and no other"))
    union = frozenset(result.union)
    if not union <= codes or len(union) < len(result.union):
        wrong("union", quoted(", ".join(sorted(union - codes))), _("candidates of the slate, each once"))


def _check_order(result: Result, wrong: Wrong, union: frozenset[str]) -> None:
    """union  the candidates that went to the jury"""
    some: dict[str, Iterable[str]] = {"final": result.final}
    if result.version == 1:
        some |= {"jury.ranks": result.jury.ranks, "public": result.public}
    for field, part in {**some, "stability": result.stability, "order": result.order}.items():
        _same(wrong, field, part, union, _("exactly the stories that went to the jury"))
    if result.chosen != result.order[: len(result.chosen)] or not result.chosen:
        wrong("chosen", quoted(", ".join(result.chosen)), _("the first of `order`"))
    finals = [Fraction(result.final[code]) for code in result.order if is_rank(result.final.get(code, ""))]
    if finals != sorted(finals):
        wrong("order", quoted(", ".join(result.order)), _("the lowest final first"))
    for tie in result.ties:
        if not (set(tie.codes) <= union and set(tie.steps) <= set(STEPS)):
            wrong("ties", quoted(", ".join((*tie.codes, *tie.steps))), _("candidates, and steps of the rules"))


def _check_margins(result: Result, wrong: Wrong, codes: frozenset[str]) -> None:
    """codes  of the slate"""
    if result.version > 1 and not frozenset(result.margin) == frozenset(result.flip) <= frozenset(result.counts):
        wrong("margin", quoted(", ".join(sorted(result.margin))), _("the groups of `flip`, each of them counted"))
    for group, flip in result.flip.items():
        if flip and not {flip.story, *flip.enters, *flip.leaves} <= codes:
            wrong(f"flip.{group}", quoted(", ".join((flip.story, *flip.enters, *flip.leaves))), _("candidates"))
    for group, least in result.margin.items():
        most = flip.ballots if (flip := result.flip.get(group)) else None
        if least is not None and (least < 1 or (most is not None and least > most)):
            wrong(f"margin.{group}", quoted(str(least)), _("a number from 1 to the ballots of `flip`"))
    if result.version > 1 and frozenset(result.pairs) != frozenset(result.ranked):
        wrong("pairs", quoted(", ".join(result.pairs)), _("the ranked groups"))
    for group, rows in result.pairs.items():
        if any(len(row) != len(codes) or min(row, default=0) < 0 for row in rows) or len(rows) != len(codes):
            expected = _("{count} rows of {count} numbers from 0 on").format(count=len(codes))
            wrong(f"pairs.{group}", _("something else"), expected)


def _check_numbers(result: Result, wrong: Wrong) -> None:
    for ranks in (result.means, result.jury.ranks, result.public, result.final, *result.midranks.values()):
        for code, rank in ranks.items():
            if not is_rank(rank):
                wrong(code, quoted(rank), _("a rank such as 3 or 7/2"))
    for group, counts in result.counts.items():
        within = ("open", "plain") if group == "open" and result.version > 1 else (group,)
        most = sum(result.ballots[one].counted for one in within if one in result.ballots)
        for code, count in counts.items():
            if not 0 <= count <= most:
                expected = _("0 to the {count} counted ballots of the group").format(count=most)
                wrong(f"counts.{group}.{code}", quoted(str(count)), expected)


def _same(wrong: Wrong, field: str, found: Iterable[str], expected: frozenset[str], words: str) -> None:
    names = tuple(found)
    if frozenset(names) != expected or len(names) != len(expected):
        odd = sorted(frozenset(names) ^ expected) or sorted(names)
        wrong(field, quoted(", ".join(odd)), words)


def is_rank(text: str) -> bool:
    """Whether a text is a fraction in its lowest terms, 1 or more."""
    if not _RANK.fullmatch(text):
        return False
    value = Fraction(text)
    return value >= 1 and str(value) == text


def receipts_from(data: bytes | None, shown: str, result: Result, problems: list[Problem]) -> tuple[Receipt, ...]:
    """The receipt of every published ballot, sorted; their number must be what the result says."""
    fix = _("Restore it from the repository's history, or run `vote publish` again; nobody edits it by hand.")
    if data is None:
        expected = _("the ballots of a vote that is published")
        problems.append(Problem(shown, 1, "file", _("nothing"), expected, fix))
        return ()
    decode = msgspec.json.Decoder(_Ballot).decode
    found = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            ballot = decode(line)
            letters = receipt_of(ballot.leaf)
            if ballot.state not in STATES or ballot.group not in GROUPS or not ballot.why.isprintable():
                raise ValueError(f"{ballot.group}: {ballot.state}")
        except DAMAGED as error:
            expected = _("a ballot as `vote publish` writes it")
            problems.append(Problem(shown, number, "file", quoted(str(error)), expected, fix))
            return ()
        found.append(Receipt(letters, ballot.state, ballot.group, ballot.why))
    told = {
        (group, state): getattr(states, state)
        for group, states in result.ballots.items()
        for state in STATES
        if getattr(states, state)
    }
    counted = Counter((receipt.group, receipt.state) for receipt in found)
    for group, state in sorted(told.keys() | counted.keys()):
        if told.get((group, state), 0) != counted[group, state]:
            words = _("{count} ballots of {group}, {state}")
            what = words.format(count=counted[group, state], group=group, state=state)
            expected = _("{count} as in result.json").format(count=told.get((group, state), 0))
            problems.append(Problem(shown, 1, "file", what, expected, fix))
    found.sort(key=attrgetter("receipt"))
    return tuple(found)


def receipt_of(leaf: str) -> str:
    """The first 100 bits of a leaf in Crockford's base 32, ungrouped.

    leaf    64 hex digits
    raises  ValueError
    """
    if len(leaf) != 64:
        raise ValueError(f"leaf: {leaf[:80]!r}")
    return b32encode(bytes.fromhex(leaf)[:15])[:RECEIPT_LETTERS].translate(_CROCKFORD).decode("ascii")
