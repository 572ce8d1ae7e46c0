"""Fixtures for the tests of the vote."""

import pytest


@pytest.fixture(autouse=True)
def english_words(english_messages: None) -> None:
    """What the vote says is told in the terminal's language; the tests read English."""
    from ballot import language

    language._terminal.cache_clear()
