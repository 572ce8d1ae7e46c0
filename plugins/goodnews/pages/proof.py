"""What proves that a page is unchanged, so that it is not even made: the hash of its ingredients.

A page is made from its ingredients, and from settings, registries and pictures, and from nothing else. As long as their
stamp is the same, its view is what it was. Whatever such a page is to show must be an ingredient first.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import fields
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from goodnews.arrangement import Digest
from goodnews.files import Known
from goodnews.newsroom.story import Story
from goodnews.press.page import Page, Stamped

_ENCODE = msgspec.msgpack.Encoder().encode
_DIGEST = tuple(field.name for field in fields(Digest))


class Proof(NamedTuple):
    """What stamps are made from besides a page's own ingredients."""

    frame: bytes  # hash of code, settings, registries, pictures: of all that `Links` holds
    files: Mapping[str, Known]  # path of a story -> hash of its file, which decides the whole story

    def stamp(self, ingredients: tuple[object, ...]) -> bytes:
        """Equal stamps of one page mean equal views. A story is hashed as its file, anything else as it is."""
        files = self.files
        said = [value and _standing_for(value, files) for value in ingredients]
        return blake2b(_ENCODE((self.frame, said)), digest_size=16).digest()


def page_from(
    ingredients: tuple[object, ...],
    path: str,
    kind: str,
    make: Callable[[], Page],
    changed: datetime.date | None,
    proof: Proof | None,
) -> Page | Stamped:
    """A page that is made only if its ingredients are not those it was made from before.

    make     from these ingredients
    changed  the day on which what the page shows last changed, where that is known
    proof    None: nothing proves that a page is unchanged
    """
    return Stamped(path, kind, proof.stamp(ingredients), make, changed) if proof else make()


def _standing_for(value: object, files: Mapping[str, Known]) -> object:
    """An ingredient as it is hashed: a story as the hash of its file, everything else as it is."""
    if isinstance(value, Story):
        return value.path, files[value.path].hash
    if type(value) is tuple:
        return [_standing_for(one, files) for one in value]
    if isinstance(value, Digest):
        return [_standing_for(getattr(value, name), files) for name in _DIGEST]
    return value
