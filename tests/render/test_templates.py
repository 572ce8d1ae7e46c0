"""Templates translate words and escape values exactly as Jinja itself would, in less time."""

from datetime import date

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from goodnews.language import catalogue
from goodnews.render.templates import Environment

WORDS = catalogue("zh-CN")


def environment(**templates: str) -> Environment:
    return Environment(jinja2.DictLoader({f"{name}.html": source for name, source in templates.items()}), WORDS)


def filled(source: str, **values: object) -> str:
    return environment(page=source).get_template("page.html").render(**values)


@given(st.text() | st.integers() | st.dates() | st.floats() | st.none() | st.text().map(Markup))
def test_a_value_stands_in_the_page_as_jinja_escapes_it(value: object):
    assert filled("{{ value }}", value=value) == str(escape(value))


def test_an_unknown_name_is_an_error():
    with pytest.raises(jinja2.UndefinedError, match="nobody"):
        filled("{{ nobody }}")


def test_an_unknown_field_is_an_error():
    with pytest.raises(AttributeError, match="nothing"):
        filled("{{ page.nothing }}", page="text")
    with pytest.raises(jinja2.UndefinedError, match="nobody"):
        filled("{{ nobody.nothing }}")


def test_a_field_is_an_attribute_and_an_item_is_asked_for_in_brackets():
    assert filled("{{ page.year }} {{ names['year'] }}", page=date(2026, 2, 4), names={"year": 1}) == "2026 1"


def test_a_block_can_be_said_twice_and_added_to():
    env = environment(
        base="{% block title %}甲{% endblock %}|{{ self.title() }}",
        page='{% extends "base.html" %}{% block title %}{{ super() }}乙{% endblock %}',
    )
    assert env.get_template("page.html").render() == "甲乙|甲乙"


@pytest.mark.parametrize(
    "source",
    [
        '{{ _("Published") }}',
        "{{ _('Published') }}",
        '<p title="{{ _("Published") }}">',
        '{% set word = _("Published") %}{{ word }}',
        '{{ [_("Published"), "x"] | first }}',
        '{% macro say(word) %}{{ word }}{% endmacro %}{{ say(_("Published")) }}',
        '{{ _("Published") if yes else _("Updated") }}',
    ],
)
def test_a_word_is_said_in_the_language_of_the_site(source: str):
    assert "发布" in filled(source, yes=True)


def test_a_word_is_put_in_when_the_template_is_compiled():
    compiled = environment().compile('<dt>{{ _("Published") }}</dt>', raw=True)
    assert "<dt>发布</dt>" in compiled
    assert "Published" not in compiled


def test_a_phrase_with_values_is_filled_with_the_page_and_escapes_them():
    assert filled('{{ _("Page %(number)s", number=n) }}', n="<2>") == "第&lt;2&gt;页"


@pytest.mark.parametrize("source", ["{{ (_) }}{{ _ }}", '{{ _("Published" ~ x) }}', '{{ _ ("Published", x) }}'])
def test_what_only_looks_like_a_word_is_left_to_jinja(source: str):
    plain = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    plain.install_gettext_translations(WORDS, newstyle=True)  # type: ignore[attr-defined] # the extension adds it
    env = environment(page=source)

    def outcome(env: jinja2.Environment) -> str:
        try:
            return env.from_string(source).render(x="")
        except TypeError as error:
            return str(error)

    assert outcome(env).partition(" at 0x")[0] == outcome(plain).partition(" at 0x")[0]


def test_an_imported_macro_sees_what_every_template_may_use():
    env = environment(
        page='{% from "parts.html" import say %}{{ say() }}', parts="{% macro say() %}{{ name }}{% endmacro %}"
    )
    env.globals["name"] = "暖闻"
    assert env.get_template("page.html").render(page=1) == "暖闻"
