"""What editors write today is what readers see: lists, tables, indents, code, notes, links of every kind."""

import re

import pytest

from goodnews.text.markup import converted


def html(text: str) -> str:
    """The HTML of a text without faults, without the line breaks between its tags."""
    text_ = converted(text)
    assert not text_.faults
    return re.sub(r"\n(?=<)|(?<=>)\n", "", text_.html)


def bullets(*items: str) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def link(words: str, address: str) -> str:
    return f'<a href="{address}" rel="noopener noreferrer">{words}</a>'


@pytest.mark.parametrize("text", ["做法：\n- 早餐\n- 夜宵", "做法：\n* 早餐\n* 夜宵", "做法：\n+ 早餐\n+ 夜宵"])
def test_list_right_below_a_sentence_is_a_list(text: str):
    assert html(text) == "<p>做法：</p>" + bullets("早餐", "夜宵")


def test_list_right_above_a_sentence_that_begins_anew_ends_there():
    assert html("- 早餐\n- 夜宵\n\n就这些。") == bullets("早餐", "夜宵") + "<p>就这些。</p>"
    assert html("- 早餐\n\u3000\u3000就这些。") == bullets("早餐") + "<p>\u3000\u3000就这些。</p>".replace("\u3000", "")


def test_numbered_list_right_below_a_sentence_begins_with_one():
    assert html("步骤：\n1. 报名\n2. 领卡") == "<p>步骤：</p><ol><li>报名</li><li>领卡</li></ol>"
    assert html("步骤：\n1) 报名\n2) 领卡") == "<p>步骤：</p><ol><li>报名</li><li>领卡</li></ol>"
    assert html("全市共有\n30. 后来更多") == "<p>全市共有\n30. 后来更多</p>"


@pytest.mark.parametrize("indent", ["  ", "   ", "    ", "\t"])
@pytest.mark.parametrize(("mark", "tag"), [("-", "ul"), ("1.", "ol")])
def test_list_in_a_list_is_indented_by_two_to_four(indent: str, mark: str, tag: str):
    assert html(f"{mark} 一\n{indent}- 二\n{indent}- 三\n{mark} 四") == (
        f"<{tag}><li>一{bullets('二', '三')}</li><li>四</li></{tag}>"
    )


def test_three_levels_of_lists_are_three():
    assert html("- 一\n  - 二\n    1. 三\n  - 四\n- 五") == bullets(
        f"一{bullets('二<ol><li>三</li></ol>', '四')}", "五"
    )


def test_item_holds_paragraphs_code_and_quotes():
    assert html("- 一\n\n  又说。\n\n  ```\n  码\n  ```\n- 二") == (
        "<ul><li><p>一</p><p>又说。</p><pre><code>码</code></pre></li><li><p>二</p></li></ul>"
    )
    assert html("1. 一\n\n   > 引\n2. 二") == (
        "<ol><li><p>一</p><blockquote><p>引</p></blockquote></li><li><p>二</p></li></ol>"
    )


def test_item_goes_on_in_the_next_line():
    assert html("- 早\n  餐\n- 夜\n宵") == bullets("早餐", "夜宵")


def test_quote_holds_a_list_and_ends_where_the_next_begins():
    assert html("> 引：\n> - 一\n>   - 二\n接着\n\n完") == (
        f"<blockquote><p>引：</p>{bullets('一' + bullets('二接着'))}</blockquote><p>完</p>"
    )


def test_rule_below_a_list_is_a_rule():
    assert html("- 一\n---\n二") == bullets("一") + "<hr><p>二</p>"


@pytest.mark.parametrize("text", ["表：\n{}", "表：\n\n{}", "表：\n{}\n完", "- 表：\n\n{}"])
def test_table_needs_no_empty_line_around_it(text: str):
    assert (
        "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        in (html(text.format("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |")))
    )
    assert "完" not in html(text.format("甲|乙\n--|--\n1|2")).partition("<table>")[2].partition("</table>")[0]


@pytest.mark.parametrize(("line", "side"), [("---:", "right"), (":--:", "center"), (":---", "left")])
def test_column_stands_where_its_line_says(line: str, side: str):
    table = html(f"| 甲 | 乙 |\n| --- | {line} |\n| 1 | 2 |")
    assert f'<th class="{side}">乙</th>' in table
    assert f'<td>1</td><td class="{side}">2</td>' in table


@pytest.mark.parametrize("mark", ["<br>", "<BR/>", "<br />"])
def test_cell_of_a_table_has_lines_where_it_says_br(mark: str):
    table = f"| 甲{mark}乙 | 丙 |\n|---|---|\n| **一{mark}二** | `<br>` |"
    assert "<th>甲<br>乙</th>" in html(table)
    assert "<td><strong>一<br>二</strong></td><td><code>&lt;br&gt;</code></td>" in html(table)
    assert converted(table).faults == ()


def test_br_elsewhere_is_told():
    (fault,) = converted("一<br>二").faults
    assert fault.found == "'一<br>二'"


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
@pytest.mark.parametrize("language", ["", "sh", " python"])
def test_code_between_fences_is_as_it_was_typed(fence: str, language: str):
    code = "# 安装\n\n  - <b> & **x** 　<!-- y -->"
    assert converted(f"例：\n{fence}{language}\n{code}\n{fence}\n完").html == (
        "<p>例：</p>\n<pre><code># 安装\n\n  - &lt;b&gt; &amp; **x** 　&lt;!-- y --&gt;\n</code></pre>\n<p>完</p>"
    )


def test_paragraphs_begin_with_two_wide_blanks():
    assert (
        html("　　一。\n　　二，\n接着。\n　　**三。**") == "<p>一。</p><p>二，接着。</p><p><strong>三。</strong></p>"
    )


@pytest.mark.parametrize("indent", ["    ", "\t", "      "])
def test_paragraphs_indented_by_four_are_no_code(indent: str):
    assert html(f"{indent}一。\n{indent}二。\n\n{indent}三。") == "<p>一。</p><p>二。</p><p>三。</p>"
    assert (
        html(f"\u3000\u3000一。\n{indent}二。") == html(f"{indent}一。\n\u3000\u3000二。") == "<p>一。</p><p>二。</p>"
    )


@pytest.mark.parametrize(
    "text",
    ["[报道][1]\n\n[1]: https://a.cn/b", "[报道][]\n[报道]: <https://a.cn/b>", "[报道]\n\n［报道］：https://a.cn/b"],
)
def test_link_finds_its_address_below_the_text(text: str):
    assert html(text) == f"<p>{link('报道', 'https://a.cn/b')}</p>"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[报道]（https://a.cn/b）",
            "［报道］（https://a.cn/b）",
            "【报道】(https://a.cn/b)",
            "[报道](https://a.cn/b）",
        ),
        *("［报道］( https://a.cn/b )", "[报道]（　https://a.cn/b）"),
    ],
)
def test_link_stands_in_the_brackets_of_a_chinese_keyboard(text: str):
    assert html(f"见{text}。") == f"<p>见{link('报道', 'https://a.cn/b')}。</p>"


def test_picture_stands_in_the_brackets_of_a_chinese_keyboard():
    for text in ("！[图](images/a.png)", "!［图］（images/a.png）", "！【图】（images/a.png）"):
        assert converted(text).outline.images == ("images/a.png",)


def test_brackets_that_hold_no_address_are_words():
    assert html("【快讯】（记者 甲）［注］（见下）`[a]（https://a.cn）`") == (
        "<p>【快讯】（记者 甲）［注］（见下）<code>[a]（https://a.cn）</code></p>"
    )


@pytest.mark.parametrize("after", ["。", "，", "）", "》", "：", "", "?", " 后", "、"])
def test_address_by_itself_is_a_link_up_to_the_next_mark(after: str):
    assert html(f"见https://a.cn/b_(c)?d=1{after}") == (
        f"<p>见{link('https://a.cn/b_(c)?d=1', 'https://a.cn/b_(c)?d=1')}{after}</p>"
    )


def test_blank_in_an_address_is_written_as_addresses_have_it():
    assert html("[附件](https://a.cn/附件 一.pdf)") == f"<p>{link('附件', 'https://a.cn/附件%20一.pdf')}</p>"
    assert html("[附件](<https://a.cn/a  b>)") == f"<p>{link('附件', 'https://a.cn/a%20%20b')}</p>"
    assert html("[附件][1]\n\n[1]: https://a.cn/a%20b") == f"<p>{link('附件', 'https://a.cn/a%20b')}</p>"


def test_words_are_struck_through():
    assert html("~~原价~~现价，3~5天，8~10人") == "<p><del>原价</del>现价，3~5天，8~10人</p>"
    assert html("~~**甲**\n乙~~") == "<p><del><strong>甲</strong>乙</del></p>"


def test_tasks_have_their_boxes():
    assert html("- [ ] 未办\n- [x] 已办\n  1. [X] 也办了") == bullets("☐ 未办", "☑ 已办<ol><li>☑ 也办了</li></ol>")


def test_footnotes_stand_below_in_the_order_they_are_named():
    found = html("甲[^b]乙[^1]。\n\n[^1]: 一\n[^b]: 二\n    接着\n\n    **又**")
    assert re.findall(r'<sup id="fnref:(\w+)-\w"><a class="footnote-ref" href="#fn:\1-(\w)"[^>]*>(\d)', found)
    notes = found.partition('<div class="footnote"><hr><ol>')[2]
    assert re.sub(r"&nbsp;<a .*?</a>|<li id=.*?>|</li>", "", notes) == (
        "<p>二接着</p><p><strong>又</strong></p><p>一</p></ol></div>"
    )


def test_two_texts_of_a_page_have_footnotes_of_their_own():
    one, two = (re.findall(r'id="(.*?)"', html(f"{words}[^1]\n\n[^1]: 注")) for words in "甲乙")
    assert len({*one, *two}) == 4


def test_topic_is_no_heading():
    assert html("#暖新闻# 来了\n#工会# 也来") == "<p>#暖新闻# 来了\n#工会# 也来</p>"


def test_backslash_keeps_any_mark_and_breaks_a_line():
    assert html("\\# 一 \\~~二\\~~ 3\\:\\\n四") == "<p># 一 ~~二~~ 3:<br>四</p>".replace("<br>", "<br>")


@pytest.mark.parametrize(
    "text",
    [
        "前。<!-- 待核 -->后。",
        "前。\n<!-- 待核\n又待核 -->\n后。",
        "前。<!-- a -->\n<!-- b -->后。",
        "前。\n<!-- 待核 -->\n后。",
    ],
)
def test_comment_is_as_if_it_were_not_there(text: str):
    assert html(text) == "<p>前。后。</p>"


def test_comment_between_items_does_not_part_them():
    assert html("- 一\n<!-- 待核 -->\n- 二") == bullets("一", "二")
    assert html("`<!-- a -->` \\<!-- b --\\>") == "<p><code>&lt;!-- a --&gt;</code> &lt;!-- b --&gt;</p>"


@pytest.mark.parametrize("blank", ["　", "\u00a0", " 　"])
def test_wide_blank_behind_the_mark_of_an_item_is_a_blank(blank: str):
    assert html(f"-{blank}一\n-{blank}二") == bullets("一", "二")


@pytest.mark.parametrize("indent", ["　　", "　", " 　", "\u2003\u2003", "\u00a0\u00a0\u00a0\u00a0"])
def test_wide_blanks_begin_a_paragraph_and_are_an_indent_before_anything_else(indent: str):
    assert html(f"{indent}一。\n{indent}二。") == "<p>一。</p><p>二。</p>"
    assert html(f"{indent}- 一\n{indent}- 二") == bullets("一", "二")
    assert html(f"{indent}> 引") == "<blockquote><p>引</p></blockquote>"
    assert html(f"一\n\n{indent}---\n\n二") == "<p>一</p><hr><p>二</p>"
    assert html(f"{indent}## 标题") == '<h2 id="标题">标题</h2>'


def test_list_in_a_list_is_indented_by_wide_blanks_as_well():
    assert html("- 一\n　- 二\n- 三") == html("- 一\n  - 二\n- 三")


def test_line_of_blanks_that_are_no_spaces_is_empty():
    assert html("一\n\u00a0\n二\n\u2003\n三") == "<p>一</p><p>二</p><p>三</p>"


@pytest.mark.parametrize("text", ["甲[^1]\n\n[^1]：注", "甲【^1】\n\n【^1】：注", "甲［^1］\n\n［^1］: 注"])
def test_footnote_in_wide_marks_is_one(text: str):
    assert '<div class="footnote">' in html(text)


def test_title_of_an_address_may_stand_in_chinese_quotation_marks():
    assert 'href="https://a.cn/x" title="题"' in html("[甲][a]\n\n[a]: https://a.cn/x “题”")


def test_address_of_mail_in_angle_brackets_is_a_link():
    assert '<a href="mailto:news@example.org"' in html("写信给<news@example.org>。")
    assert html("写信给<mailto:news@example.org>。") == html("写信给<news@example.org>。")


def test_rule_right_below_a_picture_is_a_rule():
    assert html("![食堂](images/a.jpg)\n---\n下一段") == (
        '<p><img alt="食堂" src="\ue000/images/a.jpg"></p><hr><p>下一段</p>'
    )
