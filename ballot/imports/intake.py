"""Answers to ballots: candidates' codes by their pattern, one ballot per voter, every refusal with line and reason."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ballot.candidates import Candidate
from ballot.codes import normal, roll_hash, spent_hash
from ballot.imports.sheet import Answer
from ballot.keys import Keys
from ballot.language import _
from ballot.leaf import SALT_BYTES, Ballot
from ballot.rules import Rules

Reason = Literal["nobody", "none", "few", "many", "stranger", "bad code", "unknown code", "voted", "again"]


@dataclass(frozen=True, slots=True, order=True)
class Rejected:
    """An answer that does not become a ballot."""

    line: int
    reason: Reason
    detail: str = ""  # what was found, never anything personal

    def __str__(self) -> str:
        said = {
            "nobody": _("neither a code nor an id"),
            "none": _("nothing picked"),
            "few": _("only {detail} picked"),
            "many": _("{detail} picked"),
            "stranger": _("{detail} is not a candidate"),
            "bad code": _("the voting code is mistyped"),
            "unknown code": _("the voting code is not on the roll"),
            "voted": _("this voter has a ballot already"),
            "again": _("the same voter again: line {detail} counts"),
        }[self.reason]
        return _("line {line}: {said}").format(line=self.line, said=said.format(detail=self.detail))


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that becomes a ballot."""

    line: int
    voter: str  # tag
    code: str  # `codes.spent_hash` of the code it came with, or ""
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slate:
    """Which codes to look for, and which titles to skip while looking."""

    codes: frozenset[str]
    titles: tuple[str, ...]  # longest first: a title may hold what looks like a code, such as N95

    def picked(self, text: str) -> tuple[str, ...]:
        """Every code in a text, sorted, each once, including those of no candidate."""
        plain = unicodedata.normalize("NFKC", text)
        for title in self.titles:
            plain = plain.replace(title, " ")
        return tuple(
            sorted({f"N{digits}" for digits in re.findall(r"(?<![A-Za-z0-9])[Nn](\d{2,})(?![A-Za-z])", plain)})
        )


def slate_of(candidates: Iterable[Candidate]) -> Slate:
    """The slate against which answers are checked."""
    candidates = tuple(candidates)
    titles = (unicodedata.normalize("NFKC", candidate.title) for candidate in candidates)
    return Slate(frozenset(c.code for c in candidates), tuple(sorted(titles, key=lambda title: (-len(title), title))))


def sift(
    answers: Sequence[Answer],
    platform: str,
    slate: Slate,
    rules: Rules,
    roll: frozenset[str],
    keys: Keys,
    voted: frozenset[str],
) -> tuple[tuple[Taken, ...], tuple[Rejected, ...]]:
    """Separate the answers that become a ballot from those that do not.

    platform  within it, an answer's id is unique
    roll      double hashes of the codes that were given out
    voted     tags of those who have a ballot already
    """
    taken: dict[str, Taken] = {}
    rejected: list[Rejected] = []
    for answer in answers:
        judged = _judge(answer, platform, slate, rules, roll, keys)
        if isinstance(judged, Rejected):
            rejected.append(judged)
        elif judged.voter in voted:
            rejected.append(Rejected(answer.line, "voted"))
        else:
            if earlier := taken.pop(judged.voter, None):
                rejected.append(Rejected(earlier.line, "again", str(answer.line)))
            taken[judged.voter] = judged
    return tuple(taken.values()), tuple(sorted(rejected))


def _judge(
    answer: Answer, platform: str, slate: Slate, rules: Rules, roll: frozenset[str], keys: Keys
) -> Taken | Rejected:
    voter, spent = keys.voter_tag(platform, answer.id), ""
    if answer.code:
        code = normal(answer.code)
        if code is None:
            return Rejected(answer.line, "bad code")
        spent = spent_hash(code)
        mark = roll_hash(spent)
        if mark not in roll:
            return Rejected(answer.line, "unknown code")
        voter = keys.voter_tag("code", mark)
    elif not answer.id:
        return Rejected(answer.line, "nobody")
    choices = slate.picked(answer.picks)
    if strangers := [code for code in choices if code not in slate.codes]:
        return Rejected(answer.line, "stranger", strangers[0][:10])
    if not choices:
        return Rejected(answer.line, "none")
    if len(choices) < rules.minimum:
        return Rejected(answer.line, "few", str(len(choices)))
    if len(choices) > rules.maximum:
        return Rejected(answer.line, "many", str(len(choices)))
    return Taken(answer.line, voter, spent, choices)


def ballot_of(taken: Taken, entropy: Callable[[int], bytes]) -> Ballot:
    """The ballot that an answer gives, with a salt of its own: with a code it is a member's, wherever it was cast."""
    return Ballot("members" if taken.code else "import", entropy(SALT_BYTES).hex(), "", taken.choices)
