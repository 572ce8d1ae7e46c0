"""Whatever is in a file of a story: it is a story, or problems; nothing else is raised."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import story_text
from tests.proof import SOBER, TIMES, checked

NAMES = (
    "title date category region summary sources bylines kind event_date event_date_text kicker subtitle leadin dateline"
    " campaign column highlight digest_summary editors_note image related corrections status weekday weather author"
    " affiliation unknown"
).split()


BITS = [
    *(
        "---",
        "甲",
        "：",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "#",
        "&a",
        "*a",
        "!!int",
        "'",
        '"',
        "\\x01",
        "\\",
        "%",
        "@",
        "`",
    ),
    *("|", ">", "?", ",", "~", "\n", "\n  ", "\n- ", "\r\n", "\r", "\t", "\u3000", "\ufeff", "\0", "\x85", "\u2028"),
    *(
        "2026-02-04",
        "2026-02-30",
        "维权服务",
        "河南省/洛阳市",
        "[x](story:y)",
        "![x](images/y.jpg)",
        "&#1;",
        "<a@b.cn>",
    ),
    *("# ", "**", "👍🏽", *(f"{name}: " for name in NAMES)),
]


PLAIN = story_text()


def told_within(data: bytes) -> None:
    found, told = checked(data)
    assert (found is None) == bool(told)
    for line in told:
        assert 1 <= line.line <= data.count(b"\n") + 1, str(line)
        str(line).encode("utf-8")


@settings(SOBER, max_examples=100 * TIMES)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_story_or_problems(data: bytes):
    told_within(data)


@settings(SOBER, max_examples=150 * TIMES)
@given(st.lists(st.sampled_from(BITS), max_size=25).map("".join), st.integers(0, len(PLAIN)), st.booleans())
def test_any_piece_set_into_a_story_gives_a_story_or_problems(piece: str, at: int, replaces: bool):
    rest = PLAIN[at + len(piece) if replaces else at :]
    told_within((PLAIN[:at] + piece + rest).encode())


@settings(SOBER, max_examples=100 * TIMES)
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.recursive(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(BITS),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["file", "alt", "date"]), inner)
            ),
            max_leaves=5,
        ),
        max_size=8,
    )
)
def test_any_field_texts_are_a_story_or_problems(fields: dict[str, object]):
    plain = {
        "title": "甲",
        "date": "2026-02-04",
        "category": "维权服务",
        "region": "全国",
        "summary": "乙",
        "sources": "丙",
    }
    header = yaml.safe_dump({**plain, **fields}, allow_unicode=True)
    told_within(f"---\n{header}---\n正文一段。\n".encode())
