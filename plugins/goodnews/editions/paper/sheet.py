"""A sheet of paper: its size, margins and columns, and how large its headlines are."""

from dataclasses import dataclass

_POINT = 25.4 / 72  # millimetres


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper and what stands where on it; lengths in points, headlines in sizes of the text."""

    width: float
    height: float
    side: float  # margins
    top: float
    bottom: float
    columns: int
    em: int  # Chinese characters in a line
    big: float  # a headline across the page
    rows: tuple[float, ...]  # from line to line; the first that fills the last page
    gutter: float = 6 / _POINT
    title: float = 1.2  # of a story
    alone: float = 1.55  # of a story that is alone in its section
    second: float = 1.7  # of the lead, below the headline of the issue
    inset: float = 9  # around what stands beside the lead
    number: float = 1.35  # width of its numbers

    @property
    def wide(self) -> float:
        return self.width - 2 * self.side

    @property
    def column(self) -> float:
        return (self.wide - (self.columns - 1) * self.gutter) / self.columns

    @property
    def front(self) -> tuple[float, float]:
        """Width and height that the lead's picture has at most."""
        return 2 * self.column + self.gutter, 0.3 * self.height

    @property
    def inside(self) -> tuple[float, float]:
        """The same of any other picture."""
        return self.column, 0.2 * self.height

    @property
    def size(self) -> float:
        """Of text."""
        return self.column / self.em


def _sheet(
    width: int, height: int, margins: tuple[int, int, int], columns: int, em: int, big: float, rows: tuple[float, ...]
) -> Sheet:
    """width, height, margins  in millimetres"""
    side, top, bottom = (margin / _POINT for margin in margins)
    return Sheet(width / _POINT, height / _POINT, side, top, bottom, columns, em, big, rows)


SHEETS = {
    "a4": _sheet(210, 297, (14, 18, 14), columns=3, em=17, big=30, rows=(15, 14.6, 14.2, 15.4)),
    "a3": _sheet(297, 420, (17, 20, 16), columns=4, em=18, big=42, rows=(15.6, 15.2, 14.8, 16)),
}
