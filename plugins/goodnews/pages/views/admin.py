"""The web editor, for those who write."""

from goodnews.pages.views.parts import Head, View


class AdminPage(View, frozen=True):
    head: Head
    hosts: tuple[str, ...]  # that it may ask besides this site: where the repository is


class AdminConfig(View, frozen=True):
    """What the editor shows and writes, as its program reads it."""

    text: str  # JSON
