"""What import costs grows as the input does, not faster."""

import pytest

from goodnews.importer import belonging
from goodnews.importer.item import Item, Piece
from goodnews.importer.matching import key
from goodnews.importer.taken import Names, Taken


def looked_at(count: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many headlines are compared to find which of so many items go on with one above."""
    seen = 0

    def counting(text: str) -> str:
        nonlocal seen
        seen += 1
        return key(text)

    with monkeypatch.context() as patch:
        patch.setattr(belonging, "key", counting)
        items = [Item(title=Piece(number, f"第{number}件好事")) for number in range(count)]
        assert belonging.continued(items) == (items, [])
    return seen


def test_headline_is_not_compared_with_those_of_all_items_above(monkeypatch: pytest.MonkeyPatch):
    assert looked_at(500, monkeypatch) == 10 * looked_at(50, monkeypatch)


class Counting(Taken):
    """Names that are taken, and how often that was asked."""

    asked = 0

    @property
    def slugs(self) -> frozenset[str]:
        self.asked += 1
        return self._slugs

    @slugs.setter
    def slugs(self, slugs: frozenset[str]) -> None:
        self._slugs = slugs


def tried(count: int) -> int:
    """How many names are tried for so many drafts of one headline."""
    taken = Counting(["a-fair"])
    names = Names(taken)
    given = [names.name_for("a-fair", str(mark)) for mark in range(count)]
    assert given[:2] == ["a-fair-2", "a-fair-3"] and len(set(given)) == count
    return taken.asked


def test_names_of_equal_headlines_are_not_tried_again_for_each():
    assert tried(500) <= 10 * tried(50)
