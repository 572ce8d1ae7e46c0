"""Where headlines break: between words, as another reader of Chinese than ours cuts them."""

import pytest

from tests.browser.browsing import PHONE, Reader
from tests.browser.kinds import KINDS

# Breaks between two lines of a headline, and those of them that part a word of the browser's own dictionary.
BREAKS = """() => {
  const words = new Intl.Segmenter('zh', {granularity: 'word'});
  let breaks = 0, inside = [];
  const heads = 'main :is(h1, h2, h3), main :is(.headlines, .leads, .highlights, .turn, .nominable) a';
  for (const head of document.querySelectorAll(heads)) {
    const nodes = document.createTreeWalker(head, NodeFilter.SHOW_TEXT), tops = [];
    let text = '';
    for (let node; (node = nodes.nextNode());)
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange();
        range.setStart(node, at), range.setEnd(node, at + 1);
        tops.push(range.getBoundingClientRect().top), text += node.data[at];
      }
    const starts = new Set([...words.segment(text)].map(word => word.index));
    for (let at = 1; at < text.length; at++) {
      if (!text[at].trim() || !text[at - 1].trim() || tops[at] - tops[at - 1] < 8) continue;
      breaks++;
      if (!starts.has(at)) inside.push(text.slice(0, at) + '｜' + text.slice(at));
    }
  }
  return [breaks, inside];
}"""


def test_few_headlines_on_a_phone_break_inside_a_word(visitor: Reader):
    breaks, inside = 0, []
    for kind in ("home", "section", "digest", "annual", "story", "month", "nominations"):
        page = visitor.open(KINDS[kind], PHONE)
        number, words = page.evaluate(BREAKS)
        breaks += number
        inside += words
    assert breaks > 20
    assert len(inside) < breaks / 12, inside


@pytest.mark.parametrize("kind", ["home", "story"])
def test_whoever_looks_a_page_up_or_hears_it_meets_no_places_to_break(visitor: Reader, kind: str):
    page = visitor.open(KINDS[kind], PHONE)
    assert "wbr" not in "".join(page.locator("head").evaluate_all("all => all.map(e => e.innerHTML)"))
    assert page.locator("main [aria-label*=wbr], main [alt*=wbr]").count() == 0
