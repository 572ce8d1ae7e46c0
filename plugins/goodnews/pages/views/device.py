"""What a reader's own device fetches or keeps."""

from goodnews.pages.views.parts import View


class RecentView(View, frozen=True):
    """The newest stories, for a device that knows which of them its reader has seen."""

    stories: tuple[tuple[str, str, str, tuple[str, ...]], ...]  # address, title, day, slugs of regions; newest first


class WorkerView(View, frozen=True):
    """The script that keeps some pages for a time without network."""

    files: tuple[str, ...]  # addresses; nothing: whatever was kept is removed
    version: str  # another one makes a device fetch all of them anew
