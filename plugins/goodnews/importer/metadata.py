"""What a saved page says of itself: headline, publication, author, day, address."""

import datetime
import re

from lxml import etree

from goodnews.importer.article import metas_of, own_title, shown
from goodnews.importer.days import day_in

_SAVED = re.compile(r"saved from url=\(\d+\)(\S+)")
_STAMP = re.compile(r"\b(?:ct|create_time|oriCreateTime)\s*[=:]\s*[\"']?(\d{10})\b")
_SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))  # where WeChat's clocks stand
_SOURCE = re.compile(r"(?:来源|稿源)\s*[:：]\s*([^\s|｜:：]{2,40})")


def metadata_of(root: etree._Element, text: str, head: str) -> dict[str, str]:
    """`Raw.said` of a page.

    text  the page as it was saved
    head  the lines that stand before its article
    """
    metas = metas_of(root)
    names = ("activity-name", "js_name", "publish_time")
    by_id = {name: shown(element) for element in root.iter(etree.Element) if (name := element.get("id")) in names}
    saved = _SAVED.search(text[:4096])
    source = _SOURCE.search(metas.get("source", "")) or _SOURCE.search(head)
    stamp = _STAMP.search(text)
    days = [by_id.get("publish_time", ""), metas.get("article:published_time", ""), metas.get("publishdate", "")]
    days += [metas.get("pubdate", ""), _stamped(stamp[1]) if stamp else "", head]
    return {
        "title": by_id.get("activity-name", "") or metas.get("og:title", "") or own_title(root),
        "publication": by_id.get("js_name", "") or (source[1] if source else "") or metas.get("contentsource", ""),
        "author": metas.get("og:article:author", "") or metas.get("author", ""),
        "date": next((day.date.isoformat() for words in days if (day := day_in(words))), ""),
        "address": next(
            (
                url
                for url in (metas.get("og:url", ""), saved[1] if saved else "")
                if url.startswith(("https://", "http://"))
            ),
            "",
        ),
    }


def _stamped(seconds: str) -> str:
    return datetime.datetime.fromtimestamp(int(seconds), _SHANGHAI).date().isoformat()
