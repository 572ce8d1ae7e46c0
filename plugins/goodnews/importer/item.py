"""What was recognised in a page: its items, and what belongs to the page as a whole. Nothing is a guess about the
newsroom yet; every word keeps the number of the line that it came from."""

import msgspec

from goodnews.importer.days import Day
from goodnews.importer.people import Credit


class Piece(msgspec.Struct, frozen=True):
    """Words of one line, as their author wrote them."""

    line: int  # 0: what an item shares with one above it, whose line it is
    text: str
    more: tuple[int, ...] = ()  # further lines that hold it: of a headline set on two
    guessed: bool = False  # whether nothing but its place says that it is the headline, kicker or subtitle


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph of a text, or a subhead, an entry of a list or a row of a table in it."""

    line: int
    text: str
    subhead: bool = False
    row: bool = False  # of a table
    entry: bool = False  # of a list

    @property
    def is_flowing(self) -> bool:
        """Whether it is a sentence after the one above."""
        return not (self.subhead or self.row or self.entry)


class Signature(msgspec.Struct, frozen=True):
    """The credits that one line, bracket or tail holds."""

    line: int
    text: str  # as printed
    credits: tuple[Credit, ...]


class Caption(msgspec.Struct, frozen=True):
    """A picture that is not here, with the words that belong to it."""

    line: int
    text: str
    credit: str = ""


class Item(msgspec.Struct, frozen=True):
    body: tuple[Paragraph, ...] = ()
    title: Piece | None = None
    kicker: Piece | None = None
    subtitle: Piece | None = None
    leadin: Piece | None = None
    dateline: Piece | None = None
    summary: Piece | None = None
    note: tuple[Piece, ...] = ()  # of the editors
    signatures: tuple[Signature, ...] = ()
    kind: str = "story"
    section: Piece | None = None  # the text is the section's key
    campaign: Piece | None = None  # the text is campaign/edition
    column: Piece | None = None
    rubric: Piece | None = None  # what kind of text it is, by a name that no column has: 微言
    day: tuple[int, Day] | None = None  # of a diary
    captions: tuple[Caption, ...] = ()
    highlight: bool = False
    sources: tuple[Piece, ...] = ()  # lines that name a publication
    resumed: tuple[int, ...] = ()  # lines where its text goes on behind another item, or a piece of another begins
    mark: int = 0  # line that says what kind of item it is: 图片新闻
    comment: tuple[Paragraph, ...] = ()  # of an annual page
    commentator: Piece | None = None

    @property
    def first(self) -> int:
        """Its first line."""
        return min(self.lines, default=0)

    @property
    def lines(self) -> list[int]:
        heads = (self.title, self.kicker, self.subtitle, self.leadin, self.dateline)
        named = (self.section, self.campaign, self.column, self.rubric, self.commentator, self.summary)
        found = [line for piece in (*heads, *named) if piece for line in (piece.line, *piece.more)]
        found += [paragraph.line for paragraph in (*self.body, *self.comment)]
        found += [signature.line for signature in self.signatures] + [caption.line for caption in self.captions]
        found += [piece.line for piece in (*self.sources, *self.note)] + [self.mark]
        found += [self.day[0]] if self.day else []
        return [line for line in found if line]


class Page(msgspec.Struct, frozen=True):
    profile: str
    items: tuple[Item, ...]
    title: Piece | None = None
    kicker: Piece | None = None
    note: tuple[Paragraph, ...] = ()  # the editors' note or introduction
    highlights: tuple[Piece, ...] = ()
    leading: tuple[int, ...] = ()  # places of the items that the highlights name, in the order of the highlights
    sources: tuple[Piece, ...] = ()  # publications that a line names
    others: bool = False  # whether such a list ends with 等
    credits: tuple[Signature, ...] = ()  # of the page as a whole
    imprint: tuple[Piece, ...] = ()  # lines that name the publication and its day
    method: tuple[Paragraph, ...] = ()  # how the entries of a year were chosen
    letters: tuple[Piece, ...] = ()
    dropped: dict[int, str] = {}  # line -> name of the rule
