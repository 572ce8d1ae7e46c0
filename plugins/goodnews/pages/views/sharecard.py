"""The picture for those who share a page."""

from goodnews.pages.views.parts import View

CARD_WIDTH, CARD_HEIGHT = 1200, 630  # pixels that the platforms ask for
SQUARE = 480  # pixels of a side of the small one


class ShareCard(View, frozen=True):
    """The words on the picture that goes with a shared link."""

    site: str
    label: str  # above: section, issue
    titles: tuple[str, ...]  # each begins a new line
    foot: str  # below: day and place


class SquareCard(View, frozen=True):
    """The words on the small picture in a list of chats, where a headline could not be read."""

    site: str
    text: str  # a section's name, the year
