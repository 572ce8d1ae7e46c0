"""What the screeners offer together, and how far they agree."""

from pathlib import Path

import pytest

from ballot.screening import offer
from ballot.screening.story import Story
from tests.ballot.chatting import a_model
from tests.ballot.shortlisting import ask, some_stories, verdicts


def a_story(slug: str) -> Story:
    return Story(slug, slug, "2026-01-01", "全国", slug, slug)


def test_best_of_every_screener_are_offered_together():
    stories = [a_story(slug) for slug in "abcd"]
    said = {"one": verdicts("one", a=9, b=8, c=1, d=0), "two": verdicts("two", a=1, b=9, c=8, d=0)}
    assert [of.story.slug for of in offer.offers_of(stories, said, 1)] == ["a", "b"]
    assert [of.story.slug for of in offer.offers_of(stories, said, 2)] == ["a", "b", "c"]


def test_who_shares_the_last_place_comes_along():
    stories = [a_story(slug) for slug in "abcd"]
    said = {"one": verdicts("one", a=9, b=8, c=8, d=0)}
    assert [of.story.slug for of in offer.offers_of(stories, said, 2)] == ["a", "b", "c"]


def test_rank_agreement_is_kendalls_tau_b():
    one = verdicts("one", a=1, b=2, c=3, d=4)
    assert offer.agreements({"one": one, "two": verdicts("two", a=10, b=20, c=30, d=40)})[0][3] == 1
    assert offer.agreements({"one": one, "two": verdicts("two", a=4, b=3, c=2, d=1)})[0][3] == -1
    assert offer.agreements({"one": one, "two": verdicts("two", a=5, b=5, c=5, d=5)})[0][3] is None
    # Five things with ties, by hand: of ten pairs 5 in the same order, 3 reversed, 1 tied in each.
    pairs = [(1, 1), (2, 3), (2, 4), (3, 4), (4, 2)]
    tau = offer.tau_b(pairs)
    assert tau is not None and abs(tau - (5 - 3) / (9 * 9) ** 0.5) < 1e-12


def test_agreement_is_printed(newsroom: Path, capsys: pytest.CaptureFixture[str]):
    some_stories(newsroom)
    with a_model() as model:
        ask(model)
    said = capsys.readouterr().out
    assert "Rank agreement of chat:tester and lexical over 6 stories: not defined" in said
