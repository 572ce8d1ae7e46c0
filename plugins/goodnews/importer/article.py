"""Where a saved page has its article, its headline and its title; nothing is written down here."""

import re

from lxml import etree

# Where the text of an article stands: WeChat, then the systems that Chinese portals run on, then the web's own words.
_CONTAINERS = (
    "js_content",
    "TRS_Editor",
    "TRS_UEDITOR",
    "rm_txt_con",
    "article-content",
    "article_content",
    "articleContent",
    "article-body",
    "articleBody",
    "article-detail",
    "main-text",
    "text_content",
    "ozoom",
    "zoom",
    "detail-content",
    "detail_content",
    "news-content",
    "news_content",
    "newsContent",
    "content_area",
    "post_body",
    "post-content",
    "entry-content",
    "Custom_UnionStyle",
)
_KNOWN = frozenset((*_CONTAINERS, "article"))
_TEXT_LEAST = {"js_content": 1}  # visible characters of a container that holds an article, 20 for any other
_SITE = re.compile(
    r"--|__|\s[-|_–—]\s|_(?=[^_]*$)|-(?=[^-]*[网站报社]$)"
)  # between a headline and the name of the site
HEADLINE_LEAST = 4  # characters of a headline that is told by the page's title


def article_in(root: etree._Element) -> etree._Element | None:
    """The element that holds the text, by the names that portals give it; if it stands in several, what holds them."""
    named: dict[str, list[etree._Element]] = {}
    for element in root.iter(etree.Element):
        words = {
            element.get("id", ""),
            *element.get("class", "").split(),
            element.get("itemprop", ""),
            str(element.tag),
        }
        for word in words & _KNOWN:
            named.setdefault(word, []).append(element)
    for word in (*_CONTAINERS, "article"):
        found = [element for element in named.get(word, ()) if _weight(element) >= _TEXT_LEAST.get(word, 20)]
        if found:
            return _around(found)
    return None


def _around(elements: list[etree._Element]) -> etree._Element:
    """The innermost element that holds them all."""
    first, *others = elements
    paths = [{other, *other.iterancestors()} for other in others]
    return next(above for above in (first, *first.iterancestors()) if all(above in path for path in paths))


def _weight(element: etree._Element) -> int:
    """Visible characters of an element, counted to 20."""
    total = 0
    for part in element.itertext():
        total += len("".join(str(part).split()))
        if total >= 20:
            break
    return total


def headline_before(root: etree._Element, article: etree._Element) -> etree._Element | None:
    """The last headline before the article, by its tag or by the page's title; None if there is none.

    Many a portal's headline is a box like any other, and its `h1` the name of the site.
    """
    title, inside = title_of(root), any(part.tag == "h1" for part in article.iter())
    tagged = titled = None
    for element in root.iter(etree.Element):
        if element is article:
            break
        if (element.tag == "h1" or element.get("id") == "activity-name") and not inside and shown(element):
            tagged = element
        elif element.tag not in ("head", "title", "meta") and title and len(element) <= 3:
            titled = element if _begins(element, title) else titled
    return titled if titled is not None and (tagged is None or not title.startswith(shown(tagged))) else tagged


def title_of(root: etree._Element) -> str:
    """What the page calls itself: its headline, often with the name of the site behind it."""
    metas = metas_of(root)
    first = next(root.iter("title"), None)
    return metas.get("og:title", "") or metas.get("articletitle", "") or (shown(first) if first is not None else "")


def own_title(root: etree._Element) -> str:
    return _SITE.split(title_of(root), maxsplit=1)[0].strip()


def _begins(element: etree._Element, title: str) -> bool:
    """Whether an element shows nothing but the beginning of a title."""
    words = ""
    for part in element.itertext():
        words += str(part)
        if len(words) > 500:
            return False
    return len(words := " ".join(words.split())) >= HEADLINE_LEAST and title.startswith(words)


def shown(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def metas_of(root: etree._Element) -> dict[str, str]:
    return {
        str(meta.get("property") or meta.get("name") or "").lower(): str(meta.get("content", "")).strip()
        for meta in root.iter("meta")
    }
