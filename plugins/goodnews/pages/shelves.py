"""Which lists have something in them. The others are neither printed nor linked: no reader meets an empty shelf."""

from goodnews.arrangement import Arrangement
from goodnews.newsroom.region import REGIONS
from goodnews.newsroom.vote.vote import Vote
from goodnews.pages.links import DIGESTS

SECTIONS = "section/index.html"
CAMPAIGNS = "campaign/index.html"
COLUMNS = "column/index.html"
TOPICS = "topic/index.html"
BYLINES = "byline/index.html"
ARCHIVE = "archive/index.html"
SITE_MAP = "sitemap.html"
TOP10 = "top10/index.html"


def filled(arrangement: Arrangement) -> frozenset[str]:
    """Addresses of the indexes with something in them."""
    stories = arrangement.stories
    held: dict[str, object] = {
        SECTIONS: stories,
        ARCHIVE: stories,
        SITE_MAP: stories,
        DIGESTS: arrangement.digests,
        REGIONS: arrangement.by_region,
        CAMPAIGNS: arrangement.by_campaign,
        COLUMNS: arrangement.by_column,
        TOPICS: arrangement.by_topic,
        BYLINES: arrangement.by_name,
        TOP10: arrangement.newsroom.years or under_way(arrangement),
    }
    return frozenset(address for address, of in held.items() if of)


def under_way(arrangement: Arrangement) -> list[Vote]:
    """The votes that have no result yet."""
    return [vote for vote in arrangement.newsroom.votes if vote.result is None]


def has_feeds(arrangement: Arrangement) -> bool:
    """Whether there is any feed: one with nothing in it is not made."""
    held: dict[str, object] = {
        "all": arrangement.stories,
        "digest": arrangement.digests,
        "section": arrangement.stories,
        "region": arrangement.by_region,
        "campaign": arrangement.by_campaign,
        "column": arrangement.by_column,
        "topic": arrangement.by_topic,
        "top10": arrangement.newsroom.years,
    }
    return any(held[family] for family in arrangement.settings.goodnews.feeds)
