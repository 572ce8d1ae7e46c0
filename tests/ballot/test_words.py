import re

from babel.messages.pofile import read_po

from tests.builders import ROOT

HOLES = re.compile(r"\{(\w+)")


def test_every_message_is_there_in_chinese_with_no_hole_that_nobody_fills():
    with (ROOT / "ballot/locale/zh_CN/LC_MESSAGES/ballot.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    assert len(messages) > 100
    for message in messages:
        said = [message.string] if isinstance(message.string, str) else [*message.string]
        meant = [message.id] if isinstance(message.id, str) else [*message.id]
        assert all(said), meant
        assert set(HOLES.findall(said[0])) <= set(HOLES.findall(" ".join(meant))), meant
