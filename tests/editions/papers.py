"""Issues on paper: what is set, and what a reader finds on the pages."""

import io
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import pypdf

from goodnews.editions import paper
from goodnews.editions.views import PaperPicture, PaperView
from goodnews.pages.views.digest import DigestSection
from goodnews.pages.views.parts import Site
from tests.photos import photo_file

TEXT = "中国工会的服务站里，有热水、有微波炉，也有人。今年新建了38个，明年还要再建100个，都在骑手常走的路上。"
of = msgspec.structs.replace


def developed(picture: PaperPicture, width: int) -> bytes:
    return photo_file(
        "jpg", width, width * picture.height // picture.width, seed=len(picture.alt) + ord(picture.alt[-3])
    )


def set_on(sheet: str, view: PaperView, site: Site) -> bytes:
    """Its pages, whose pictures are made here."""
    return paper.printed(view, site, sheet, developed)


def pictured(view: PaperView, sizes: Sequence[tuple[int, int]]) -> PaperView:
    """The same issue; as many of its stories as there are sizes have a picture."""
    assert view.digest
    anchors = [item.anchor for section in view.digest.body.sections for item in section.items]
    pictures = tuple(
        PaperPicture(anchor, "x.jpg", b"", width, height, False, f"图{anchor}", f"说明{anchor}。", "某某 摄")
        for anchor, (width, height) in zip(anchors, sizes, strict=False)
    )
    return of(view, pictures=pictures)


def with_stories(view: PaperView, *sections: tuple[tuple[str, str], ...]) -> PaperView:
    """The same issue with other stories, each a title and a text; the first of all is its lead."""
    assert view.digest
    item = view.digest.body.sections[0].items[0]
    made = tuple(
        DigestSection(
            f"s_{number}",
            f"栏目{number}",
            "",
            tuple(
                of(item, anchor=f"story-{number}-{at}", title=title, text=text, kicker="")
                for at, (title, text) in enumerate(stories)
            ),
        )
        for number, stories in enumerate(sections)
    )
    assert view.digest.lead is not None
    lead = of(view.digest.lead, item=made[0].items[0])
    digest = of(view.digest, lead=lead, highlights=(), body=of(view.digest.body, sections=made, highlights=()))
    return of(view, digest=digest)


def pages_of(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


class Piece(NamedTuple):
    """A piece of text where it stands on a page, in points from its left and lower edge."""

    left: float
    height: float
    text: str


@lru_cache(2)
def read(data: bytes) -> tuple[tuple[str, list[Piece]], ...]:
    """For each page its text, and the pieces of that. To read a page takes longer than to set it."""
    found = []
    for page in pages_of(data).pages:
        pieces: list[Piece] = []

        def see(
            text: str, matrix: list[float], of_text: list[float], *_font: object, pieces: list[Piece] = pieces
        ) -> None:
            if text.strip():
                pieces.append(Piece(of_text[4] * matrix[0] + matrix[4], of_text[5] * matrix[3] + matrix[5], text))

        found.append((page.extract_text(visitor_text=see), pieces))
    return tuple(found)


def words_of(data: bytes) -> str:
    """All words of all pages, without blanks: a line may end anywhere."""
    return "".join("".join(text for text, _pieces in read(data)).split())


def bottoms(data: bytes) -> list[float]:
    """For each page, how far the lowest text lies above its edge, in points."""
    return [min(piece.height for piece in pieces) for _text, pieces in read(data)]


def crossing(data: bytes) -> list[str]:
    """Lines of text that lie on others: in one column of a page, less than 7 points below or above."""
    ordered = [sorted(pieces, key=lambda piece: (round(piece.left), piece.height)) for _text, pieces in read(data)]
    return [
        f"{one.text} / {other.text}"
        for pieces in ordered
        for one, other in pairwise(pieces)
        if round(one.left) == round(other.left) and 0.5 < other.height - one.height < 7
    ]


def images_of(data: bytes) -> list[tuple[int, int]]:
    return [image.image.size for page in pages_of(data).pages for image in page.images if image.image]


def flat(outline: list[Any]) -> list[Any]:
    return [one for entry in outline for one in (flat(entry) if isinstance(entry, list) else [entry])]
