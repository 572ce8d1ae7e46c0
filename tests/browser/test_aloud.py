"""Reading aloud: with a voice of the reader's own system, sentence by sentence, each marked while it is read."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import PHONE, Reader, axe_everywhere
from tests.browser.kinds import KINDS
from tests.waiting import until

# A system that speaks: what it is given is kept in `spoken`, and each piece ends when `ended()` is called.
SYSTEM = """(voices => {
  window.spoken = []; window.now = null;
  class Utterance { constructor(text) { this.text = text } }
  const talk = Object.assign(new EventTarget(), {
    getVoices: () => voices, speak: it => { if (it.text) { spoken.push(it.text); window.now = it } },
    cancel: () => {
      const was = window.now; window.now = null;
      if (was) setTimeout(() => was.onerror?.({error: 'canceled'}));
    },
  });
  window.ended = () => { const was = window.now; window.now = null; was.onend({}) };
  Object.defineProperty(window, 'speechSynthesis', {value: talk});
  Object.defineProperty(window, 'SpeechSynthesisUtterance', {value: Utterance});
})"""
MANDARIN = [{"name": "Tingting", "lang": "zh_CN", "localService": True}]
MARKED = "[...(CSS.highlights.get('aloud') || [])].map(String)"


def story(reader: Reader, voices: list[dict[str, object]] = MANDARIN, path: str = KINDS["feature"]) -> Page:
    page = reader.window(PHONE)
    page.add_init_script(f"{SYSTEM}({str(voices).replace('True', 'true').replace('False', 'false')})")
    reader.go(page, path)
    return page


def spoken(page: Page) -> list[str]:
    said: list[str] = page.evaluate("window.spoken")
    return said


def listening(reader: Reader) -> Page:
    page = story(reader)
    page.get_by_role("button", name="朗读").click()
    until(lambda: len(spoken(page)) == 1)
    return page


def test_story_is_read_from_its_headline_to_its_end_and_each_sentence_is_marked(reader: Reader):
    page = listening(reader)
    assert spoken(page) == [page.locator("h1").inner_text()]
    while page.evaluate("window.now !== null"):
        assert page.evaluate(MARKED)[0].strip() == spoken(page)[-1]
        page.evaluate("ended()")
    said = spoken(page)
    assert len(said) > 10 and max(map(len, said)) <= 120
    text = page.evaluate("[...document.querySelectorAll('.body p')].map(p => p.textContent)")
    heard = "".join("".join(said).split())
    assert all("".join(part.split()) in heard for part in text if "[" not in part)
    assert page.evaluate(MARKED) == []
    expect(page.get_by_role("button", name="停止")).to_be_hidden()
    expect(page.get_by_role("button", name="朗读")).to_be_visible()


def test_mark_can_be_seen_and_moves_nothing(reader: Reader):
    page = listening(reader)
    page.evaluate("ended()")
    before = page.locator(".body").bounding_box()
    page.evaluate("ended()")
    assert page.locator(".body").bounding_box() == before
    colour = page.evaluate("getComputedStyle(document.querySelector('.body p'), '::highlight(aloud)').backgroundColor")
    assert colour not in ("", "rgba(0, 0, 0, 0)")
    assert axe_everywhere(page) == []


def test_reading_is_paused_taken_up_at_the_same_sentence_and_stopped_by_keyboard(reader: Reader):
    page = listening(reader)
    page.evaluate("ended()")
    button = page.get_by_role("button", name="暂停")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.evaluate("window.now") is None
    expect(page.get_by_role("button", name="继续朗读")).to_be_focused()
    page.keyboard.press("Enter")
    assert spoken(page)[-1] == spoken(page)[-2]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.evaluate("window.now") is None and page.evaluate(MARKED) == []
    expect(page.get_by_role("button", name="朗读")).to_be_focused()


@pytest.mark.parametrize(
    "voices",
    [
        [],
        [{"name": "Anna", "lang": "de-DE", "localService": True}],
        [{"name": "Sinji", "lang": "zh-HK", "localService": True}],
        [{"name": "network", "lang": "zh-CN", "localService": False}],
    ],
)
def test_without_a_voice_of_the_system_for_the_language_there_is_no_button(reader: Reader, voices):
    page = story(reader, voices)
    expect(page.locator("[data-aloud] button:visible")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_voice_that_comes_late_brings_the_button(reader: Reader):
    page = story(reader, [])
    page.evaluate(
        """() => { speechSynthesis.getVoices = () => [{lang: 'cmn-Hans-CN', localService: true}];
                   speechSynthesis.dispatchEvent(new Event('voiceschanged')) }"""
    )
    expect(page.get_by_role("button", name="朗读")).to_be_visible()


def test_old_engine_without_highlights_has_the_paragraph_marked(reader: Reader):
    page = reader.window()
    page.add_init_script(f"delete window.Highlight; {SYSTEM}([{{lang: 'zh-CN', localService: true}}])")
    reader.go(page, KINDS["feature"])
    page.get_by_role("button", name="朗读").click()
    expect(page.locator("h1.aloud")).to_be_visible()
    page.evaluate("ended()")
    expect(page.locator(".body .aloud")).to_have_count(1)


def test_boxes_pictures_and_notes_beside_the_text_are_not_read(reader: Reader):
    page = listening(reader)
    while page.evaluate("window.now !== null"):
        page.evaluate("ended()")
    said = "".join(spoken(page))
    beside = page.locator("figcaption, .correction p, .sources, .related a, .facts dd").all_inner_texts()
    assert len(beside) > 5
    assert [text for text in beside if text in said] == []


def test_leaving_the_page_ends_the_reading(reader: Reader):
    page = listening(reader)
    page.evaluate("addEventListener('pagehide', () => sessionStorage.setItem('left', window.now === null))")
    reader.go(page, "index.html")
    assert page.evaluate("sessionStorage.getItem('left')") == "true"
