"""The poll: what the service needs to know about an open vote."""

import os
from dataclasses import dataclass
from datetime import datetime

from ballot import keys
from ballot.candidates import Candidate
from ballot.canonical import digest
from ballot.cast import Cast
from ballot.codes import roll_hash
from ballot.keys import Keys
from ballot.leaf import SALT_BYTES, Ballot, Group, leaf, passphrase_hash
from ballot.rules import Rules
from ballot.stages import Stage
from ballot.vote import OpenedVote


@dataclass(frozen=True, slots=True)
class Poll:
    vote: OpenedVote
    rules: Rules
    candidates: tuple[Candidate, ...]
    key: str  # of the opening, hex
    roll: frozenset[str]  # double hashes of the codes
    keys: Keys
    opens: datetime  # UTC
    closes: datetime  # UTC, with the prolongations made before the service started

    @property
    def codes(self) -> frozenset[str]:
        """Of the candidates."""
        return frozenset(candidate.code for candidate in self.candidates)

    def cast(self, group: Group, credential: str, picks: tuple[str, ...], word: str, form: str, at: float) -> Cast:
        """A checked sheet as the box takes it, with its own salt and leaf.

        credential  `codes.spent_hash` of the code in the group of members, else the name in the cookie
        form        name of the form it came in; with the content it distinguishes a retry from another ballot
        """
        code = credential if group == "members" else ""
        voter = self.keys.voter_tag("code", roll_hash(code)) if code else self.keys.voter_tag("cookie", credential)
        ballot = Ballot(group, os.urandom(SALT_BYTES).hex(), passphrase_hash(word), tuple(sorted(picks)))
        content = digest([form, group, voter, ballot.passphrase, ballot.choices])
        return Cast(content, voter, ballot, leaf(ballot, voter, self.key), at, code=code)


def read(vote: OpenedVote) -> Poll:
    """Read an open vote. Raises Refused if something is missing, or it is not open."""
    vote.require(Stage.OPEN)
    secrets = keys.read(vote.private)
    return Poll(vote, vote.rules, vote.candidates, vote.commitment, vote.roll, secrets, vote.opens, vote.closes)
