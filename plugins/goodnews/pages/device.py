"""What lives on the reader's own device: saved stories, news since the last visit, pages for a time without network."""

from collections.abc import Iterator, Mapping

from goodnews.arrangement import Arrangement
from goodnews.files import hash_of
from goodnews.pages.links import Links, page
from goodnews.pages.views.device import RecentView, WorkerView
from goodnews.pages.views.standing import MessagePage
from goodnews.press.page import Page

SAVED = "saved.html"
WORKER = "sw.js"
RECENT_MOST = 60  # stories that can be told as new
ISSUES = 2  # digests that a device keeps
_KINDS = (".css", ".js", ".svg")
# Files of the theme that neither home nor a digest needs.
_ELSEWHERE = ("search.js", "vote.css", "vote.js", "receipt.js", "keep.js", "saved.js", "voice.js", "aloud.js")


def device_pages(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    title = links.say("Saved stories")
    yield page(SAVED, "saved", MessagePage(links.head(title, SAVED, title)))
    regions = links.registries.regions
    stories = tuple(
        (story.address, story.title, story.date.isoformat(), tuple(regions[path].slug for path in story.regions))
        for story in arrangement.stories[: -RECENT_MOST - 1 : -1]
    )
    yield page("recent.json", "recent", RecentView(stories))


def newest_of(arrangement: Arrangement) -> str:
    """The newest day with stories and their addresses: what a reader who sees home has been told of."""
    if not arrangement.stories:
        return ""
    day = arrangement.stories[-1].date
    return " ".join([day.isoformat(), *(story.address for story in arrangement.stories if story.date == day)])


def kept_pages(arrangement: Arrangement) -> tuple[str, ...]:
    """Pages that a device keeps; nothing if the settings say so."""
    if not arrangement.settings.goodnews.offline:
        return ()
    return ("index.html", *(digest.address for digest in arrangement.digests[-ISSUES:]))


def worker_page(kept: Mapping[str, bytes], theme: Mapping[str, bytes], site: bytes) -> Page:
    """kept   what a device keeps: path -> the view of the page
    theme  static files of the theme: path -> hash
    site   what every page shows of the site
    """
    needed = {path: hash_ for path, hash_ in theme.items() if path.endswith(_KINDS) and not path.endswith(_ELSEWHERE)}
    files = {**kept, **needed} if kept else {}
    version = hash_of(site, *(part for path, value in files.items() for part in (path.encode(), value)))
    return page(WORKER, "worker", WorkerView(tuple(files), version.hex()[:16]))
