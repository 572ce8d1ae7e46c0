"""A form: fields asked for by name, answered in the right type, or noted as a problem on their line."""

import datetime
from collections.abc import Callable
from functools import partial

import pytest

from goodnews.problem import Problem
from goodnews.text.document import document_from
from goodnews.text.form import Form


def asked(header: str, ask: Callable[[Form], object]) -> tuple[object, list[str]]:
    """The answer, and the problems."""
    problems: list[Problem] = []
    form = Form.of(document_from("x.md", "x.md", f"---\n{header}\n---\n正文\n"), problems)
    return ask(form), [str(problem) for problem in problems]


def test_text_is_one_line_without_spaces_around_it():
    assert asked("a: '  甲\u3000'", lambda form: form.text("a")) == ("甲", [])
    assert asked("a: |\n  甲\n  乙", lambda form: form.text("a")) == ("甲 乙", [])


_WRAPPED = "从今天起，这里登好新闻：谁做了什么，为了谁，做成了什么，一周的报道编成一"


@pytest.mark.parametrize("style", ["|", ">-", ">"])
@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (_WRAPPED, "期速览", _WRAPPED + "期速览"),
        ("两句话，", "分两行写", "两句话，分两行写"),
        ("上一行", "（下一行）", "上一行（下一行）"),
        ("主标题", "副标题", "主标题 副标题"),
        ("Two lines", "of English", "Two lines of English"),
        ("中文", "English", "中文 English"),
    ],
)
def test_text_that_was_wrapped_has_no_blank_between_chinese_characters(style: str, first: str, second: str, text: str):
    written = f"a: {style}\n  {first}\n  {second}\n"
    assert asked(written, lambda form: form.text("a")) == (text, [])
    assert asked(written, lambda form: form.paragraphs("a")) == ((text,), [])
    assert asked(f"a: {first}\n  {second}", lambda form: form.text("a")) == (text, [])


def test_blanks_of_a_text_on_one_line_stay():
    assert asked(f"a: {_WRAPPED} 又一句", lambda form: form.text("a")) == (f"{_WRAPPED} 又一句", [])


def test_text_that_is_absent_is_empty():
    assert asked("b: 甲", lambda form: form.text("a")) == ("", [])


def test_text_that_is_required_and_absent_is_a_problem():
    assert asked("\n# one\nb: 甲", lambda form: form.text("a", required=True)) == (
        "",
        ["x.md:4: a: found nothing, expected a value. Add a line 'a: …'."],
    )


EMPTY = ["", "null", "~", "''", '"\u3000"', "|\n  ", "[]", "{}", "\u2800", "\ufe0f"]


@pytest.mark.parametrize("value", EMPTY)
def test_optional_value_that_is_empty_counts_as_absent(value: str):
    header = f"b: 甲\na: {value}"
    assert asked(header, lambda form: form.text("a")) == ("", [])
    assert asked(header, lambda form: form.names("a")) == ((), [])
    assert asked(header, lambda form: form.slugs("a")) == ((), [])
    assert asked(header, lambda form: form.entries("a")) == ([], [])
    assert asked(header, lambda form: (form.day("a"), form.number("a"), form.flag("a"))) == ((None, None, False), [])
    assert asked(header, lambda form: form.choice("a", "甲乙", default="乙")) == ("乙", [])
    assert asked(header, lambda form: form.has("a")) == (False, [])


@pytest.mark.parametrize("value", EMPTY)
def test_required_value_that_is_empty_is_asked_for_on_its_line(value: str):
    told = ["x.md:3: a: found nothing, expected a value. Write it after 'a: '."]
    header = f"b: 甲\na: {value}"
    assert asked(header, lambda form: form.text("a", required=True)) == ("", told)
    assert asked(header, lambda form: form.names("a", required=True)) == ((), told)
    assert asked(header, lambda form: form.entries("a", required=True)) == ([], told)


@pytest.mark.parametrize("value", ["无", "暂无", "N/A", "none", "——", "/"])
def test_word_for_no_value_is_no_value(value: str):
    told = f"x.md:2: a: found '{value}', expected a value. "
    way_out = "Remove the line, or put the word in quotes if it is meant."
    assert asked(f"a: {value}", lambda form: form.text("a")) == ("", [told + way_out])
    assert asked(f"a: {value}", lambda form: form.text("a", required=True)) == ("", [told + "Write it in its place."])
    assert asked(f"a: '{value}'", lambda form: form.text("a")) == (value, [])
    assert asked(f"a: {value}", lambda form: form.names("a")) == ((), [told + way_out])
    assert asked(f"a: [甲, {value}]", lambda form: form.names("a")) == (
        ("甲",),
        [told + "Write it, or remove it from the list."],
    )
    assert asked(f"a: ['{value}']", lambda form: form.names("a")) == ((value,), [])


@pytest.mark.parametrize("value", ["x-1 y", "'x-1, y'"])
def test_slugs_in_one_text_are_told_as_the_list_to_write(value: str):
    _slugs, (told,) = asked(f"a: {value}", lambda form: form.slugs("a"))
    assert told.endswith("Write a list: [x-1, y].")


@pytest.mark.parametrize("value", ["[甲]", "{甲: 乙}", "\n- 甲"])
def test_list_or_mapping_where_a_text_belongs_is_a_problem(value: str):
    assert asked(f"a: {value}", lambda form: form.text("a")) == (
        "",
        ["x.md:2: a: found a list or a mapping, expected one text. Write one value, in quotes if it has commas."],
    )


def test_text_too_long_is_a_problem_with_its_length():
    _text, told = asked(f"a: {'长' * 11}", lambda form: form.text("a", 10))
    assert told == ["x.md:2: a: found 11 characters, expected at most 10. Shorten it."]


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!!int", "!important", "!!binary"])
def test_tag_is_a_problem(tag: str):
    _text, (line,) = asked(f"a: {tag} 5", lambda form: form.text("a"))
    assert line.startswith("x.md:2: a: found '")
    assert line.endswith("', expected plain values. Remove the tag that begins with '!'.")


def test_paragraphs_are_parted_by_empty_lines():
    text = "a: |\n  甲\n  乙\n\n\n  丙"
    assert asked(text, lambda form: form.paragraphs("a")) == (("甲 乙", "丙"), [])


def test_choice_is_one_of_the_known_words():
    assert asked("a: 乙", lambda form: form.choice("a", ("甲", "乙"))) == ("乙", [])
    assert asked("b: 乙", lambda form: form.choice("a", ("甲", "乙"), default="甲")) == ("甲", [])


def test_choice_of_an_unknown_word_is_a_problem_with_the_nearest():
    assert asked("a: drafts", lambda form: form.choice("a", ("published", "draft"), default="published")) == (
        "published",
        ["x.md:2: a: found 'drafts', expected one of published, draft. Did you mean 'draft'?"],
    )


@pytest.mark.parametrize(("written", "flag"), [("true", True), ("false", False)])
def test_flag_is_true_or_false(written: str, flag: bool):
    assert asked(f"a: {written}", lambda form: form.flag("a")) == (flag, [])


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        *(("yes", "Did you mean 'true'?"), ("True", "Did you mean 'true'?"), ("off", "Did you mean 'false'?")),
        ("2", "Choose one of them."),
    ],
)
def test_flag_of_any_other_word_is_a_problem(written: str, fix: str):
    told = [f"x.md:2: a: found '{written}', expected one of true, false. {fix}"]
    assert asked(f"a: {written}", lambda form: form.flag("a")) == (False, told)


@pytest.mark.parametrize(("written", "number"), [("1", 1), ("9999", 9999), ("１２", 12)])
def test_number_is_whole_and_above_zero(written: str, number: int):
    assert asked(f"a: {written}", lambda form: form.number("a")) == (number, [])


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "10000", "第一", "０", "一", "0x10", "१", "1_000"])
def test_number_of_another_form_is_a_problem(written: str):
    told = [f"x.md:2: a: found '{written}', expected a number from 1 to 9999. Write digits only."]
    assert asked(f"a: {written}", lambda form: form.number("a")) == (None, told)


def test_day_is_a_day_of_the_calendar():
    assert asked("a: 2024-02-29", lambda form: form.day("a")) == (datetime.date(2024, 2, 29), [])


@pytest.mark.parametrize("written", ["２０２４-０２-２９", "2024－02－29", "2024-02-2９"])
def test_day_in_full_width_digits_is_read_as_it_is_meant(written: str):
    assert asked(f"a: {written}", lambda form: form.day("a")) == (datetime.date(2024, 2, 29), [])


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-13-01", "2025-02-29", "0000-01-01", "1899-12-31", "9999-12-31"]
)
def test_day_of_no_calendar_is_a_problem(written: str):
    told = [f"x.md:2: a: found '{written}', expected a day of the calendar, 1900 to 2999. Check the date."]
    assert asked(f"a: {written}", lambda form: form.day("a")) == (None, told)


@pytest.mark.parametrize(
    "written",
    ["12:30", "20261304", "202602040", "04/02/2026", "2026-W06-3", "२०२६-०२-०४", "2026/13/04", "2月4日"],
)
def test_day_of_another_form_is_a_problem(written: str):
    told = [
        f"x.md:2: a: found '{written}', expected a day such as 2026-02-04. "
        "Write year, month and day with two hyphens, four and two and two digits."
    ]
    assert asked(f"a: {written}", lambda form: form.day("a")) == (None, told)


@pytest.mark.parametrize(
    "written",
    [
        *("20260204", "2026-2-4", "2026/2/4", "2026.02.04", "2026年2月4日", "2026 2 4", "2026年2月4日 星期三"),
        *("2026-02-04 08:00", "2026-02-04T08:00:00+08:00", "2026/2/4 08:00"),
        *(
            "“2026-02-04”",
            "2026年2月4日（星期三）",
            "2026年2月4日周三",
            "2026 年 2 月 4 日",
            "2026_02_04",
            "2026、2、4",
        ),
        *("2026-02-04，", "2026.02.04.", "2026- 02-04", "2026\\02\\04"),
    ],
)
def test_day_in_an_unmistakable_form_is_told_as_it_should_be_written(written: str):
    told = f"x.md:2: a: found '{written}', expected a day such as 2026-02-04. Write '2026-02-04'."
    assert asked(f"a: {written}", lambda form: form.day("a")) == (None, [told])


def test_slugs_may_be_one_or_a_list():
    assert asked("a: x-1", lambda form: form.slugs("a")) == (("x-1",), [])
    assert asked("a: [x-1, y]", lambda form: form.slugs("a")) == (("x-1", "y"), [])
    assert asked("a: [ｘ－１]", lambda form: form.slugs("a")) == (("x-1",), [])


@pytest.mark.parametrize(
    "written", ["2026-2-4", "2026/02/04", "2026.2.4", "2026年2月4日", "２０２６年2月4日", "2026—02—04"]
)
def test_day_that_is_clear_is_told_in_its_right_form(written: str):
    told = [f"x.md:2: a: found '{written}', expected a day such as 2026-02-04. Write '2026-02-04'."]
    assert asked(f"a: {written}", lambda form: form.day("a")) == (None, told)


@pytest.mark.parametrize(
    ("written", "known", "meant"),
    [
        ("图片新闻", ("story", "photo"), "photo"),
        ("草稿", ("published", "draft"), "draft"),
        ("是", ("true", "false"), "true"),
        ("特稿", ("story", "feature"), "feature"),
        ("yes", ("true", "false"), "true"),
        ("0", ("true", "false"), "false"),
    ],
)
def test_choice_by_another_name_leads_to_ours(written: str, known: tuple[str, ...], meant: str):
    assert asked(f"a: {written}", lambda form: form.choice("a", known))[1][0].endswith(f"Did you mean '{meant}'?")


@pytest.mark.parametrize(
    ("written", "asked_for", "meant"),
    [
        ("标题", "title", "title"),
        ("摘要", "summary", "summary"),
        ("说明", "caption", "caption"),
        ("说明", "text", "text"),
        ("署名", "credits", "credits"),
        ("核心提示", "highlights", "highlights"),
        ("tags", "topics", "topics"),
        ("link", "url", "url"),
        ("src", "file", "file"),
        ("title", "alt", "alt"),
        ("excerpt", "summary", "summary"),
        ("draft", "status", "status"),
        ("Cover", "image", "image"),
        ("story", "stories", "stories"),
    ],
)
def test_field_by_another_name_leads_to_the_one_that_the_file_knows(written: str, asked_for: str, meant: str):
    def ask(form: Form) -> None:
        form.text(asked_for)
        form.finish()

    assert asked(f"{written}: 甲", ask)[1][0].endswith(f"Did you mean '{meant}'?")


@pytest.mark.parametrize("name", ["layout", "weight", "permalink", "toc", "id"])
def test_field_that_is_like_none_is_to_be_removed(name: str):
    def ask(form: Form) -> None:
        for asked_for in ("author", "highlight", "summary", "topics", "kind"):
            form.text(asked_for)
        form.finish()

    assert asked(f"{name}: 甲", ask)[1][0].endswith("Remove it; the fields are listed in docs/content.md.")


def test_slug_that_is_clear_is_told_in_its_right_form():
    told = "found 'stories/2026/Soup_Kitchen.md', expected a slug: a-z, 0-9 and hyphens. Write 'soup-kitchen'."
    assert asked("a: [stories/2026/Soup_Kitchen.md]", lambda form: form.slugs("a"))[1] == [f"x.md:2: a: {told}"]


def test_text_among_mappings_is_a_problem_on_its_own_line():
    assert asked("a:\n- {b: 甲}\n- 乙\n- 丙", lambda form: form.mappings("a", "{b: …}", "Write it."))[1] == [
        "x.md:4: a: found '乙', expected {b: …}. Write it.",
        "x.md:5: a: found '丙', expected {b: …}. Write it.",
    ]


def test_field_that_a_mapping_lacks_is_added_to_it():
    def ask(form: Form) -> None:
        for entry in form.mappings("a", "", ""):
            entry.text("b", required=True)

    assert asked("a: {c: 甲}", ask)[1] == ["x.md:2: a.b: found nothing, expected a value. Add `b: …` to `a`."]


def test_slug_of_a_list_is_a_problem_on_its_own_line():
    assert asked("a:\n- x\n- 好\n- x\n- {b: c}", lambda form: form.slugs("a")) == (
        ("x",),
        [
            "x.md:4: a: found '好', expected a slug: a-z, 0-9 and hyphens. Copy the file's name.",
            "x.md:5: a: found 'x', expected each slug once. Remove one of the two.",
            "x.md:6: a: found a mapping, expected a slug. Write the file's name alone.",
        ],
    )


def test_names_may_be_one_or_a_list():
    assert asked("a: 甲", lambda form: form.names("a")) == (("甲",), [])
    assert asked("a: [甲, 乙]", lambda form: form.names("a")) == (("甲", "乙"), [])


def test_name_is_the_same_whatever_blanks_it_is_written_with():
    assert asked("a: [A\xa0B, 'A  B ', A\u3000B]", lambda form: form.names("a")) == (("A B", "A B", "A B"), [])


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("{b: c}", "x.md:2: a: found no text, expected a text. Write a text, or a list of texts."),
        ("[[甲]]", "x.md:2: a: found a list in a list, expected one list. Remove the inner brackets."),
        ("['']", "x.md:2: a: found nothing, expected a value. Write it, or remove it from the list."),
    ],
)
def test_names_of_another_form_are_a_problem(value: str, told: str):
    assert asked(f"a: {value}", lambda form: form.names("a")) == ((), [told])


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("[王芳，李强]", "王芳, 李强"),
        ("[王芳、李强]", "王芳, 李强"),
        ("王芳、李强", "王芳, 李强"),
        ("\n- 王芳；李强", "王芳, 李强"),
        ("［王芳，李强］", "王芳, 李强"),
        ("［王芳］", "王芳"),
        ("【王芳，李强】", "王芳, 李强"),
        ("王芳/李强", "王芳, 李强"),
        ("[王芳 ／ 李强]", "王芳, 李强"),
        ("王芳｜李强", "王芳, 李强"),
        ("\n- 王芳|李强", "王芳, 李强"),
    ],
)
@pytest.mark.parametrize("ask", [Form.names, Form.slugs, partial(Form.entries, names=True)])
def test_names_parted_by_full_width_marks_are_told_with_the_list_to_write(
    value: str, names: str, ask: Callable[[Form, str], object]
):
    _names, (told,) = asked(f"b: c\na: {value}", lambda form: ask(form, "a"))
    line = 4 if value.startswith("\n") else 3
    assert told == (
        f"x.md:{line}: a: found '{value.removeprefix(chr(10) + '- ').strip('[]')}', "
        f"expected one name, or a list of names. Write [{names}] with half-width commas and brackets, "
        "or put it in quotes if it is one name."
    )


@pytest.mark.parametrize(
    "name",
    [
        "'王芳，李强'",
        '"人民日报、新华社"',
        "《暖心，就在身边》",
        "某报（2026年2月，报纸名称未留存）",
        "“甲、乙”联合工作组",
        "（河南/洛阳）工会",
        "TCP/IP",
    ],
)
def test_name_that_holds_a_comma_of_its_own_is_one(name: str):
    assert asked(f"a: [{name}]", lambda form: form.names("a")) == ((name.strip("'\""),), [])


def test_required_list_that_is_absent_is_a_problem():
    told = ["x.md:2: a: found nothing, expected a value. Add a line 'a: …'."]
    assert asked("b: 甲", lambda form: form.names("a", required=True)) == ((), told)


def test_word_of_a_registry_in_full_width_letters_is_read_as_it_is_meant():
    assert asked("a: ｄｒａｆｔ", lambda form: form.choice("a", ("published", "draft"))) == ("draft", [])


def test_name_of_an_empty_registry_is_a_problem_with_the_way_out():
    assert asked("a: 甲", lambda form: form.choice("a", {}, otherwise="Add it to content/columns.yaml.")) == (
        "",
        ["x.md:2: a: found '甲', expected a name that is registered. Add it to content/columns.yaml."],
    )


def test_field_nobody_asked_for_is_a_problem_with_the_nearest_name():
    def ask(form: Form) -> None:
        form.text("title"), form.text("summary")
        form.finish()

    assert asked("title: 甲\n\nsumary: 乙", ask)[1] == [
        "x.md:4: sumary: found an unknown field, expected a known field. Did you mean 'summary'?"
    ]


def test_field_like_no_other_is_told_with_where_all_of_them_are_listed():
    def ask(form: Form) -> None:
        form.text("title"), form.text("summary")
        form.finish()

    assert asked("乙: 甲", ask)[1] == [
        "x.md:2: 乙: found an unknown field, expected a known field. "
        "Remove it; the fields are listed in docs/content.md."
    ]


def test_suggestion_for_an_unknown_field_is_the_same_in_every_run():
    def ask(form: Form) -> None:
        for name in ("weather", "date", "gate", "bylines", "region"):
            form.text(name)
        form.finish()

    assert asked("rate: 甲", ask)[1][0].endswith("Did you mean 'gate'?")


def test_field_of_a_mapping_is_told_with_the_name_of_the_whole():
    def ask(form: Form) -> None:
        for _line, entry in form.entries("image"):
            assert isinstance(entry, Form)
            entry.text("file", required=True)
            entry.finish()

    assert asked("a: b\nimage:\n- file: x\n- fiel: y", ask)[1][1:] == [
        "x.md:5: image.fiel: found an unknown field, expected a known field. Did you mean 'file'?"
    ]


def test_field_given_twice_in_a_mapping_is_told_once_and_with_the_name_of_the_whole():
    def ask(form: Form) -> None:
        for _line, entry in form.entries("image"):
            assert isinstance(entry, Form)
            entry.text("file", required=True)
            entry.finish()

    assert asked("image:\n  file: x\n  file: y", ask)[1] == [
        "x.md:4: image.file: found a duplicate field (first on line 3), expected each field once. Keep one of the two."
    ]
