"""Searching a site for many things in one window, with the script of its search page."""

import json
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import lxml.html
from playwright.sync_api import Page

from tests.browser.browsing import Reader

ANSWERED = ".found:not(:empty) ~ .results[aria-busy=false]"
A_WINDOW = 100  # questions: Chromium holds back a page that moves through its history much faster than a person

ASK = """async questions => {
  const form = document.querySelector("form.query"), said = document.querySelector(".found");
  const further = document.querySelector(".further"), list = document.querySelector(".results");
  const until = fulfilled => new Promise(done => {
    const look = () => fulfilled() ? done() : setTimeout(look, 1);
    look();
  });
  const answers = [];
  for (const question of questions) {
    form.elements.q.value = question;
    form.requestSubmit();
    await until(() => said.textContent && list.getAttribute("aria-busy") === "false");
    while (!further.hidden) {
      const before = list.children.length;
      further.click();
      await until(() => list.children.length > before);
    }
    answers.push([...list.querySelectorAll("h2 a")].map(link => link.href));
  }
  return answers;
}"""


def asked(reader: Reader, questions: Iterable[str]) -> list[list[str]]:
    """The slugs that each question finds, all of them, best first."""
    rest = list(questions)
    found: list[list[str]] = []
    while rest:
        page = reader.open("search.html")
        found += page.evaluate(ASK, rest[:A_WINDOW])
        del rest[:A_WINDOW]
        reader.leave()
    return [[slug_of(address) for address in answer] for answer in found]


def answer(page: Page, words: str) -> list[str]:
    """Type words and search as a person does; the slugs on the page."""
    page.fill("#_words", words)
    page.keyboard.press("Enter")
    return slugs(page)


def slugs(page: Page) -> list[str]:
    page.wait_for_selector(ANSWERED, state="attached")
    return [slug_of(str(link.get_attribute("href"))) for link in page.query_selector_all(".results h2 a")]


def slug_of(address: str) -> str:
    return address.rpartition("/")[2].removesuffix(".html")


def shown(output: Path) -> Iterator[tuple[str, list[str]]]:
    """Slug of every story, and what its page shows: the headline and each block of its text."""
    for path in sorted(output.glob("story/*/*.html")):
        tree = lxml.html.document_fromstring(path.read_text("utf-8"))
        blocks = tree.xpath(
            "//main//h1 | //*[contains(@class, 'e-content')]//*[self::p or self::h2 or self::h3 or self::li]"
        )
        yield path.stem, [block.text_content() for block in blocks]


def pieces(blocks: list[str], dice: random.Random, count: int) -> Iterator[str]:
    """Strings of two to four characters from anywhere in a text, each with a letter or number in it."""
    whole = [block for block in blocks if len(block) > 4]
    while count:
        block = dice.choice(whole)
        start = dice.randrange(len(block) - 3)
        piece = block[start : start + dice.randrange(2, 5)]
        if re.search(r"[^\W_]", unicodedata.normalize("NFKC", piece)):
            count -= 1
            yield piece


def value_of(output: Path, name: str) -> object:
    """What a file of the index hands over."""
    text = (output / f"search/{name}.js").read_text("utf-8")
    start = f'nuanwenSearch("{name}",'
    assert text.startswith(start) and text.endswith(")\n")
    return json.loads(text[len(start) : -2])
