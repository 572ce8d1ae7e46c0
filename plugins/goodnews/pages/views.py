"""What each kind of page shows, and nothing else: frozen, typed, and the very bytes a page is printed from.

Addresses are below the site's root (`story/2026/x.html`); a template puts its page's own way to the root before
them. Dates are days in the site's zone.
"""

import datetime

import msgspec

from goodnews.byline import Byline, Sources
from goodnews.cover import Cover
from goodnews.markup import Heading
from goodnews.story import Correction, Diary
from goodnews.top10 import Letter


class View(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Base of every view."""


class Link(View, frozen=True):
    text: str
    url: str


class Counted(View, frozen=True):
    """A link with the number of stories behind it."""

    text: str
    url: str
    count: int
    note: str = ""


Files = tuple[tuple[str, int], ...]  # address, width in pixels; the narrowest first


class Figure(View, frozen=True):
    """A picture in every size and format that there is of it, with its words."""

    url: str  # in the format that everybody can show; '' if the picture is lost and only its words remain
    alt: str = ""
    caption: str = ""
    credit: str = ""
    width: int = 0  # pixels of `url`
    height: int = 0
    files: Files = ()  # in the same format
    better: tuple[tuple[str, Files], ...] = ()  # other formats: avif, webp; the best first


class Text(View, frozen=True):
    """Markdown that is supplied when the page is printed, known by its hash."""

    path: str  # of the story, below content/
    hash: bytes
    places: dict[str, str] = {}  # `story:slug` -> address, for its inner links
    figures: dict[str, Figure] = {}  # file -> how it is shown, without words


class Markdown(View, frozen=True):
    """Markdown at hand."""

    source: str
    places: dict[str, str] = {}
    figures: dict[str, Figure] = {}


class Card(View, frozen=True):
    """A story in a list."""

    title: str
    url: str
    summary: str
    date: datetime.date
    section: Link
    region: Link
    kicker: str
    kind: str


class Head(View, frozen=True):
    """What the head of every page says."""

    title: str
    url: str  # canonical, below the root; '' is the home page
    description: str
    feeds: tuple[Link, ...] = ()  # for autodiscovery, beside the site's own
    card: str = ""  # address of the picture for whoever shares the page; '' if it has none


class StoryPage(View, frozen=True):
    head: Head
    kind: str
    kicker: str
    subtitle: str
    leadin: str
    dateline: str
    date: datetime.date
    updated: datetime.date
    event: str
    section: Link
    regions: tuple[tuple[Link, ...], ...]  # each from the top down
    campaign: Link | None
    column: Link | None
    bylines: tuple[tuple[str, tuple[Link, ...]], ...]  # role, names
    sources: Sources
    pictures: tuple[Figure, ...]
    editors_note: tuple[str, ...]
    body: Text
    contents: tuple[Heading, ...]  # of a long feature
    corrections: tuple[Correction, ...]
    diary: Diary | None
    related: tuple[Card, ...]
    digest: Link | None
    chosen: tuple[Link, ...]  # annual pages that hold it
    previous: Link | None
    next: Link | None
    draft: bool


class DigestItem(View, frozen=True):
    """A story as one paragraph."""

    anchor: str
    title: str
    url: str
    kicker: str
    text: str
    date: datetime.date
    region: Link
    campaign: Link | None
    pictures: tuple[Figure, ...]


class DigestSection(View, frozen=True):
    anchor: str  # s_care: no slug of a story has an underscore
    title: str
    url: str
    items: tuple[DigestItem, ...]


class DigestBody(View, frozen=True):
    """The part of a digest that page, feed and edition share."""

    highlights: tuple[Link, ...]  # to the items' anchors on the digest's page
    editors_note: tuple[str, ...]
    introduction: Markdown
    sections: tuple[DigestSection, ...]
    sources: Sources
    editors: tuple[Byline, ...]


class DigestPage(View, frozen=True):
    head: Head
    number: str
    week: str  # 2025-W30
    monday: datetime.date
    sunday: datetime.date
    updated: datetime.date
    count: int
    minutes: int  # reading time
    body: DigestBody
    previous: Link | None
    next: Link | None
    years_back: tuple[Link, ...]


class ListPage(View, frozen=True):
    """Stories of one section, region, campaign, column, name or month, newest first."""

    head: Head
    kind: str  # section, region, campaign, column, byline or archive
    title: str
    note: str
    slogan: str
    crumbs: tuple[Link, ...]
    children: tuple[Counted, ...]  # regions below, or other editions
    cards: tuple[Card, ...]
    page: int  # 0 for the newest, unnumbered page
    older: str  # address, '' if there is none
    newer: str


class Group(View, frozen=True):
    title: str
    url: str
    note: str
    count: int
    links: tuple[Counted, ...]
    most: int = 0  # the longest bar's count, where the links are drawn as bars; 0: they are not


class Weeks(View, frozen=True):
    """How many stories each week had, up to the newest week with any."""

    counts: tuple[int, ...]  # oldest first
    most: int
    total: int
    first: datetime.date  # a Monday
    last: datetime.date  # a Sunday
    peak: Link  # the digest of the fullest week, the newest of several
    index: Link  # where every week stands with its number


class DirectoryPage(View, frozen=True):
    """An index of lists: sections, regions, campaigns, columns, names, months, digests, years."""

    head: Head
    kind: str
    title: str
    note: str
    groups: tuple[Group, ...]
    weeks: Weeks | None = None  # drawn above the list of digests


class Tile(View, frozen=True):
    """A top-level region on the page of regions."""

    name: str  # short, for the tile
    title: str  # in full
    url: str  # '' if it has no story
    count: int
    column: int  # 1 to 9; 0: after the one before it
    tint: int  # 1 to 5 by quintile of the regions with stories, 0 without a story


class RegionsPage(View, frozen=True):
    """All top-level regions as tiles, and below those the regions within them."""

    head: Head
    title: str
    tiles: tuple[Tile, ...]
    groups: tuple[Group, ...]


class AnnualEntry(View, frozen=True):
    anchor: str
    title: str
    url: str
    kicker: str
    region: Link
    recap: Markdown
    comment: Markdown
    commentator: str


class AnnualBody(View, frozen=True):
    """The part of an annual page that page and feed share."""

    note: Markdown
    entries: tuple[AnnualEntry, ...]
    recap_label: str
    comment_label: str
    credits: tuple[Byline, ...]
    sources: Sources


class VotePeriod(View, frozen=True):
    """When one can vote, in the zone of the rules."""

    opens: str  # 2026-12-01T09:00+08:00: a view is bytes, and those keep instants but no zones
    closes: str  # with all that was added to it
    zone: str  # Asia/Shanghai
    offset: str  # UTC+08:00, at the close
    prolonged: int  # minutes


class VoteChoice(View, frozen=True):
    """One candidate on the slate."""

    code: str
    title: str
    url: str
    region: str
    summary: str


class Slate(View, frozen=True):
    """How the candidates were found, in numbers."""

    stories: int
    screeners: tuple[str, ...]  # lexical, embedding
    models: tuple[str, ...]  # chat models; where there is none, no page speaks of AI
    accepted: int
    refused: int


class Download(View, frozen=True):
    name: str
    url: str
    size: str  # 1.2 MB
    sha256: str


class VotePage(View, frozen=True):
    """The voting page: whole without the service."""

    head: Head
    year: int
    stage: str  # frozen, open, closed, tallied or published
    period: VotePeriod
    minimum: int
    maximum: int
    places: int
    groups: tuple[str, ...]
    words: tuple[str, ...]  # the rules, in sentences
    choices: tuple[VoteChoice, ...]  # in the order of their codes
    slate: Slate
    service: str  # address of the form, '' if there is none
    health: str  # what says whether the service is up
    origin: str  # of the service, for the content security policy
    form: str  # address of a form tool, '' if there is none
    key: str  # of the opening
    downloads: tuple[Download, ...]
    result: str  # address of the result, once it is out


class GroupCount(View, frozen=True):
    """One group's ballots for one candidate."""

    votes: int
    share: str  # of the group's counted ballots, in percent with one digit: 41.2


class ResultRow(View, frozen=True):
    """One candidate in the result. What did not go to the jury has no ranks."""

    place: int  # from 1; 0 without ranks
    code: str
    title: str
    url: str
    chosen: bool  # among the year's
    public: str  # rank as a mixed number: 3½
    public_width: str  # the first rank has the longest bar, 0 to 100
    jury: str
    jury_width: str
    final: str
    best: int  # places over all other weights
    worst: int
    depends: tuple[str, ...]  # what its being chosen, or not, hangs on: groups, weights
    groups: tuple[GroupCount, ...]  # in the order of the body's turnout


class GroupTurnout(View, frozen=True):
    group: str
    counted: int
    replaced: int
    quarantined: int
    ranked: bool  # a group below the quorum is printed, but not ranked


class TieLine(View, frozen=True):
    """Candidates with one final rank, in the order they got."""

    titles: tuple[str, ...]
    steps: tuple[str, ...]


class ResultBody(View, frozen=True):
    """What came out of a year's vote."""

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
    slate: Slate
    words: tuple[str, ...]
    key: str
    downloads: tuple[Download, ...]
    recount: str  # address of the program, '' if it is not among the files
    receipts: str  # address of their index
    size: int  # letters of a receipt that name its page
    vote: str  # address of the voting page


class Top10Page(View, frozen=True):
    head: Head
    year: int
    kicker: str
    body: AnnualBody
    method: tuple[str, ...]
    letters: tuple[Letter, ...]
    earlier: Link | None
    later: Link | None
    vote: ResultBody | None = None


class ReceiptLine(View, frozen=True):
    receipt: str  # XXXX-XXXX-XXXX-XXXX-XXXX
    state: str  # counted, replaced or quarantined
    group: str
    why: str


class ReceiptsPage(View, frozen=True):
    """The ballots whose receipts begin alike."""

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


class VoteTeaser(View, frozen=True):
    """The open vote on the home page."""

    title: str
    url: str
    closes: str
    offset: str
    count: int
    maximum: int


class HomePage(View, frozen=True):
    head: Head
    digest_name: str
    digest: DigestPage | None  # without its sections' items
    latest: tuple[Card, ...]
    figure: Figure | None  # of the newest story, if it has one
    cover: Cover | None  # else
    top10: Link | None
    top10_note: str
    campaigns: tuple[Counted, ...]
    years_back: tuple[Link, ...]
    weeks: Weeks | None
    sections: Group | None  # as bars
    vote: VoteTeaser | None = None


class StandingPage(View, frozen=True):
    head: Head
    body: Markdown


class FeedLinks(View, frozen=True):
    title: str
    home: str  # canonical address of the page it follows
    atom: str
    rss: str
    json: str


class SubscribePage(View, frozen=True):
    head: Head
    groups: tuple[tuple[str, tuple[FeedLinks, ...]], ...]


class CorrectionLine(View, frozen=True):
    date: datetime.date
    text: str
    story: Link


class CorrectionsPage(View, frozen=True):
    head: Head
    lines: tuple[CorrectionLine, ...]


class MessagePage(View, frozen=True):
    """A page with nothing but its head: 404, and the like."""

    head: Head


class FeedEntry(View, frozen=True):
    id: str
    title: str
    url: str
    published: datetime.date
    updated: datetime.date
    summary: str
    section: str
    bylines: tuple[Byline, ...]
    kicker: str = ""
    leadin: str = ""
    dateline: str = ""
    diary: Diary | None = None
    editors_note: tuple[str, ...] = ()
    text: Text | None = None
    digest: DigestBody | None = None
    annual: AnnualBody | None = None
    pictures: tuple[Figure, ...] = ()
    corrections: tuple[Correction, ...] = ()
    sources: Sources = Sources()


class FeedView(View, frozen=True):
    """A feed in any of its three formats."""

    id: str
    title: str
    subtitle: str
    self: str  # address without the format: feeds/all
    home: str  # canonical address of the page it follows
    updated: datetime.date
    entries: tuple[FeedEntry, ...]  # newest first


class SearchPage(View, frozen=True):
    """The form, and where else to look: all there is of search without a script."""

    head: Head
    sections: tuple[Link, ...]  # name and slug, as the form sends it
    regions: tuple[Link, ...]  # likewise, of the top level
    years: tuple[int, ...]  # newest first
    places: tuple[Link, ...]
    archive: tuple[Link, ...]


class IndexFile(View, frozen=True):
    """A file of the search index; its contents are taken from the cache when it is printed."""

    name: str
    hash: bytes
    shard: bool  # or records


class IndexRoot(View, frozen=True):
    """A file that search reads whole."""

    name: str
    value: str  # JSON


class SitemapView(View, frozen=True):
    addresses: tuple[tuple[str, datetime.date | None], ...]  # address, last change


class SitemapIndexView(View, frozen=True):
    maps: tuple[tuple[str, datetime.date | None], ...]


class OpmlView(View, frozen=True):
    feeds: tuple[FeedLinks, ...]


class FileView(View, frozen=True):
    """A file copied as it is."""

    folder: str  # content or theme
    path: str
    hash: bytes


class RenditionView(View, frozen=True):
    """A picture in one size and format."""

    file: str  # below content/
    hash: bytes  # of its content
    width: int
    format: str


CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels, as the platforms ask for


class ShareCard(View, frozen=True):
    """What the picture says that goes with a shared link."""

    site: str
    label: str  # above: section, issue
    titles: tuple[str, ...]  # each begins a line
    foot: str  # below: day and place


class Site(View, frozen=True):
    """What every page shows of the site."""

    name: str
    slogan: str
    url: str
    language: str
    locale: str  # the language with its territory, for Open Graph: zh_CN; '' where it is not known
    zone: str
    sections: tuple[Link, ...]
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    feeds: tuple[Link, ...]  # the site's own, for autodiscovery: title and address without the format
    icp: str
    icp_url: str
    report_url: str
    search: str  # address of the search page, '' if there is none


# Kind of page -> its view. A kind's template is `<kind>.html` unless the printer says otherwise.
VIEWS: dict[str, type[View]] = {
    "story": StoryPage,
    "digest": DigestPage,
    "list": ListPage,
    "archive": ListPage,
    "directory": DirectoryPage,
    "regions": RegionsPage,
    "top10": Top10Page,
    "vote": VotePage,
    "receipts": ReceiptsPage,
    "receipts.index": ReceiptsIndexPage,
    "home": HomePage,
    "standing": StandingPage,
    "subscribe": SubscribePage,
    "corrections": CorrectionsPage,
    "404": MessagePage,
    "search": SearchPage,
    "search.index": IndexFile,
    "search.root": IndexRoot,
    "feed.atom": FeedView,
    "feed.rss": FeedView,
    "feed.json": FeedView,
    "sitemap": SitemapView,
    "sitemap.index": SitemapIndexView,
    "robots": MessagePage,
    "opml": OpmlView,
    "file": FileView,
    "rendition": RenditionView,
    "sharecard": ShareCard,
}
