"""What import costs grows as the input does, not faster."""

import pytest

from goodnews.importer import belonging
from goodnews.importer.item import Item, Piece
from goodnews.importer.matching import key


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
