"""Feeds of any text that reading lets pass."""

import json
import tempfile
from pathlib import Path

import feedparser
import lxml.html
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from goodnews.characters import FORBIDDEN, cleaned, is_visible
from goodnews.problem import ContentError
from tests.builders import Room
from tests.looking import printed
from tests.pages.feed_reading import ATOM, CONTENT, GRAMMAR, atom, json_feed, rss
from tests.proof import TIMES

_ALLOWED = st.characters(
    exclude_categories=("Cs", "Cc"),
    exclude_characters="\ue000\ufffe\uffff" + "".join(map(chr, range(0xFDD0, 0xFDF0))),
)
_TRICKS = [
    "]]>",
    "</script>",
    "1+1>2",
    "@工小家",
    "“引”",
    '"',
    "'",
    "&amp;",
    "<b>",
    "❤\ufe0f",
    "👨‍👩‍👧",
    "{{ x }}",
    "%s",
    "\\",
    "：",
    "# ",
    "- ",
]
_TEXT = st.lists(st.one_of(st.text(_ALLOWED, max_size=8), st.sampled_from(_TRICKS)), max_size=6).map("".join)
# As reading passes it on: without invisible characters, and refused if nothing visible is left.
_LINE = _TEXT.map(lambda text: cleaned(cleaned(text)[:60].strip())).filter(
    lambda text: is_visible(text) and not FORBIDDEN.search(text)
)


def quoted(text: str) -> str:
    """A YAML text in double quotes; what is not printed is escaped."""
    safe = "".join(
        c if c.isprintable() or ord(c) > 0xFFFF else f"\\u{ord(c):04x}"
        for c in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"{safe}"'


@settings(max_examples=15 * TIMES)
@given(_LINE, _LINE)
@example("]]></script>", "1+1>2 & @工小家 <![CDATA[")
@example("“引”'\"{{ x }}\\n", "❤\ufe0f👨‍👩‍👧")
def test_feeds_give_any_title_and_summary_back_exactly(title: str, summary: str):
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        room.story(title=quoted(title), summary=quoted(summary))
        feed = atom(room)
        GRAMMAR.assertValid(feed)
        assert feed.findtext(f"{ATOM}entry/{ATOM}title") == title
        assert feed.findtext(f"{ATOM}entry/{ATOM}summary") == summary
        assert rss(room).findtext("item/title") == title
        (item,) = json_feed(room)["items"]
        assert (item["title"], item["summary"]) == (title, summary)
        for suffix in (".atom", ".rss"):
            assert not feedparser.parse(printed(room, f"feeds/all{suffix}").encode()).bozo
        page = lxml.html.document_fromstring(printed(room, "story/2026/hotline.html"))
        (script,) = page.xpath("//script[not(@src)]")
        assert json.loads(script.text)["headline"] == title


@settings(max_examples=15 * TIMES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(_TEXT.map(str.strip).filter(bool))
@example("]]> </script> <script>alert(1)</script> &#x26; 1+1>2")
@example("```\n]]>\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |")
@example("a\tb\u2028c\u00a0d\ufeffe")
def test_feeds_hold_any_text_that_reading_lets_pass(body: str):
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        room.story(body=body)
        try:
            feed = atom(room)
        except ContentError:
            reject()
        GRAMMAR.assertValid(feed)
        html = feed.findtext(f"{ATOM}entry/{ATOM}content")
        assert rss(room).findtext(f"item/{CONTENT}encoded") == html
        assert json_feed(room)["items"][0]["content_html"] == html
        assert not lxml.html.fragment_fromstring(html, create_parent="div").xpath(
            "//script | //style | //iframe | //@onerror"
        )
        for suffix in (".atom", ".rss"):
            assert not feedparser.parse(printed(room, f"feeds/all{suffix}").encode()).bozo
