import re
from collections.abc import Sequence

from babel.messages.pofile import read_po

from tests.builders import ROOT

HOLES = re.compile(r"\{(\w+)")


def forms(words: str | Sequence[str] | None) -> list[str]:
    """A message, or each of its plural forms."""
    return [words] if isinstance(words, str) else [*(words or ())]


def test_every_message_is_there_in_chinese_with_no_hole_that_nobody_fills():
    with (ROOT / "ballot/locale/zh_CN/LC_MESSAGES/ballot.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 100
    for message in messages:
        said, meant = forms(message.string), forms(message.id)
        assert said and all(said), meant
        assert set(HOLES.findall(said[0])) <= set(HOLES.findall(" ".join(meant))), meant
