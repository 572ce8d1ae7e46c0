"""Builders for the tests of the vote: each names only what its test is about."""

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import candidates, rules
from ballot.candidates import Candidate
from ballot.note import verifier_of
from ballot.vote import Folders

SECOND = Ed25519PrivateKey.from_private_bytes(b"2" * 32)  # of the second signatory
RULES: Mapping[str, str] = {
    "title": '"2026 年度暖新闻"',
    "year": "2026",
    "origin": '"nuanwen.example/vote/2026"',
    "zone": '"Asia/Shanghai"',
    "opens": '"2026-12-20T09:00"',
    "closes": '"2026-12-27T18:00"',
    "minimum": "1",
    "maximum": "10",
    "groups": '["members", "open", "plain", "import"]',
    "quorum": "1",
    "quorum_why": '"a test"',
    "quarantine": f'{{second = "{verifier_of(SECOND, "second.example")}", grounds = ["a flood", "sold codes"]}}',
    "draw": '{what = "七星彩第 26150 期前六位", when = "2026-12-29T21:00"}',
    "words": '["每人选 1 至 10 条。"]',
}


def rules_text(**changed: str | None) -> str:
    """A rules.toml, with some lines as given; None leaves one out."""
    lines: dict[str, str | None] = {**RULES, **changed}
    return "".join(f"{key} = {value}\n" for key, value in lines.items() if value is not None)


def a_slate(count: int = 20) -> tuple[Candidate, ...]:
    """So many invented candidates."""
    codes = map(candidates.code_of, range(1, count + 1))
    return tuple(Candidate(code, f"story-{code.lower()}", f"虚构的新闻 {code}", "河南省", "虚构。") for code in codes)


def a_vote(folder: Path, count: int = 20, /, **changed: str | None) -> Folders:
    """A vote whose shortlist is done."""
    vote = Folders(folder / "content/votes/2026", folder / ".votes/2026")
    vote.public.mkdir(parents=True)
    (vote.public / rules.FILE).write_text(rules_text(**changed), "utf-8")
    candidates.write(vote.public / candidates.FILE, 2026, a_slate(count))
    return vote


def some_rules(folder: Path, **changed: str | None) -> rules.Rules:
    """Checked rules."""
    path = folder / rules.FILE
    path.write_text(rules_text(**changed), "utf-8")
    return rules.read(path)
