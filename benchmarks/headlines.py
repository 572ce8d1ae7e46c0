"""Where the lines of a hundred headlines end in a browser, and how many ends part a word: `bench headlines`.

What a word is was marked by hand (`headlines.txt`); other programs' opinions are files of the same lines, cut by them.
"""

import argparse
import json
from itertools import accumulate
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.browsing import DESK, PHONE, launched, served

HERE = Path(__file__).parent
HEADLINES = HERE / "headlines.txt"
HEADS = "h1"
LISTED = "main li a[href*='story/']"
PARTED = "/"

STORY = """---
title: {title}
date: 2025-07-{day:02}
category: 维权服务
region: 全国
summary: 这里只量标题。
sources: [某报]
---
正文一段。
"""

# Text of each headline, and after how many of its characters its lines end.
ENDS = """selector => [...document.querySelectorAll(selector)].map(head => {
  const nodes = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), tops = [];
  let text = '';
  for (let node; (node = nodes.nextNode());)
    for (let at = 0; at < node.length; at++) {
      const range = document.createRange();
      range.setStart(node, at), range.setEnd(node, at + 1);
      const boxes = range.getClientRects();
      if (!boxes.length || (!text && !node.data[at].trim())) continue;
      tops.push(boxes[boxes.length - 1].top), text += node.data[at];
    }
  return [text, tops.map((top, at) => at && top - tops[at - 1] > 8 ? at : 0).filter(at => at)];
})"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench headlines", description="See where the lines of headlines end.")
    parser.add_argument("--headlines", type=Path, default=HEADLINES, metavar="FILE", help="default headlines.txt here")
    parser.add_argument(
        "--write", type=Path, metavar="CONTENT", help="put the headlines into a content folder, as stories"
    )
    parser.add_argument(
        "--judge", type=Path, action="append", default=[], metavar="FILE", help="the headlines as others cut them"
    )
    parser.add_argument("sites", type=Path, nargs="*", metavar="SITE", help="a site built of such a folder")
    options = parser.parse_args(arguments)
    marked = words_of(options.headlines)
    if options.write:
        write(options.write, list(marked))
    judges = {"by hand": marked, **{path.stem: words_of(path) for path in options.judge}}
    for site in options.sites:
        print(json.dumps({"site": str(site), **measured(site, judges)}, ensure_ascii=False, indent=1))
    return 0


def words_of(path: Path) -> dict[str, frozenset[int]]:
    """Headline -> the places in it where a word ends."""
    found: dict[str, frozenset[int]] = {}
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            words = line.split(PARTED)
            found["".join(words)] = frozenset(accumulate(map(len, words)))
    return found


def write(content: Path, headlines: list[str]) -> None:
    folder = content / "stories/2025"
    folder.mkdir(parents=True, exist_ok=True)
    for number, title in enumerate(headlines):
        text = STORY.format(title=json.dumps(title, ensure_ascii=False), day=1 + number % 28)
        (folder / f"headline-{number:03}.md").write_text(text, "utf-8")


def measured(site: Path, judges: dict[str, dict[str, frozenset[int]]]) -> dict[str, object]:
    """For each width and place of a headline: its line ends, and those that part a word."""
    told: dict[str, object] = {}
    stories = sorted(str(path.relative_to(site)) for path in site.glob("story/2025/headline-*.html"))
    months = ["archive/2025/07.html"]
    with sync_playwright() as playwright, served(site) as address:
        browser = launched(playwright)
        for width in (PHONE, DESK):
            page = browser.new_page(viewport={"width": width, "height": 900})
            for name, paths, selector in (("page", stories, HEADS), ("list", months, LISTED)):
                told[f"{name} {width}"] = _counted(_ends(page, address, paths, selector), judges)
            page.close()
        browser.close()
    return told


def _ends(page: Page, address: str, paths: list[str], selector: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for path in paths:
        page.goto(f"{address}/{path}")
        found.update(page.evaluate(ENDS, selector))
    return found


def _counted(ends: dict[str, list[int]], judges: dict[str, dict[str, frozenset[int]]]) -> dict[str, object]:
    hand = judges["by hand"]
    unknown = set(hand) - set(ends)
    if unknown:
        raise SystemExit(f"Not on the site: {', '.join(sorted(unknown))}")
    lines = {title: ends[title] for title in hand}
    parts = {
        name: {title: [at for at in places if at not in words[title]] for title, places in lines.items()}
        for name, words in judges.items()
    }
    return {
        "headlines in several lines": sum(map(bool, lines.values())),
        "line ends": sum(map(len, lines.values())),
        "ends inside a word": {name: sum(map(len, inside.values())) for name, inside in parts.items()},
        "headlines that part a word": {name: sum(map(bool, inside.values())) for name, inside in parts.items()},
        "which": [f"{title[:at]}｜{title[at:]}" for title, places in parts["by hand"].items() for at in places],
    }
