"""The result of a vote, and the receipts by which voters find their ballots."""

from goodnews.pages.views.parts import Counted, Head, Link, View
from goodnews.pages.views.vote import Download, Slate, VotePeriod


class GroupCount(View, frozen=True):
    """One group's ballots for one candidate."""

    votes: int
    share: str  # of the group's counted ballots, in percent with one digit: 41.2


class ResultRow(View, frozen=True):
    """One candidate in the result. One that did not go to the jury, or did not pass the gate, has no ranks."""

    place: int  # from 1; 0 without ranks
    code: str
    title: str
    url: str  # '' if the story has left the site
    chosen: bool  # among the year's
    withdrawn: bool  # before the count, when it could no longer be chosen, or after it
    public: str  # rank as a mixed number: 3½; '' if no group is ranked
    public_width: str  # the first rank has the longest bar, 0 to 100
    jury: str
    jury_width: str
    final: str
    best: int  # places over all other weights
    worst: int
    depends: tuple[str, ...]  # groups or weights on which being chosen or not depends
    groups: tuple[GroupCount, ...]  # in the order of the body's columns


class GroupTurnout(View, frozen=True):
    group: str
    counted: int
    replaced: int
    quarantined: int
    standing: str  # ranked, few (below the quorum), within (counted within open), printed (never ranked)


class TieLine(View, frozen=True):
    """Candidates with the same final rank, in the order that breaking the tie gave them."""

    titles: tuple[str, ...]
    steps: tuple[str, ...]


class FlipLine(View, frozen=True):
    """How many further ballots of a group it takes to change who is chosen."""

    group: str
    margin: int  # fewer never do, whatever they name; 0: no number of them, or none that is known
    ballots: int  # so many do, by the title below; 0: no number of such ballots
    title: str  # the only one that each of these ballots names
    enters: tuple[str, ...]  # titles
    leaves: tuple[str, ...]


class PairRow(View, frozen=True):
    code: str
    numbers: tuple[str, ...]  # ballots that name this candidate and not the one of the column; '' against itself


class PairTable(View, frozen=True):
    """One ranked group's candidates, each against each."""

    group: str
    rows: tuple[PairRow, ...]  # and columns, in the order of the table of candidates


class ResultBody(View, frozen=True):
    """The result of a year's vote."""

    period: VotePeriod
    chosen: tuple[ResultRow, ...]
    rows: tuple[ResultRow, ...]  # every candidate, the first one first
    turnout: tuple[GroupTurnout, ...]
    counted: int  # ballots of all groups
    roll: int  # codes given out
    spent: int  # codes used
    jurors: int
    ties: tuple[TieLine, ...]
    draw: str
    version: int  # of the rules of the count
    columns: tuple[str, ...]  # groups that are counted separately
    alone: bool  # no group had enough ballots: the jury ranked alone
    quorum_why: str  # why the rules ask for unusual numbers of ballots
    flips: tuple[FlipLine, ...]
    pairs: tuple[PairTable, ...]
    otherwise: tuple[str, ...]  # titles that would be chosen too if nothing had been set aside
    slate: Slate
    words: tuple[str, ...]
    key: str
    downloads: tuple[Download, ...]
    recount: str  # address of the program, '' if it is not among the files
    receipts: str  # address of their index
    size: int  # letters of a receipt that name its page
    vote: str  # address of the voting page


class ReceiptLine(View, frozen=True):
    receipt: str  # XXXX-XXXX-XXXX-XXXX-XXXX
    state: str  # counted, replaced or quarantined
    group: str
    why: str


class ReceiptsPage(View, frozen=True):
    """The ballots whose receipts begin with the same letters."""

    head: Head
    begin: str
    index: str
    lines: tuple[ReceiptLine, ...]


class ReceiptsIndexPage(View, frozen=True):
    head: Head
    year: int
    size: int  # letters of a receipt that name its page
    parts: tuple[Counted, ...]
    annual: Link
