"""The pages of a vote: nominations, voting, result, and receipts by which voters find their ballots again."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from urllib.parse import urlsplit

from goodnews.arrangement import Arrangement
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import annual_address
from goodnews.newsroom.vote.result import Flip, Receipt, Result
from goodnews.newsroom.vote.vote import RECOUNT, Candidate, Screening, Vote
from goodnews.pages.links import Links, page
from goodnews.pages.standing import contact_of
from goodnews.pages.views.files import FileView
from goodnews.pages.views.parts import Counted, Link
from goodnews.pages.views.result import (
    FlipLine,
    GroupCount,
    GroupTurnout,
    PairRow,
    PairTable,
    ReceiptLine,
    ReceiptsIndexPage,
    ReceiptsPage,
    ResultBody,
    ResultRow,
    TieLine,
)
from goodnews.pages.views.vote import (
    Download,
    NominatedGroup,
    NominationsPage,
    Slate,
    VoteChoice,
    VotePage,
    VotePeriod,
    VoteTeaser,
)
from goodnews.press.page import Page

HEALTH = "/health"  # below the service's address: answers 200 while the process runs, whatever its database does
ON_A_PAGE = 1000  # receipts on average: some 50 KB to transfer
_GLYPHS = {
    **{Fraction(1, 2): "½", Fraction(1, 3): "⅓", Fraction(2, 3): "⅔", Fraction(1, 4): "¼", Fraction(3, 4): "¾"},
    **{Fraction(1, 8): "⅛", Fraction(3, 8): "⅜", Fraction(5, 8): "⅝", Fraction(7, 8): "⅞"},
    **{Fraction(1, 6): "⅙", Fraction(5, 6): "⅚", Fraction(1, 5): "⅕", Fraction(2, 5): "⅖", Fraction(3, 5): "⅗"},
    Fraction(4, 5): "⅘",
}


def vote_pages(links: Links, arrangement: Arrangement) -> list[Page]:
    """Everything about the votes but the annual pages themselves."""
    pages = []
    for vote in arrangement.newsroom.votes:
        if not vote.public:
            pages.append(page(vote.address, "nominations", nominations_page(links, arrangement, vote)))
            continue
        pages.append(page(vote.address, "vote", vote_page(links, arrangement, vote)))
        for file in vote.files:
            path = f"{vote.path}/{file.name}"
            pages.append(page(path, "file", FileView("content", path, file.hash)))
        if vote.result:
            pages += receipt_pages(links, vote)
    return pages


def vote_page(links: Links, arrangement: Arrangement, vote: Vote) -> VotePage:
    own = links.settings.goodnews
    rules = vote.rules
    service = own.vote_url if vote.stage == "open" else ""
    parts = urlsplit(service)
    choices = tuple(_choice(links, arrangement, vote, candidate) for candidate in vote.candidates)
    return VotePage(
        head=links.head(rules.title, vote.address, links.described(rules.title, [choice.title for choice in choices])),
        year=vote.year,
        stage=vote.stage,
        period=period_of(vote),
        minimum=rules.minimum,
        maximum=rules.maximum,
        places=rules.places,
        groups=rules.groups,
        words=rules.words,
        choices=choices,
        slate=slate_of(vote.screening),
        service=service,
        health=service.partition("?")[0].rstrip("/") + HEALTH if service else "",
        origin=f"{parts.scheme}://{parts.netloc}" if service else "",
        form=own.vote_form_url if vote.stage == "open" else "",
        key=vote.key,
        downloads=downloads_of(vote),
        result=annual_address(vote.year) if vote.result else "",
    )


def nominations_page(links: Links, arrangement: Arrangement, vote: Vote) -> NominationsPage:
    rules = vote.rules
    stories = nominable(arrangement, vote.year)
    form = links.settings.goodnews.nominate_url
    groups = (
        (key, [links.story(story) for story in stories if story.section == key]) for key in links.registries.sections
    )
    return NominationsPage(
        head=links.head(rules.title, vote.address, links.described(rules.title, [story.title for story in stories])),
        year=vote.year,
        taking=vote.takes_nominations,
        overdue=vote.is_overdue(arrangement.newsroom.today),
        period=period_of(vote),
        minimum=rules.minimum,
        maximum=rules.maximum,
        places=rules.places,
        groups=rules.groups,
        words=rules.words,
        count=len(stories),
        sections=tuple(NominatedGroup(links.section(key), tuple(found)) for key, found in groups if found),
        form=form,
        contact=None if form else contact_of(arrangement),
    )


def nominable(arrangement: Arrangement, year: int) -> list[Story]:
    """The stories of a year that readers can see, newest first.

    No links, none that is retracted, and in a preview none that is not published.
    """
    today = arrangement.newsroom.today
    return [
        story
        for story in reversed(arrangement.stories)
        if story.date.year == year and story.date <= today and not (story.draft or story.retraction or story.out)
    ]


def _choice(links: Links, arrangement: Arrangement, vote: Vote, candidate: Candidate) -> VoteChoice:
    where = arrangement.places.get(f"story:{candidate.slug}", "")
    why = vote.withdrawn.get(candidate.code, "")
    return VoteChoice(candidate.code, candidate.title, where, candidate.region, candidate.summary, why)


def period_of(vote: Vote) -> VotePeriod:
    rules = vote.rules
    offset = rules.ends.strftime("%z") if rules.ends else ""
    shown = f"UTC{offset[:3]}:{offset[3:]}" if offset else ""
    opens, closes = (moment.isoformat(timespec="minutes") if moment else "" for moment in (rules.opens, rules.ends))
    return VotePeriod(opens, closes, rules.zone, shown, rules.prolonged)


def slate_of(screening: Screening) -> Slate:
    plain = tuple(name for name in screening.screeners if not name.startswith("chat:"))
    return Slate(screening.stories, plain, screening.models, screening.accepted, screening.refused)


def downloads_of(vote: Vote) -> tuple[Download, ...]:
    return tuple(
        Download(file.name, f"{vote.path}/{file.name}", size_of(file.size), file.sha256) for file in vote.files
    )


def size_of(count: int) -> str:
    """Bytes for people: 812 B, 12.3 KB, 4.5 MB."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} KB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def teaser_of(links: Links, arrangement: Arrangement, today: datetime.date) -> VoteTeaser | None:
    """The open vote, else nominations if there is a story to nominate; of several the latest year's."""
    for vote in arrangement.newsroom.votes:
        if vote.is_open(today):
            period = period_of(vote)
            count = len(vote.candidates)
            return VoteTeaser(vote.rules.title, vote.address, period.closes, period.offset, count, vote.rules.maximum)
    for vote in arrangement.newsroom.votes:
        if vote.takes_nominations and (count := len(nominable(arrangement, vote.year))):
            return VoteTeaser(vote.rules.title, vote.address, "", "", count, vote.rules.maximum, nominating=True)
    return None


# The result.


def result_body(links: Links, arrangement: Arrangement, vote: Vote) -> ResultBody | None:
    """What the annual page shows of a vote; None while there is no result."""
    result = vote.result
    if result is None:
        return None
    rows = _rows(links, arrangement, vote, result)
    titles = {candidate.code: candidate.title for candidate in vote.candidates}
    size = letters_of(len(vote.receipts))
    return ResultBody(
        period=period_of(vote),
        chosen=tuple(row for row in rows if row.chosen),
        rows=rows,
        turnout=tuple(
            GroupTurnout(group, states.counted, states.replaced, states.quarantined, _standing(result, group))
            for group in vote.rules.groups
            for states in (result.ballots[group],)
        ),
        counted=sum(states.counted for states in result.ballots.values()),
        roll=result.turnout.roll,
        spent=result.turnout.spent,
        jurors=result.jury.jurors,
        ties=tuple(TieLine(tuple(titles[code] for code in tie.codes), tie.steps) for tie in result.ties),
        draw=result.draw,
        version=result.version,
        columns=tuple(_ballots(vote, result)),
        alone=not result.ranked,
        quorum_why=result.quorum.why,
        flips=tuple(_flip(group, result.margin.get(group), flip, titles) for group, flip in result.flip.items()),
        pairs=tuple(_pairs(vote, group, table, [row.code for row in rows]) for group, table in result.pairs.items()),
        otherwise=tuple(titles[code] for code in result.with_quarantined.chosen if code not in result.chosen),
        slate=slate_of(vote.screening),
        words=vote.rules.words,
        key=vote.key,
        downloads=downloads_of(vote),
        recount=next((f"{vote.path}/{file.name}" for file in vote.files if file.name == RECOUNT), ""),
        receipts=f"{vote.receipts_folder}/index.html",
        size=size,
        vote=vote.address,
    )


def _rows(links: Links, arrangement: Arrangement, vote: Vote, result: Result) -> tuple[ResultRow, ...]:
    """Every candidate: those the jury saw in their order, then the others by the public's mean rank and code."""
    rest = [candidate.code for candidate in vote.candidates if candidate.code not in result.final]
    rest.sort(key=lambda code: (Fraction(result.means.get(code, result.jury.ranks.get(code, "1"))), code))
    by_code = {candidate.code: candidate for candidate in vote.candidates}
    turnout = _ballots(vote, result)
    found, public = [], result.publics
    of = len(result.union) if result.version == 1 else len(vote.candidates)
    for place, code in enumerate((*result.order, *rest), start=1):
        candidate = by_code[code]
        ranked = code in result.final
        held = result.stability.get(code)
        found.append(
            ResultRow(
                place=place if ranked else 0,
                code=code,
                title=candidate.title,
                url=arrangement.places.get(f"story:{candidate.slug}", ""),
                chosen=code in result.chosen,
                withdrawn=code in result.withdrawn or code in vote.withdrawn,
                public=mixed(public[code]) if code in public else "",
                public_width=_width(public[code], of) if code in public else "0.0",
                jury=mixed(result.jury.ranks[code]) if ranked else "",
                jury_width=_width(result.jury.ranks[code], of) if ranked else "",
                final=mixed(result.final[code]) if ranked else "",
                best=held.best if held else 0,
                worst=held.worst if held else 0,
                depends=held.depends if held else (),
                groups=tuple(
                    GroupCount(votes, _share(votes, turnout[group]))
                    for group in turnout
                    for votes in (result.counts[group][code],)
                ),
            )
        )
    return tuple(found)


def _flip(group: str, margin: int | None, flip: Flip | None, titles: Mapping[str, str]) -> FlipLine:
    if flip is None:
        return FlipLine(group, margin or 0, 0, "", (), ())
    enters, leaves = (tuple(titles[code] for code in codes) for codes in (flip.enters, flip.leaves))
    return FlipLine(group, margin or 0, flip.ballots, titles[flip.story], enters, leaves)


def _pairs(vote: Vote, group: str, table: Sequence[Sequence[int]], order: Sequence[str]) -> PairTable:
    """Rows and columns of result.json follow the slate; on the page they follow the result."""
    at = {candidate.code: number for number, candidate in enumerate(vote.candidates)}
    return PairTable(
        group,
        tuple(
            PairRow(code, tuple(str(table[at[code]][at[other]]) if other != code else "" for other in order))
            for code in order
        ),
    )


def _standing(result: Result, group: str) -> str:
    if group in result.ranked:
        return "ranked"
    if result.version > 1 and group == "plain":
        return "within"
    return "few" if result.version == 1 or group in result.quorum.needed else "printed"


def _ballots(vote: Vote, result: Result) -> dict[str, int]:
    """Counted ballots of each group that is counted by itself: from version 2 on `plain` counts within `open`."""
    found = {group: result.ballots[group].counted for group in vote.rules.groups}
    if result.version > 1 and "plain" in found:
        found["open"] += found.pop("plain")
    return found


def mixed(rank: str) -> str:
    """An exact fraction as people write it: 7/2 is 3½, 31/12 is 2 7/12."""
    value = Fraction(rank)
    whole, rest = divmod(value.numerator, value.denominator)
    if not rest:
        return str(whole)
    part = Fraction(rest, value.denominator)
    return f"{whole}{_GLYPHS[part]}" if part in _GLYPHS else f"{whole} {part}"


def _width(rank: str, count: int) -> str:
    """Length of a bar: 100 for rank 1, down to 100 / `count` for the last."""
    return f"{float(100 * (count + 1 - Fraction(rank)) / count):.1f}"


def _share(votes: int, ballots: int) -> str:
    return f"{float(Fraction(100 * votes, ballots)):.1f}" if ballots else "0.0"


# Receipts: pages that need no script, by the first letters of a receipt.


def letters_of(count: int) -> int:
    """How many letters name a receipt's page."""
    return 1 if count <= 32 * ON_A_PAGE else 2


def receipt_pages(links: Links, vote: Vote) -> list[Page]:
    folder, size = vote.receipts_folder, letters_of(len(vote.receipts))
    title = links.say("Receipts of the vote of {year}").format(year=vote.year)
    pages, parts = [], []
    for begin, found in groupby(vote.receipts, key=lambda receipt: receipt.receipt[:size]):
        path = f"{folder}/{begin.lower()}.html"
        lines = tuple(_lines(found))
        parts.append(Counted(f"{begin}…", path, len(lines)))
        head = links.head(f"{title}: {begin}…", path, title)
        pages.append(page(path, "receipts", ReceiptsPage(head, begin, f"{folder}/index.html", lines)))
    path = f"{folder}/index.html"
    annual = Link(links.say("Result of {year}").format(year=vote.year), annual_address(vote.year))
    view = ReceiptsIndexPage(links.head(title, path, title), vote.year, size, tuple(parts), annual)
    return [*pages, page(path, "receipts.index", view)]


def _lines(receipts: Iterable[Receipt]) -> Iterable[ReceiptLine]:
    for receipt in receipts:
        letters = receipt.receipt
        grouped = f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}-{letters[12:16]}-{letters[16:]}"
        yield ReceiptLine(grouped, receipt.state, receipt.group, receipt.why)
