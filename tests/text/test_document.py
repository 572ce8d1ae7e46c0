"""A document: fields with their lines, and a body."""

import pytest

from goodnews.newsroom.byline import sources_of
from goodnews.problem import Problem
from goodnews.text.document import Document, Unreadable, document_from, entry_of
from goodnews.text.form import Form


def of(text: str) -> Document:
    return document_from("stories/2026/x.md", "x.md", text)


def told(text: str) -> str:
    with pytest.raises(Unreadable) as error:
        of(text)
    (problem,) = error.value.problems
    return str(problem)


def lines(text: str) -> dict[str, int]:
    document = of(text)
    return {name: line for name, (line, _node) in document.entry.fields.items()}


def test_fields_know_their_lines():
    assert lines("---\ntitle: 甲\n\n# a comment\ndate: 2026-02-04\n---\n正文\n") == {"title": 2, "date": 5}


def test_fields_know_their_lines_below_empty_ones():
    assert lines("---\n\n\ntitle: 甲\n---\n正文\n") == {"title": 4}


def test_body_knows_its_first_line():
    document = of("---\ntitle: 甲\n---\n\n\n正文\n\n第二段\n\n")
    assert (document.body, document.body_line) == ("正文\n\n第二段", 6)


def test_body_that_repeats_the_front_matter_knows_its_line():
    document = of("---\ntitle: 甲\n---\ntitle: 甲\n")
    assert (document.body, document.body_line) == ("title: 甲", 4)


@pytest.mark.parametrize("first", ["  1. 甲", "    四格", "\u3000\u3000正文"])
def test_first_line_of_the_body_keeps_its_indent(first: str):
    document = of(f"---\ntitle: 甲\n---\n\n{first}\n  2. 乙\n\n")
    assert (document.body, document.body_line) == (f"{first}\n  2. 乙", 5)


def test_body_keeps_its_rules_of_three_hyphens():
    assert of("---\ntitle: 甲\n---\n一\n\n---\n\n二\n\n---\n\n三\n").body == "一\n\n---\n\n二\n\n---\n\n三"


def test_value_stays_the_text_it_was_written_as():
    values = {
        name: node.value for name, (_line, node) in of("---\na: on\nb: 12:30\nc: 007\n---\n").entry.fields.items()
    }
    assert values == {"a": "on", "b": "12:30", "c": "007"}


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\u3000"])
def test_empty_file_is_a_problem(text: str):
    assert told(text) == (
        "x.md:1: front matter: found an empty file, expected front matter and a text. "
        "Write the story, or delete the file."
    )


def test_file_without_front_matter_is_a_problem():
    assert told("正文一段。\n") == (
        "x.md:1: front matter: found '正文一段。', expected a line of three hyphens '---'. "
        "Begin the file with its front matter, between two lines '---'."
    )


def test_empty_line_before_the_front_matter_is_told_as_what_it_is():
    assert "found '---', expected a line of three hyphens" not in told("\n---\ntitle: 甲\n---\n正文\n")


def test_front_matter_without_an_end_is_a_problem():
    assert told("---\ntitle: 甲\n\n正文\n") == (
        "x.md:1: front matter: found front matter without an end, expected a second line '---'. "
        "Close the front matter with a line '---' before the text."
    )


def test_lone_line_of_hyphens_is_front_matter_without_an_end():
    assert told("---").startswith("x.md:1: front matter: found front matter without an end,")


@pytest.mark.parametrize(
    "second", ["kicker: 乙\n---\n正文\n", "---\nkicker: 乙\n---\n正文\n", "\n\n---\n\nkicker: 乙\n---\n正文\n"]
)
def test_second_front_matter_is_a_problem_on_its_line(second: str):
    line = 4 + len(second) - len(second.lstrip("\n"))
    assert told("---\ntitle: 甲\n---\n" + second) == (
        f"x.md:{line}: front matter: found a second front matter, expected one front matter per file. "
        "Join both into one, or split the file in two."
    )


def test_front_matter_longer_than_16_kilobytes_is_a_problem():
    assert told(f"---\ntitle: {'a' * 16_400}\n---\n正文\n") == (
        "x.md:1: front matter: found 16409 bytes, expected at most 16384 bytes. Move long texts into the body."
    )


DEEP = "x.md:2: front matter: found deeply nested brackets or lists, expected at most 20 levels. Write plain lists."


@pytest.mark.parametrize(
    "header",
    ["a: " + "[" * 21 + "]" * 21, "a: " + "[" * 16_000, "a: " + "{" * 5000, "- " * 21 + "a", "- " * 8000, "? " * 8000],
    ids=["21 brackets", "16000 brackets", "5000 braces", "21 dashes", "8000 dashes", "8000 question marks"],
)
def test_deep_nesting_is_a_problem_not_a_crash(header: str):
    assert told(f"---\n{header}\n---\n正文\n") == DEEP


def test_hundred_thousand_brackets_are_a_problem_not_a_crash():
    assert told(f"---\na: {'[' * 100_000}\n---\n正文\n").startswith("x.md:1: front matter: found 100005 bytes,")


def test_closing_brackets_in_a_text_do_not_hide_deep_nesting():
    header = "a: " + '["]",' * 60 + "]" * 60
    assert told(f"---\n{header}\n---\n正文\n") == DEEP


def test_few_brackets_in_a_text_are_no_nesting():
    assert of(f"---\na: '{'[' * 20}'\n---\n正文\n").entry.fields["a"][1].value == "[" * 20


def test_deep_indentation_is_a_problem_not_a_crash_however_long_the_file():
    header = "\n".join(" " * level + "a:" for level in range(1300))
    with pytest.raises(Unreadable) as error:
        entry_of(header, "columns.yaml")
    assert [str(problem) for problem in error.value.problems] == [
        "columns.yaml:21: file: found deeply nested brackets or lists, expected at most 20 levels. Write plain lists."
    ]


ALIAS = "front matter: found a YAML anchor or alias, expected plain values. Quote values that begin with & or *."


@pytest.mark.parametrize("value", ["&a 甲", "*a", "[&a 甲, *a]", "&-a 甲", "{b: &a 甲}"])
def test_anchor_or_alias_is_a_problem_on_its_line(value: str):
    assert told(f"---\ntitle: 甲\nkicker: {value}\n---\n正文\n") == f"x.md:3: {ALIAS}"


def test_billion_laughs_are_a_problem_on_their_first_line():
    rows = ["a0: &a0 [ha, ha]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    assert told("---\ntitle: 甲\n" + "\n".join(rows) + "\n---\n正文\n") == f"x.md:3: {ALIAS}"


@pytest.mark.parametrize("value", ["A & B", "A &B", "R&D", "1 * 2", "'&a'", '"*a"', "甲 *乙*"])
def test_ampersand_or_star_inside_a_text_is_no_anchor(value: str):
    assert of(f"---\ntitle: {value}\n---\n正文\n").entry.fields["title"][1].value == value.strip("'\"")


def test_field_given_twice_is_a_problem_on_its_second_line():
    (problem,) = of("---\ntitle: 甲\ndate: 2026-02-04\ntitle: 乙\n---\n正文\n").entry.doubled
    assert str(problem) == (
        "x.md:4: title: found a duplicate field (first on line 2), expected each field once. Keep one of the two."
    )


@pytest.mark.parametrize("key", ["[a]", "{a: b}", "!!int 5"])
def test_key_that_is_no_word_is_a_problem(key: str):
    assert told(f"---\ntitle: 甲\n? {key}\n: 乙\n---\n正文\n") == (
        "x.md:3: front matter: found a key that is not a plain word, expected a word. Name the field."
    )


def test_tag_on_the_whole_front_matter_is_a_problem():
    assert told("---\n!!python/object:os.system\ntitle: 甲\n---\n正文\n").startswith(
        "x.md:1: front matter: found no fields,"
    )


@pytest.mark.parametrize("escape", ["\\0", "\\x1b", "\\uFFFE", "\\uE000", "\\N", "\\e", "\\a"])
def test_escape_that_spells_a_refused_character_is_a_problem_on_its_line(escape: str):
    line = told(f'---\ntitle: 甲\nimage: {{alt: "甲{escape}乙"}}\n---\n正文\n')
    assert line.startswith("x.md:3: image: found the character U+")


def test_escape_of_a_plain_character_is_read():
    assert of('---\ntitle: "\\u7532\\"\\t"\n---\n').entry.fields["title"][1].value == '甲"\t'


def test_escape_of_half_a_surrogate_pair_is_a_problem():
    assert told('---\ntitle: "\\ud800"\n---\n正文\n').startswith("x.md:2: title: found 'title:")


def test_list_where_fields_belong_is_a_problem():
    assert told("---\n- title\n---\n正文\n") == (
        "x.md:1: front matter: found no fields, expected lines such as 'title: …'. "
        "Write one field per line: its name, a colon, a space, its value."
    )


def test_front_matter_with_comments_alone_has_no_fields():
    assert of("---\n# nothing yet\n---\n正文\n").entry.fields == {}


QUOTE = (
    "expected valid YAML. "
    "Put the value in quotes if it begins with @ % * & ! ? | > - ` [ { or a quotation mark, and close every bracket."
)


@pytest.mark.parametrize(
    "value", ["@工会", "%50", "*好*", "`好`", "& 好", "!重要 好", '"好"新闻', "'好'新闻", "{好}}", "- 好"]
)
def test_value_that_needs_quotes_is_a_problem_on_its_line(value: str):
    assert told(f"---\ndate: 2026-02-04\ntitle: {value}\nregion: 全国\n---\n正文\n") == (
        f"x.md:3: title: found 'title: {value}', {QUOTE}"
    )


@pytest.mark.parametrize("value", ["[好", '"好', "'好", "{好"])
def test_bracket_or_quote_never_closed_is_a_problem_on_the_line_that_opens_it(value: str):
    assert told(f"---\ndate: 2026-02-04\ntitle: {value}\nregion: 全国\n---\n正文\n") == (
        f"x.md:3: title: found 'title: {value}', {QUOTE}"
    )


def test_colon_and_space_in_a_title_is_a_problem_that_names_the_quotes():
    assert told("---\ndate: 2026-02-04\ntitle: 好新闻: 工会\n---\n正文\n") == (
        "x.md:3: title: found 'title: 好新闻: 工会', expected valid YAML. "
        "Put the value in quotes: it holds a colon and a space."
    )


@pytest.mark.parametrize("line", [2, 3, 4])
def test_full_width_colon_is_a_problem_on_its_own_line(line: int):
    fields = ["date: 2026-02-04", "region: 全国", "kicker: 乙"]
    fields[line - 2] = "title：甲"
    assert told("---\n" + "\n".join(fields) + "\n---\n正文\n") == (
        f"x.md:{line}: front matter: found 'title：甲', expected valid YAML. "
        "Write 'title: ' with a half-width colon and a space, not 'title：'."
    )


def all_told(text: str) -> list[str]:
    with pytest.raises(Unreadable) as error:
        of(text)
    return [str(problem) for problem in error.value.problems]


def test_full_width_colons_throughout_are_told_each_on_its_line():
    told = "x.md:{}: front matter: found '{}', expected valid YAML. "
    told += "Write '{}: ' with a half-width colon and a space, not '{}：'."
    assert all_told("---\ntitle：甲\ndate：2026-02-04\n---\n正文\n") == [
        told.format(2, "title：甲", "title", "title"),
        told.format(3, "date：2026-02-04", "date", "date"),
    ]


@pytest.mark.parametrize(
    ("slip", "fix"),
    [
        ("title:甲", "Write 'title: ' with a space after the colon."),
        ("title: 甲\nkicker:乙", "Write 'kicker: ' with a space after the colon."),
        ("title：甲", "Write 'title: ' with a half-width colon and a space, not 'title：'."),
        ("title　：甲", "Write 'title: ' with a half-width colon and a space, not 'title：'."),
        ("title:\u3000甲", "Replace the full-width or non-breaking space with a plain one."),
        ("title:\xa0甲", "Replace the full-width or non-breaking space with a plain one."),
        ("title:\u2003甲", "Replace the full-width or non-breaking space with a plain one."),
        ("\u3000title: 甲", "Replace the full-width or non-breaking space with a plain one."),
        ("sources:\n\u3000- 甲", "Replace the full-width or non-breaking space with a plain one."),
        ("sources:\n-\u3000甲", "Replace the full-width or non-breaking space with a plain one."),
        ("sources:\n\t- 甲", "Replace the tab at the start of the line with spaces."),
        ("image:\n\tfile: x.jpg", "Replace the tab at the start of the line with spaces."),
        ("sources:\n-甲", "Put a space after the hyphen."),
        ("sources:\n  -甲", "Put a space after the hyphen."),
        ("sources:\n- 乙\n-甲", "Put a space after the hyphen."),
        ("sources:\n- 乙\n  -甲", "Put a space after the hyphen."),
        ("sources:\n- name：某报", "Write '- name: ' with a half-width colon and a space, not '- name：'."),
        ("sources:\n- name:某报", "Write '- name: ' with a space after the colon."),
        ("summary: 甲\n  kicker:乙", "Write 'kicker: ' with a space after the colon."),
    ],
)
@pytest.mark.parametrize("after", ["region: 全国\nkind: story", "bylines: [{编写: [甲]}]"])
def test_slip_between_a_name_and_its_value_is_told_on_its_own_line_with_its_cure(slip: str, fix: str, after: str):
    line = 3 + slip.count("\n")
    (told,) = all_told(f"---\ndate: 2026-02-04\n{slip}\n{after}\n---\n正文\n")
    assert told.startswith(f"x.md:{line}: ")
    assert told.endswith(f". {fix}")


@pytest.mark.parametrize("value", ["{name: 某报, 某版}", "[{name: 某报}, {name: 乙，丙, 丁}]"])
def test_text_that_a_comma_ended_is_told_with_quotes(value: str):
    problems: list[Problem] = []
    sources_of(Form.of(of(f"---\ntitle: 甲\nsources: {value}\n---\n正文\n"), problems), "sources")
    assert [(problem.line, problem.fix) for problem in problems] == [
        (3, "Put the text before it in quotes if this belongs to it: a comma ended that text.")
    ]


@pytest.mark.parametrize("value", ["{name：某报}", "{name:某报}", "{name：某报，date：2026-02-04}"])
def test_colon_that_parts_nothing_within_braces_is_told(value: str):
    (told,) = all_sources(f"sources: [{value}]")
    assert told.startswith(f"x.md:2: sources: found '{value[1:-1]}', expected a field and its value. Write 'name: '")


def all_sources(header: str) -> list[str]:
    problems: list[Problem] = []
    sources_of(Form.of(of(f"---\n{header}\n---\n正文\n"), problems), "sources")
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "line", ["sources: [某报，{name: 乙］", "sources: [{name: 甲，date: 2026-02-04}]", "region: [甲］"]
)
def test_full_width_mark_that_keeps_a_bracket_open_is_told(line: str):
    (told,) = all_told(f"---\n{line}\n---\n正文\n")
    assert told.startswith("x.md:2: ")
    assert "half-width commas, colons and brackets" in told


def test_quotation_mark_closed_by_a_full_width_one_is_told():
    assert all_told('---\ntitle: "甲”\nregion: 全国\n---\n正文\n') == [
        "x.md:2: title: found 'title: \"甲”', expected valid YAML. "
        "End the value with the same half-width quotation mark that begins it."
    ]


@pytest.mark.parametrize(
    ("header", "line", "field", "rest"),
    [
        ("title: 本周暖心 #1 食堂添了早餐", 2, "title", "#1 食堂添了早餐"),
        ("date: 2026-02-04\nsummary: 食堂七点开门 #夜班职工# 有热饭。", 3, "summary", "#夜班职工# 有热饭。"),
        ("sources:\n- 某报 #3 版", 3, "sources", "#3 版"),
        ("title: 甲 # 乙", 2, "title", "# 乙"),
        ("title: '甲' #乙", 2, "title", "#乙"),
        ("summary: 甲\n  乙 #丙", 3, "summary", "#丙"),
    ],
)
def test_value_cut_off_at_a_hash_is_told_with_what_would_be_lost(header: str, line: int, field: str, rest: str):
    assert all_told(f"---\n{header}\n---\n正文\n") == [
        f"x.md:{line}: {field}: found a value cut off before '{rest}', "
        "expected the whole value, or a comment set apart from it. "
        "Put the value in quotes if `#` belongs to it; a comment needs two spaces before `#` and one after."
    ]


@pytest.mark.parametrize(
    "line", ["title: 甲  # 必填", "# title: 乙\ntitle: 甲", "title: 甲#乙", 'title: "甲 #1"', "title: 甲\t# 注"]
)
def test_comment_apart_from_the_value_is_a_comment(line: str):
    assert of(f"---\n{line}\n---\n正文\n").entry.fields["title"][1].value in ("甲", "甲#乙", "甲 #1")


def test_hash_between_brackets_is_told():
    (told,) = all_told("---\nsources: [某报 #3, 乙]\n---\n正文\n")
    assert told.endswith("expected valid YAML. Put the value in quotes: it holds ` #`, where a comment would begin.")


def test_text_of_several_lines_may_hold_what_looks_like_a_slip():
    note = "editors_note: |\n  title:甲\n  -乙\n  注：丙 #丁\n"
    assert (
        of(f"---\n{note}title: 甲\n---\n正文\n").entry.fields["editors_note"][1].value == "title:甲\n-乙\n注：丙 #丁\n"
    )
    assert all_told(f"---\n{note}title: @甲\n---\n正文\n")[0].startswith("x.md:6: title: found 'title: @甲',")


@pytest.mark.parametrize("rule", ["———", "－－－", "--", "—", "...", "***", "+++", "==="])
def test_rule_that_does_not_close_the_front_matter_is_named(rule: str):
    assert told(f"---\ntitle: 甲\n{rule}\n正文\n") == (
        f"x.md:3: front matter: found '{rule}', expected a second line '---'. "
        "Close the front matter with a line '---' before the text."
    )


def test_second_yaml_document_is_a_problem():
    assert told("---\ntitle: 甲\n...\ndate: 2026-02-04\n---\n正文\n").startswith("x.md:")


@pytest.mark.parametrize("colon", "：∶﹕꞉")
def test_colon_that_only_looks_like_one_is_told_on_its_line(colon: str):
    assert told(f"---\ntitle: 甲\nsummary{colon} 乙\n---\n正文\n") == (
        f"x.md:3: front matter: found 'summary{colon} 乙', expected valid YAML. "
        "Write 'summary: ' with a half-width colon and a space, not 'summary：'."
    )


@pytest.mark.parametrize("mark", ["– ", "—", "－ ", "• ", "* ", "1. ", "1、"])
def test_other_mark_before_an_item_is_told_on_its_line(mark: str):
    assert told(f"---\ntitle: 甲\nsources:\n{mark}某报\n---\n正文\n") == (
        f"x.md:4: front matter: found '{mark}某报', expected valid YAML. "
        "Begin each item of a list with a hyphen and a space, '- '."
    )


def test_line_that_belongs_to_the_one_above_is_told_on_its_own():
    assert told("---\ntitle: 第一行\n第二行\ndate: 2026-02-04\n---\n正文\n") == (
        "x.md:3: front matter: found '第二行', expected valid YAML. "
        "If it belongs to the line above, begin it with two spaces; else write its name and a colon before it."
    )


@pytest.mark.parametrize(
    ("header", "line", "fix"),
    [
        ('"title": "甲",\n"kind": "story",', 2, "Remove the comma at the end of the line."),
        ("title: 甲\nsources: [某报],", 3, "Remove the comma at the end of the line."),
        ("sources: [某报](https://a.cn)", 2, "A field holds no Markdown: write `{name: …, url: …}` for a source"),
        ("image: ![食堂](images/a.jpg)", 2, "A field holds no Markdown"),
        ("title: 甲\n kind: story", 3, "Begin the line exactly below the field that it goes with"),
        (" title: 甲\nkind: story", 3, "Begin the line exactly below the field that it goes with"),
        (
            "sources:\n  - name: 某报\n  url: https://a.cn",
            4,
            "Begin the line exactly below the field that it goes with",
        ),
        ("// 注释\ntitle: 甲", 2, "comments belong in the text, or after # in a line of their own"),
        ("<!-- 注释 -->\ntitle: 甲", 2, "comments belong in the text, or after # in a line of their own"),
        ("title: `甲`", 2, "Put the value in quotes if it begins with @ % * & ! ? | > - `"),
        ("title = 甲", 2, "Write 'title: ' with a space after the colon."),
        ("tags: #暖新闻 #食堂", 2, "Write [暖新闻, 食堂] without `#`"),
        ("topics:\n  - #暖新闻#", 3, "Write [暖新闻] without `#`"),
        ("title: ! 甲", 2, "Put the value in quotes, or remove the mark."),
    ],
)
def test_habit_of_another_program_is_told_on_its_line_with_its_cure(header: str, line: int, fix: str):
    found = told(f"---\n{header}\n---\n正文\n")
    assert found.startswith(f"x.md:{line}: ")
    assert fix in found


@pytest.mark.parametrize("value", ["! 甲", "甲！ 乙", "甲! 乙"])
def test_exclamation_mark_of_a_value_is_kept(value: str):
    header = f"title: '{value}'" if value[0] == "!" else f"title: {value}"
    assert of(f"---\n{header}\n---\n正文\n").entry.fields["title"][1].value == value
