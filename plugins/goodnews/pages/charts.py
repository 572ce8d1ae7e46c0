"""Charts: stories per week, bars of counts, and the regions as tiles. Numbers only; a template draws them."""

import datetime

from goodnews.arrangement import Arrangement
from goodnews.newsroom.region import Region
from goodnews.pages.links import Links
from goodnews.pages.views.lists import Group, Tile, Weeks
from goodnews.pages.views.parts import Counted, Link

WEEKS_MOST = 52

# Codes of GB/T 2260, laid out roughly by direction: a board of tiles, not a map. 00 is the nation, 66 the
# Production and Construction Corps, which unions treat as a province.
BOARD = """
00 .. .. .. .. .. .. .. 23
66 .. .. .. 15 11 .. 21 22
65 63 62 64 14 13 12 .. ..
54 .. 51 61 41 37 .. .. ..
.. .. .. 50 42 34 32 31 ..
.. .. 53 52 43 36 33 .. ..
.. .. .. 45 44 35 71 .. ..
.. .. .. 46 82 81 .. .. ..
"""
_PLACES = {
    code: (row, column)
    for row, line in enumerate(BOARD.strip().split("\n"), start=1)
    for column, code in enumerate(line.split(), start=1)
    if code != ".."
}
_NOWHERE = (0, 0)
FEWEST = 8  # weeks with stories, for a chart of them to say anything


def weeks_of(links: Links, arrangement: Arrangement) -> Weeks | None:
    """The last year of digests, week by week; None while they are too few to draw."""
    digests = arrangement.digests
    if len(digests) < FEWEST:
        return None
    last = digests[-1].week.monday
    span = min(WEEKS_MOST, (last - digests[0].week.monday).days // 7 + 1)
    first = last - datetime.timedelta(weeks=span - 1)
    counts = [0] * span
    peak, most = digests[-1], 0
    for digest in digests:
        place = (digest.week.monday - first).days // 7
        if place >= 0:
            counts[place] = len(digest.stories)
            if counts[place] >= most:
                peak, most = digest, counts[place]
    name = links.settings.goodnews.digest_name
    return Weeks(
        counts=tuple(counts),
        most=most,
        total=sum(counts),
        first=first,
        last=digests[-1].week.sunday,
        peak=links.week(peak.week),
        index=Link(name, "digest/index.html"),
    )


def bars(title: str, url: str, entries: tuple[Counted, ...]) -> Group:
    """Links drawn as bars, all on the same scale."""
    return Group(
        title,
        url,
        "",
        sum(link.count for link in entries),
        entries,
        most=max((link.count for link in entries), default=0),
    )


def section_counts(links: Links, arrangement: Arrangement) -> tuple[Counted, ...]:
    """Every section that has stories with its count, in print order; no descriptions."""
    by_section = arrangement.by_section
    return tuple(
        Counted(key, links.section(key).url, len(by_section[key]))
        for key in links.registries.sections
        if key in by_section
    )


def tiles(links: Links, arrangement: Arrangement) -> tuple[Tile, ...]:
    """Every top-level region by its code, as official lists have them, then those without a place on the board."""
    top = [region for region in links.registries.regions.values() if not region.parent]
    counts = {region.path: len(arrangement.by_region.get(region.path, ())) for region in top}
    some = sorted(filter(None, counts.values()))

    def tile(region: Region) -> Tile:
        count = counts[region.path]
        return Tile(
            name=region.aliases[0] if region.aliases else region.name,
            title=region.name,
            url=region.address if count else "",
            count=count,
            row=_PLACES.get(_code(region), _NOWHERE)[0],
            column=_PLACES.get(_code(region), _NOWHERE)[1],
            tint=1 + 5 * sum(other < count for other in some) // len(some) if count else 0,
        )

    return tuple(tile(region) for region in sorted(top, key=_in_order))


def _in_order(region: Region) -> str:
    return _code(region) if _code(region) in _PLACES else "~"


def _code(region: Region) -> str:
    return region.code.zfill(2) if region.code else ""
