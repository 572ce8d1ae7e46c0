"""Former addresses: each gets a page that redirects, and each kind of host a file of rules that does so faster."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from goodnews.arrangement import Arrangement
from goodnews.pages.kinds import FEEDS
from goodnews.pages.links import Links, canonical, page
from goodnews.pages.views.redirects import RedirectPage, RedirectRules
from goodnews.press.page import Page

# File -> one rule of its host: from, to. Netlify finds its file by the name; nginx and Caddy include theirs, see
# docs/deploy.md. `!`: also if a page exists there, since there is one at every former address.
HOSTS: dict[str, Callable[[str, str], str]] = {
    "_redirects": "{} {} 301!".format,
    "redirects.map": "{} {};".format,
    "redirects.caddy": "redir {} {} permanent".format,
}


def redirect_pages(
    links: Links, arrangement: Arrangement, listed: Sequence[str], feeds: Collection[str]
) -> Iterator[Page]:
    """Nothing if no page ever had another address.

    listed  every page that readers open
    feeds   files of all feeds, at their former addresses as well
    """
    moved = moved_pages(arrangement, listed)
    title = links.say("This page has a new address")
    for old, new in moved.items():
        yield page(old, "redirect", RedirectPage(links.head(title, new, title), new))
    rules = [*_rules(links.settings.url, {**moved, **_moved_feeds(arrangement, feeds)})]
    for path, rule in HOSTS.items() if rules else ():
        yield page(path, "redirects", RedirectRules(tuple(rule(old, new) for old, new in rules)))


def moved_pages(arrangement: Arrangement, listed: Sequence[str]) -> dict[str, str]:
    """Former address of a page -> the present one; sorted.

    listed  every page that readers open: a list has as many as its stories need
    """
    present = set(listed)
    moved = {old: story.address for story in arrangement.stories for old in story.former_addresses}
    moved |= {old: page.address for page in arrangement.newsroom.standing for old in page.former_addresses}
    for old, new in _folders(arrangement):
        for path in [*listed, *moved]:
            if path.startswith(new):
                moved.setdefault(old + path[len(new) :], moved.get(path, path))
    return {old: moved[old] for old in sorted(moved) if old not in present}


def _folders(arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    """Former and present beginnings of list addresses. Years come before their campaign, because both may change."""
    registries = arrangement.registries
    for campaign in registries.campaigns.values():
        for year in campaign.years.values():
            for name in year.former:
                for end in (".html", "/"):
                    yield f"campaign/{campaign.slug}/{name}{end}", f"campaign/{campaign.slug}/{year.name}{end}"
    for family, entries in (
        ("section", registries.sections),
        ("region", registries.regions),
        ("campaign", registries.campaigns),
        ("column", registries.columns),
        ("topic", registries.topics),
    ):
        for entry in entries.values():
            for slug in entry.former:
                yield f"{family}/{slug}/", f"{family}/{entry.slug}/"


def _moved_feeds(arrangement: Arrangement, feeds: Collection[str]) -> dict[str, str]:
    moved = {}
    for old, new in _folders(arrangement):
        for kind in FEEDS:
            path = f"feeds/{old[:-1]}{kind.suffix}"
            if path in feeds:
                moved[path] = f"feeds/{new[:-1]}{kind.suffix}"
    return moved


def _rules(site: str, moved: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Whole paths on the host, from and to: a folder under its own name, and under that of its index."""
    root = urlsplit(site).path + "/"
    for old, new in moved.items():
        for path in dict.fromkeys((canonical(old), old)):
            yield root + path, root + canonical(new)
