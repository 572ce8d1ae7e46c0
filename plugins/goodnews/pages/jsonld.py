"""Structured data (schema.org): what a page tells search engines besides what readers see."""

from collections.abc import Iterable
from typing import Any

from goodnews.pages.links import canonical
from goodnews.pages.views.digest import DigestPage
from goodnews.pages.views.home import HomePage
from goodnews.pages.views.lists import ListPage, MonthPage
from goodnews.pages.views.parts import Figure, Head, Link, Site, View
from goodnews.pages.views.sharecard import CARD_HEIGHT, CARD_WIDTH
from goodnews.pages.views.story import StoryPage
from goodnews.pages.views.top10 import Top10Page

# Roles whose names are people; any other name in a byline is an office.
PERSONAL = frozenset(
    "记者 本报记者 特约记者 通讯员 本报通讯员 实习生 摄影 摄 作者 撰文 制图 reporter photographer author".split()
)


def described(page: View, site: Site) -> dict[str, Any]:
    """A page in the terms of schema.org: a story, a digest, an annual page, a list, home."""
    publisher = {"@type": "NewsMediaOrganization", "name": site.name, "url": f"{site.url}/"}
    if isinstance(page, StoryPage):
        data = _story(page, site)
        head = page.head
    elif isinstance(page, DigestPage):
        items = [item for section in page.body.sections for item in section.items]
        data = {"@type": "CollectionPage", "name": page.head.title, "dateModified": page.updated.isoformat()}
        data["mainEntity"] = _item_list([Link(item.title, item.url) for item in items], site)
        head = page.head
    elif isinstance(page, Top10Page):
        data = {"@type": "CollectionPage", "name": page.head.title, "description": page.head.description}
        data["mainEntity"] = _item_list([Link(entry.title, entry.url) for entry in page.body.entries], site)
        head = page.head
    elif isinstance(page, ListPage | MonthPage):
        cards = page.cards if isinstance(page, ListPage) else tuple(card for day in page.days for card in day.cards)
        here = Link(page.title, page.head.url)
        data = {"@type": "CollectionPage", "name": page.head.title, "description": page.head.description}
        data["mainEntity"] = _item_list([Link(card.title, card.url) for card in cards], site)
        data["breadcrumb"] = _crumbs((*page.crumbs, here), site)
        head = page.head
    elif isinstance(page, HomePage):
        return {"@graph": _home(page, site)}
    else:
        raise TypeError(f"no structured data for a {type(page).__name__}")
    return data | {
        "inLanguage": site.language,
        "mainEntityOfPage": f"{site.url}/{head.url}",
        "publisher": publisher,
    }


def _image(shown: Figure, site: Site) -> dict[str, Any]:
    data = {"@type": "ImageObject", "url": f"{site.url}/{shown.url}", "width": shown.width, "height": shown.height}
    words = {"caption": shown.caption or shown.alt, "creditText": shown.credit}
    return data | {name: said for name, said in words.items() if said}


def _card(head: Head, site: Site) -> dict[str, Any]:
    return {"@type": "ImageObject", "url": f"{site.url}/{head.card}", "width": CARD_WIDTH, "height": CARD_HEIGHT}


def _item_list(links: list[Link], site: Site) -> dict[str, Any]:
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": link.text, "url": f"{site.url}/{link.url}"}
            for place, link in enumerate(links, start=1)
        ],
    }


def _crumbs(links: Iterable[Link], site: Site) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": link.text, "item": f"{site.url}/{canonical(link.url)}"}
            for place, link in enumerate(links, start=1)
        ],
    }


def _home(page: HomePage, site: Site) -> list[dict[str, Any]]:
    """The site, how it is searched, and who makes it by which rules."""
    newsroom = {
        "@type": "NewsMediaOrganization",
        "@id": f"{site.url}/#newsroom",
        "name": site.name,
        "url": f"{site.url}/",
        "logo": {"@type": "ImageObject", "url": f"{site.url}/static/icon-512.png", "width": 512, "height": 512},
        "correctionsPolicy": f"{site.url}/corrections.html",
    }
    if page.principles:
        newsroom["publishingPrinciples"] = newsroom["ethicsPolicy"] = f"{site.url}/{page.principles}"
    website: dict[str, Any] = {
        "@type": "WebSite",
        "name": site.name,
        "description": page.head.description,
        "url": f"{site.url}/",
        "inLanguage": site.language,
        "publisher": {"@id": newsroom["@id"]},
    }
    if site.search:
        target = {"@type": "EntryPoint", "urlTemplate": f"{site.url}/{site.search}?q={{search_term_string}}"}
        asked = "required name=search_term_string"
        website["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": asked}
    return [website, newsroom]


def _place(page: StoryPage) -> str:
    return " ".join(link.text for link in page.regions[0])


def _story(page: StoryPage, site: Site) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "headline": page.head.title,
        "description": page.head.description,
        "datePublished": page.date.isoformat(),
        "dateModified": page.updated.isoformat(),
        "articleSection": page.section.text,
        **({"contentLocation": {"@type": "Place", "name": _place(page)}} if page.regions else {}),
        "author": [
            {"@type": "Person", "name": name.text, "jobTitle": role}
            if role in PERSONAL
            else {"@type": "Organization", "name": name.text}
            for role, names in page.bylines
            for name in names
        ],
        "isBasedOn": [
            {"@type": "CreativeWork", "name": origin.name}
            | ({"datePublished": origin.date.isoformat()} if origin.date else {})
            | ({"url": origin.url} if origin.url else {})
            for origin in page.sources.origins
        ],
    }
    if page.kicker:
        data["alternativeHeadline"] = page.kicker
    images = [_image(figure, site) for figure in page.pictures if figure.url]
    if not images and page.head.card:
        images = [_card(page.head, site)]
    if images:
        data["image"] = images
    if page.corrections:
        data["correction"] = [
            {"@type": "CorrectionComment", "text": c.text, "datePublished": c.date.isoformat()}
            for c in page.corrections
        ]
    return data
