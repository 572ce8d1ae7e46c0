"""Pictures as pages show them, and the files of all their sizes and formats."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from goodnews.arrangement import Arrangement
from goodnews.newsroom.picture import Picture
from goodnews.pages.views.feed import Illustration
from goodnews.pages.views.files import RenditionView
from goodnews.pages.views.parts import Figure, Files
from goodnews.pictures.darkroom import DRAWING, PHOTOGRAPH, Rendition, height_at, widths_of
from goodnews.pictures.photo import Photo
from goodnews.press.page import Page

# Relative cost; 1 is an ordinary page: some hundred milliseconds for AVIF, some ten for the others.
_COST = {"avif": 24, "webp": 8, "jpg": 4, "png": 8}


def figure_of(picture: Picture, photos: Mapping[str, Photo]) -> Figure:
    """A picture with its words; only the words if its file is lost."""
    if not picture.file:
        return Figure("", picture.alt, picture.caption, picture.credit)
    return msgspec.structs.replace(
        wordless(photos[picture.file]), alt=picture.alt, caption=picture.caption, credit=picture.credit
    )


@lru_cache(maxsize=4096)
def wordless(photo: Photo) -> Figure:
    widths = widths_of(photo.width)
    *better, last = DRAWING if photo.drawn else PHOTOGRAPH

    def files(format_: str) -> Files:
        return tuple((address_of(photo.hash, width, format_), width) for width in widths)

    return Figure(
        url=address_of(photo.hash, widths[-1], last),
        width=widths[-1],
        height=height_at(photo, widths[-1]),
        files=files(last),
        better=tuple((format_, files(format_)) for format_ in better),
    )


def illustration_of(pictures: Iterable[Picture], photos: Mapping[str, Photo]) -> Illustration | None:
    """The first picture whose file there is, as every program can show it."""
    file = next((picture.file for picture in pictures if picture.file), "")
    if not file:
        return None
    photo, figure = photos[file], wordless(photos[file])
    thumbnail, width = figure.files[0]
    plain = figure.url.rpartition(".")[2]
    whole = RenditionView(file, photo.hash, figure.width, plain)
    return Illustration(whole, figure.url, thumbnail, width, height_at(photo, width))


def address_of(hash_: bytes, width: int, format_: str) -> str:
    """Named by content: equal pictures share a file, and a new picture never gets an old one's address."""
    return f"images/{hash_.hex()[:20]}-{width}.{format_}"


def shown_pictures(arrangement: Arrangement) -> dict[str, Photo]:
    """Only the pictures that public pages show: a draft's picture is not public either."""
    newsroom = arrangement.newsroom
    outlines = [digest.notes.outline for digest in arrangement.digests]
    outlines += [year.outline for year in newsroom.years] + [standing.outline for standing in newsroom.standing]
    shown = {image for outline in outlines for image in outline.images}
    for story in newsroom.stories:
        shown.update(story.outline.images)
        shown.update(picture.file for picture in story.pictures if picture.file)
    return {file: newsroom.pictures[file] for file in sorted(shown)}


def renditions_of(pictures: Mapping[str, Photo]) -> list[Rendition]:
    """Every size and format of some pictures, equal ones once, those of one picture together."""
    first: dict[bytes, str] = {}
    for file, photo in pictures.items():
        first.setdefault(photo.hash, file)
    return [
        Rendition(file, photo.hash, width, format_)
        for file, photo in pictures.items()
        if first[photo.hash] == file
        for format_ in (DRAWING if photo.drawn else PHOTOGRAPH)
        for width in widths_of(photo.width)
    ]


def rendition_pages(renditions: Iterable[Rendition]) -> list[Page]:
    encode = msgspec.msgpack.encode
    return [
        Page(address_of(r.hash, r.width, r.format), "rendition", encode(RenditionView(*r)), cost=_COST[r.format])
        for r in renditions
    ]
