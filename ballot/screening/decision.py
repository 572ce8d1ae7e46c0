"""What the editor decided about each offered story, with a reason: in a form, or on the terminal."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from ballot import canonical
from ballot.language import _
from ballot.problem import Problem, quoted
from ballot.screening.offer import Offer
from ballot.screening.story import Story, require_shallow

FILE = "decisions.jsonl"
REASON_MOST = 300
WORDS = {"accept": "accept", "refuse": "refuse", "接受": "accept", "入选": "accept", "拒绝": "refuse", "不选": "refuse"}


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of `decisions.jsonl`; of several on one story the last one counts."""

    story: str  # slug
    decision: Literal["accept", "refuse"]
    reason: str
    offered: bool  # False: the editor's own choice, which no screener had among its best and nobody nominated
    day: str  # 2026-12-01


def read(path: Path) -> list[Decision]:
    """raises  msgspec.MsgspecError for a line that is not a decision"""
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [msgspec.json.decode(line, type=Decision) for line in lines]


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Story -> the decision that counts."""
    return {decision.story: decision for decision in decisions}


def add(path: Path, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Write down what is new; the same file given twice adds nothing.

    returns  what was added
    """
    known = standing(read(path))
    added = []
    for decision in decisions:
        old = known.get(decision.story)
        if old and (old.decision, old.reason) == (decision.decision, decision.reason):
            continue
        known[decision.story] = decision
        added.append(decision)
    if added:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(b"".join(canonical.dumps(msgspec.to_builtins(decision)) for decision in added))
    return tuple(added)


# By a file.


def form_of(offers: Sequence[Offer], decided: dict[str, Decision]) -> str:
    """A file to fill in: every offered story with what the screeners said, and what has been decided so far."""
    lines = [
        _("# decision: accept or refuse, and a reason of one line. Leave both empty to decide later."),
        _("# A story that is not offered may be added: its file's name as story, a decision and a reason."),
    ]
    for offer in offers:
        old = decided.get(offer.story.slug)
        lines += ["", f"- story: {offer.story.slug}", f"  # {one_line(offer.story.title)}"]
        lines += [f"  # {one_line(said)}" for said in said_of(offer)]
        lines += [f"  decision: {old.decision if old else ''}".rstrip()]
        lines += [f"  reason: {json.dumps(old.reason, ensure_ascii=False) if old else ''}".rstrip()]
    return "\n".join(lines) + "\n"


def said_of(offer: Offer) -> list[str]:
    """What the screeners said about a story, one line each."""
    said = [
        _("{screener}: place {place}, {score} of 100. {reason}").format(
            screener=screener, place=place, score=verdict.score, reason=verdict.reason
        )
        for screener, place, verdict in offer.places
    ]
    said += [_("nominated")] if offer.nominated else []
    return said + ([_("tells the same: {slugs}").format(slugs=", ".join(offer.like))] if offer.like else [])


def one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def from_form(
    text: str, shown: str, stories: Iterable[Story], offers: Sequence[Offer], day: str
) -> tuple[list[Decision], list[Problem]]:
    """Read a filled-in file.

    returns  the decisions, and every problem: while there is one, nothing may be recorded
    """
    known = {story.slug for story in stories}
    offered = {offer.story.slug for offer in offers}
    found: dict[str, Decision] = {}
    problems: list[Problem] = []

    def wrong(line: int, field: str, what: str, expected: str, fix: str) -> None:
        problems.append(Problem(shown, line, field, what, expected, fix))

    try:
        require_shallow(text)
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = quoted(getattr(error, "problem", "") or str(error))
        wrong((mark.line if mark else 0) + 1, "file", what, _("valid YAML"), _("Put the reason in quotes."))
        return [], problems
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node] if node else []:
        line = item.start_mark.line + 1
        fields = _fields(item)
        if fields is None or "story" not in fields[0] or not set(fields[0]) <= {"story", "decision", "reason"}:
            expected = _("story, decision and reason")
            wrong(line, "file", quoted(", ".join(fields[0]) if fields else "…"), expected, _("Write those three."))
            continue
        values, lines = fields
        slug, reason = values["story"], " ".join(values.get("reason", "").split())
        word = values.get("decision", "").strip().casefold()
        if slug not in known:
            fix = _("Copy the name of the story's file, without .md.")
            wrong(lines["story"], "story", quoted(slug), _("a story of the year"), fix)
        elif not word and not reason:
            continue
        elif slug in found:
            wrong(lines["story"], "story", quoted(slug), _("each story once"), _("Remove one of the two."))
        elif word not in WORDS:
            where = lines.get("decision", line)
            wrong(where, "decision", quoted(word), _("accept or refuse"), _("Write one of the two words."))
        elif not 1 <= len(reason) <= REASON_MOST or not reason.isprintable():
            expected = _("a reason of 1 to {most} characters").format(most=REASON_MOST)
            fix = _("Readers can look it up later: say it in one line.")
            wrong(lines.get("reason", line), "reason", quoted(reason), expected, fix)
        else:
            found[slug] = _decision(slug, word, reason, offered, day)
    return list(found.values()), problems


def _fields(item: Any) -> tuple[dict[str, str], dict[str, int]] | None:
    if not isinstance(item, yaml.MappingNode):
        return None
    if not all(isinstance(part, yaml.ScalarNode) for pair in item.value for part in pair):
        return None
    values = {key.value: str(value.value) for key, value in item.value}
    return values, {key.value: key.start_mark.line + 1 for key, _value in item.value}


def _decision(slug: str, word: str, reason: str, offered: Iterable[str], day: str) -> Decision:
    choice: Literal["accept", "refuse"] = "accept" if WORDS[word] == "accept" else "refuse"
    return Decision(story=slug, decision=choice, reason=reason, offered=slug in offered, day=day)


# On the terminal.


def asked(
    offers: Sequence[Offer],
    decided: dict[str, Decision],
    day: str,
    ask: Callable[[str], str],
    say: Callable[[str], None],
) -> Iterable[Decision]:
    """Ask about each story that has not been decided; each answer is yielded at once, so that quitting loses nothing.

    ask  puts a question and returns a line; raises EOFError at the end of the input
    """
    left = [offer for offer in offers if offer.story.slug not in decided]
    for number, offer in enumerate(left, start=1):
        say(f"\n[{number}/{len(left)}] {one_line(offer.story.title)}  ({offer.story.slug}, {offer.story.day})")
        say(f"  {one_line(offer.story.summary)}")
        for said in said_of(offer):
            say(f"  · {one_line(said)}")
        try:
            word = _answer(ask)
            if word == "quit":
                return
            if word == "later":
                continue
            reason = ""
            while not (1 <= len(reason) <= REASON_MOST and reason.isprintable()):
                reason = " ".join(ask(_("Why? (one line) ")).split())
        except EOFError:
            return
        yield Decision(story=offer.story.slug, decision=word, reason=reason, offered=True, day=day)


_KEYS: dict[str, Literal["accept", "refuse", "later", "quit"]] = {
    **dict.fromkeys(("a", "accept", "y"), "accept"),
    **dict.fromkeys(("r", "refuse", "n"), "refuse"),
    **dict.fromkeys(("l", "later", ""), "later"),
    **dict.fromkeys(("q", "quit"), "quit"),
}


def _answer(ask: Callable[[str], str]) -> Literal["accept", "refuse", "later", "quit"]:
    while True:
        word = ask(_("[a]ccept, [r]efuse, [l]ater, [q]uit? ")).strip().casefold()
        if word in _KEYS:
            return _KEYS[word]
        if word in WORDS:
            return "accept" if WORDS[word] == "accept" else "refuse"
