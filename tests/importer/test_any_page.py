"""Whatever lines come in: each draft is valid, every line is accounted for, and no word of a placed line is lost."""

import html
import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goodnews.importer.literal import printable
from goodnews.importer.private import without_numbers
from goodnews.importer.profiles import NAMES
from goodnews.text import markup
from tests.importer.pages import bring, check_sheet, raw, story_of
from tests.proof import TIMES

_LINES = st.sampled_from(
    [
        *(
            "",
            "　",
            "\xa0",
            "维权服务",
            "【建功立业】",
            "核心提示",
            "编者按：",
            "新闻回放",
            "点评：张三（教授）",
            "网友留言",
            "送温暖2026",
            "蹲点日记",
        ),
        *(
            "本报记者 王芳 本报通讯员 李强",
            "（记者 王芳）",
            "王芳 摄",
            "责编：张三",
            "编辑 王芳 李强",
            "来源：工人日报、南方工报等",
            "□ 记者 甲 乙",
        ),
        *(
            "本报讯（记者 王芳）1月26日，洛阳市总工会送来了米。",
            "本报讯",
            "河南：送来了一车煤",
            "洛阳：",
            "近日，工会来了。",
            "● 要点一条",
            "1. 早安",
            "①第二条",
        ),
        *(
            "2024年12月21日 星期六 晴",
            "12月21日 星期一 多云",
            "2026-02-05",
            "第30期",
            "02版",
            "（下转第3版）",
            "图为现场。（12月6日摄）",
            "……序曲。 本报记者 王芳 摄",
        ),
        *(
            "# 一",
            "## 二",
            "#暖新闻# 话题",
            "---",
            "===",
            "```",
            "> 引",
            "- 项",
            "* 项",
            "+ 项",
            "1) 一",
            "[1]: https://a.example",
            "[^1]: 注",
            "<b>粗</b>",
            "<!-- 注",
            "-->",
        ),
        *(
            "| a | b |",
            "| --- | --- |",
            "**粗**",
            "＃＃ 全角",
            "【^1】",
            "［x］（https://a.example）",
            "&nbsp;",
            "&#0;",
            "a&copy;b",
            "![图](images/x.jpg)",
            "https://a.example/一",
        ),
        *(
            "[/b]",
            "{% x %}",
            "《!-- x",
            "%%x%%",
            "~~x~~",
            "\\",
            "`",
            "``",
            "｀｀｀",
            "   code",
            "\tcode",
            "www.a.example",
            "<a@b.example>",
            "[x][y]",
            "[[x]]",
            ":smile:",
        ),
        *(
            "“没有完的引号",
            "'单引号': #注",
            "title: 'x",
            "--- ",
            "@人 %d",
            "null",
            "yes",
            "！！！",
            "。",
            "🎉❤️",
            "e\u0301",
            "\u202e反",
            "\x00",
            "\ue000",
            "𠮷野家",
        ),
    ]
)
_ANY = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=60)
_LONG = st.integers(1, 900).map(lambda n: "长" * n + "。")
_PAGES = st.lists(st.one_of(_LINES, _LINES, _ANY, _LONG), max_size=14)
_MANY = settings(max_examples=50 * TIMES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_MANY
@given(_PAGES, st.sampled_from(("", *NAMES)))
def test_every_draft_is_valid_and_every_line_accounted_for(lines, profile):
    found = bring(raw("\n".join(lines)), profile)
    for draft in found.drafts:
        story_of(draft)
    for sheet in found.sheets:
        check_sheet(sheet)
    assert [entry.line for entry in found.account] == list(range(1, len(found.raw.lines) + 1))
    assert len({draft.path for draft in found.drafts}) == len(found.drafts)


@_MANY
@given(_PAGES)
def test_whatever_repair_is_applied_the_drafts_are_valid_and_the_account_is_whole(lines):
    page = raw("\n".join(lines))
    repairs = [warning.repair for warning in bring(page).warnings if warning.repair]
    found = bring(page, repairs=repairs)
    for draft in found.drafts:
        story_of(draft)
    assert [entry.text for entry in found.account] == [line.text for line in without_numbers(page)[0].lines]


@_MANY
@given(_PAGES, st.sampled_from(("", *NAMES)))
def test_no_word_of_a_placed_line_is_lost(lines, profile):
    found = bring(raw("\n".join(lines)), profile)
    texts = {draft.path: _seen(draft.text) for draft in (*found.drafts, *found.sheets)}
    for entry in found.account:
        if entry.file:
            missing = [c for c in printable(entry.text) if _is_word(c) and c not in texts[entry.file]]
            assert not missing, (entry, texts[entry.file])


def _is_word(character: str) -> bool:
    """Not the number of an item, as ① is."""
    return character.isalnum() and unicodedata.category(character) != "No"


def _seen(text: str) -> str:
    """A draft's characters, as a reader would see them."""
    return text + html.unescape(re.sub(r"<[^>]*>", "", text))


@pytest.mark.parametrize(
    "text",
    [
        "* 号",
        "1. 一",
        "a_b_c",
        "<b>",
        "[x](https://a.example)",
        "`x`",
        "&lt;",
        "＃ 三",
        "---",
        "https://a.example/x",
        "5*3*2",
        "\\",
        "[^1]",
        "|a|b|",
    ],
)
def test_what_markdown_would_change_is_printed_as_written(text):
    (draft,) = bring(f"题目\n{text}——这是一段话。").drafts
    body = draft.text.split("\n---\n", 1)[1]
    shown = html.unescape(re.sub(r"<[^>]*>", "", markup.converted(body).html))
    assert " ".join(shown.split()) == " ".join(f"{text}——这是一段话。".split())
