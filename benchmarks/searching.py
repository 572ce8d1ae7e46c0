"""What readers type, asked of the search of a built site, and of Pagefind on the same pages: `bench search`.

A query is answered if one of its stories is among the first three. The queries were written down before any was tried.
"""

import argparse
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import msgspec
from playwright.sync_api import sync_playwright

from tests.browser.asking import asked, slug_of
from tests.browser.browsing import Reader, launched, served

QUERIES = Path(__file__).parent / "queries.json"
FIRST = 3
BLANK = "blank.html"  # our own pages allow no WebAssembly
ASK = """async questions => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({excerptLength: 1});
  const answers = [];
  for (const question of questions) {
    const found = await pagefind.search(question);
    const pages = await Promise.all(found.results.slice(0, 30).map(result => result.data()));
    answers.push(pages.map(page => page.url).filter(url => url.includes("/story/")));
  }
  return answers;
}"""


class Query(msgspec.Struct, frozen=True):
    query: str
    stories: tuple[str, ...]  # beginnings of the slugs any one of which is right


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench search", description="Ask a site what readers type.")
    parser.add_argument("--site", type=Path, default=Path("output"), help="a built site; default output")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="default benchmarks/queries.json")
    parser.add_argument("--pagefind", metavar="PROGRAM", help="Pagefind's program, to be asked as well")
    options = parser.parse_args(arguments)
    queries = msgspec.convert(json.loads(options.queries.read_text("utf-8")), tuple[Query, ...])
    _tell("ours", queries, _ours(options.site, [one.query for one in queries]))
    if options.pagefind:
        _tell("pagefind", queries, _pagefinds(options.pagefind, options.site, [one.query for one in queries]))
    return 0


def _ours(site: Path, questions: list[str]) -> list[list[str]]:
    with sync_playwright() as playwright, served(site) as address:
        browser = launched(playwright)
        answers = asked(Reader(browser, address), questions)
        browser.close()
    return answers


def _pagefinds(program: str, site: Path, questions: list[str]) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(site, copy)
        (copy / BLANK).write_text("<!doctype html><title>Pagefind</title>")
        subprocess.run([program, "--site", str(copy)], check=True, stdout=subprocess.DEVNULL)
        with sync_playwright() as playwright, served(copy) as address:
            browser = launched(playwright)
            page = browser.new_page()
            page.goto(f"{address}/{BLANK}")
            answers = page.evaluate(ASK, questions)
            browser.close()
    return [[slug_of(url) for url in answer] for answer in answers]


def _tell(name: str, queries: Iterable[Query], answers: Iterable[list[str]]) -> None:
    """The misses, one a line, then how many were answered."""
    right = count = 0
    for one, found in zip(queries, answers, strict=True):
        count += 1
        if any(slug.startswith(one.stories) for slug in found[:FIRST]):
            right += 1
        else:
            print(f"{name}: {one.query}: {', '.join(found[:FIRST]) or 'nothing'}")
    print(f"{name}: {right} of {count}")
