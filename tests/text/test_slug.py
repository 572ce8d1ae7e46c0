"""Slugs."""

import pytest

from goodnews.text.slug import is_slug, slug_meant


@pytest.mark.parametrize("slug", ["a", "a-b", "2026-news", "a" * 80])
def test_slug_is_made_of_words_and_hyphens(slug: str):
    assert is_slug(slug)


@pytest.mark.parametrize(
    "text",
    [
        "aux",
        "con",
        "nul",
        "com1",
        "",
        "-a",
        "a-",
        "a--b",
        "A",
        "a_b",
        "a b",
        "洛阳",
        "a/b",
        "a.b",
        "１",
        "a\n",
        "a" * 81,
    ],
)
def test_anything_else_is_no_slug(text: str):
    assert not is_slug(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Café Reading.MD", "cafe-reading"),
        ("stories/2026/My_Story.md", "my-story"),
        ("C:\\news\\new.story.markdown", "new-story"),
        ("洛阳.md", ""),  # no letters that stand for these
        ("con.md", ""),
        ("story:new-story", "new-story"),
        ("https://a.cn/story/2026/new-story.html?from=x#care", "new-story"),
        ("/story/2026/new-story/", "new-story"),
    ],
)
def test_slug_is_read_out_of_a_name_in_other_letters(written: str, meant: str):
    assert slug_meant(written) == meant
