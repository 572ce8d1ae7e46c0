"""The pictures that came with a file: which item each belongs to, and whether a page can show it."""

import os
import tempfile
from collections.abc import Sequence
from hashlib import blake2b

import msgspec

from goodnews.importer.damage import Warning
from goodnews.importer.item import Item
from goodnews.importer.raw import Raw
from goodnews.language import _
from goodnews.pictures.photo import FORMATS, Unfit, looked_at

MOST = 12  # pictures of one item; a header has room for no more


class Plate(msgspec.Struct, frozen=True):
    """A picture for a draft."""

    data: bytes  # b'' if the file only names it
    suffix: str  # .jpg
    alt: str  # as the file has it, perhaps ''
    line: int  # above it

    def path(self, year: int, slug: str) -> str:
        """Its file below content/: the end of its name tells pictures apart."""
        return f"images/{year}/{slug}-{blake2b(self.data, digest_size=4).hexdigest()}{self.suffix}"


def album_of(raw: Raw, items: Sequence[Item], of_a_page: bool) -> tuple[list[list[Plate]], list[Warning]]:
    """The pictures of each item, in their order, and what is wrong with those that are left out.

    of_a_page  whether what stands above all items belongs to the page: a digest's cover
    """
    plates: list[list[Plate]] = [[] for _item in items]
    warnings: list[Warning] = []
    ahead = _stand_above(raw, items)
    for picture in raw.pictures:
        own = [at for at, item in enumerate(items) if item.first <= picture.line + ahead]
        at = max(own, key=lambda at: items[at].first, default=0)
        if not items:
            continue
        if not own and of_a_page:
            what = _("the picture {name} stands above all items, and is left out").format(name=picture.name)
            warnings.append(Warning(picture.line, what))
            continue
        found = _looked_at(picture.data) if picture.data else ".jpg"
        if isinstance(found, Unfit):
            words = _("the picture {name} is left out: {found}; expected {expected}. {fix}")
            what = words.format(name=picture.name, found=found.found, expected=found.expected, fix=found.fix)
            warnings.append(Warning(picture.line, what))
        elif len(plates[at]) == MOST:
            what = _("the picture {name} is left out: a draft has at most {most}").format(name=picture.name, most=MOST)
            warnings.append(Warning(picture.line, what))
        elif not any(plate.data == picture.data for plate in plates[at] if picture.data):
            plates[at].append(Plate(picture.data, found, picture.alt, picture.line))
    return plates, warnings


def _stand_above(raw: Raw, items: Sequence[Item]) -> bool:
    """Whether each picture of a page of photographs stands right above its caption: one does above the first caption,
    and none below the last."""
    lines = [picture.line for picture in raw.pictures]
    if not lines or len(items) < 2 or any(item.kind != "photo" for item in items):
        return False
    return min(lines) < min(item.first for item in items) and max(lines) < max(max(item.lines) for item in items)


def _looked_at(data: bytes) -> "str | Unfit":
    """The suffix that a picture's name must have, or why no page can show it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "picture")
        with open(path, "wb") as file:
            file.write(data)
        found = looked_at(path, blake2b(data, digest_size=16).digest())
    return found if isinstance(found, Unfit) else FORMATS[found.format][0]
