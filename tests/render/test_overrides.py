"""A newsroom's own theme: what it has replaces ours, the rest is ours, and what no longer fits is told at its line."""

from pathlib import Path

import pytest

from goodnews.desk.build import Run
from goodnews.desk.report import Stopped, brought_out
from goodnews.problem import ContentError
from tests.builders import TODAY, Room


@pytest.fixture
def own(room: Room) -> Room:
    """A newsroom with a theme of its own that is empty."""
    room.theme = room.folder / "theme"
    (room.theme / "templates").mkdir(parents=True)
    (room.theme / "static").mkdir()
    room.story()
    return room


def override(room: Room, name: str, text: str) -> None:
    path = room.theme / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def told(room: Room) -> list[str]:
    with pytest.raises(ContentError) as error:
        room.build()
    return [str(problem).partition("theme/")[2] for problem in error.value.problems]


def test_empty_theme_changes_nothing(own: Room, tmp_path: Path):
    plain = Room(tmp_path / "plain")
    plain.story()
    own.build()
    plain.build()
    assert own.files() == plain.files()


def test_template_extends_ours_of_the_same_name(own: Room):
    override(
        own, "templates/story.html", "{% extends '!story.html' %}{% block main %}<p>甲</p>{{ super() }}{% endblock %}"
    )
    own.build()
    page = own.html("story/2026/hotline.html")
    assert "<p>甲</p>" in page
    assert "洛阳热线有人接" in page


def test_our_other_templates_reach_the_override(own: Room):
    override(own, "templates/parts/footer.html", "<footer>乙</footer>")
    own.build()
    for page in ("index.html", "story/2026/hotline.html", "search.html"):
        assert "<footer>乙</footer>" in own.html(page)


def test_static_file_replaces_ours_or_joins_them(own: Room):
    override(own, "static/icon.svg", "<svg/>")
    override(own, "static/more.css", "p { color: red }")
    own.build()
    assert own.html("static/icon.svg") == "<svg/>"
    assert own.html("static/more.css") == "p { color: red }"
    assert len(own.html("static/site.css")) > 1000


def test_edit_of_an_override_prints_the_pages_that_reach_it_and_no_others(own: Room):
    override(own, "templates/story.html", "{% extends '!story.html' %}{# 1 #}")
    own.build()
    override(own, "templates/story.html", "{% extends '!story.html' %}{# 2 #}")
    assert own.build().report.printed == ("story/2026/hotline.html",)
    (own.theme / "templates/story.html").unlink()
    assert own.build().report.printed == ("story/2026/hotline.html",)
    assert not own.build().report.printed


def test_after_any_edit_of_overrides_the_site_is_that_of_a_clean_build(own: Room, tmp_path: Path):
    own.build()
    override(own, "templates/macros/own.html", "{% macro hello(page) %}<b>{{ page.head.title }}</b>{% endmacro %}")
    hello = "{% from 'macros/own.html' import hello %}"
    block = "{% block main %}{{ hello(page) }}{{ super() }}{% endblock %}"
    override(own, "templates/story.html", "{% extends '!story.html' %}" + hello + block)
    own.build()
    override(own, "templates/macros/own.html", "{% macro hello(page) %}<i>{{ page.head.title }}</i>{% endmacro %}")
    override(own, "static/site.css", "p {}")
    own.build()
    clean = Room(tmp_path / "clean", theme=own.theme)
    clean.story()
    clean.build()
    assert own.files() == clean.files()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "\n{% extends '!stroy.html' %}",
            "2: template: found '!stroy.html', expected a template of the theme. Did you mean '!story.html'?",
        ),
        (
            "{% extends '!story.html' %}\n{% from 'macros/gone.html' import x %}",
            "2: template: found 'macros/gone.html', expected a template of the theme. ",
        ),
        (
            "{% extends '!story.html' %}\n{% from 'macros/cards.html' import cardd %}",
            "2: macro: found 'cardd', expected a macro of macros/cards.html. Did you mean 'card'?",
        ),
        (
            "{% extends '!story.html' %}{% import 'macros/cards.html' as all %}\n"
            "{% block main %}\n{{ all.cardd(page) }}{% endblock %}",
            "3: macro: found 'cardd', expected a macro of macros/cards.html. Did you mean 'card'?",
        ),
        (
            "{% extends '!story.html' %}\n{% block mian %}x{% endblock %}",
            "2: block: found 'mian', expected a block of !story.html. Did you mean 'main'?",
        ),
        (
            "{% extends '!story.html' %}\n{% block main %}{{ page.subtitel }}{% endblock %}",
            "2: field: found 'page.subtitel', expected a field that there is. Did you mean 'subtitle'?",
        ),
        (
            "{% extends '!story.html' %}\n{% block main %}{{ site.nmae }}{% endblock %}",
            "2: field: found 'site.nmae', expected a field that there is. Did you mean 'name'?",
        ),
        (
            "{% extends '!story.html' %}\n{% block main %}{{ pgae.title }}{% endblock %}",
            "2: name: found 'pgae', expected a name that templates are given. Did you mean 'page'?",
        ),
        (
            "{% extends '!story.html' %}\n{% block main %}{{ page.head.title | dya }}{% endblock %}",
            "2: filter: found 'dya', expected a filter. Did you mean 'day'?",
        ),
    ],
)
def test_override_that_calls_what_is_gone_is_told_at_its_line_with_the_way_out(own: Room, text: str, problem: str):
    override(own, "templates/story.html", text)
    (only,) = told(own)
    assert only.startswith(f"templates/story.html:{problem}")


def test_override_of_what_is_gone_is_told(own: Room):
    override(own, "templates/stroy.html", "x")
    assert told(own) == [
        "templates/stroy.html:1: file: found 'stroy.html', expected a template that the theme has or calls. "
        "Did you mean 'story.html'?"
    ]


def test_call_that_fails_when_a_page_is_filled_names_template_and_line(own: Room):
    text = "{% extends '!story.html' %}\n{% block main %}\n{{ page.head.gone }}{% endblock %}"
    override(own, "templates/story.html", text)
    with pytest.raises(Stopped) as stopped:
        brought_out(own.settings, Run(today=TODAY))
    assert "theme/templates/story.html:3: 'Head' object has no attribute 'gone'" in str(stopped.value)


def test_style_sheet_of_the_settings_stands_after_ours_on_every_page(own: Room):
    override(own, "static/own.css", ":root { --accent: #0a5 }")
    own.goodnews = {"stylesheet": "static/own.css"}
    own.build()
    page = own.html("story/2026/hotline.html")
    assert 0 < page.index("static/site.css") < page.index('href="../../static/own.css"')


def test_style_sheet_that_the_theme_does_not_have_is_told(own: Room):
    override(own, "static/own.css", "")
    own.goodnews = {"stylesheet": "static/onw.css"}
    with pytest.raises(ContentError) as error:
        own.build()
    assert str(error.value.problems[0]) == (
        "pelicanconf.py:1: GOODNEWS['stylesheet']: found 'static/onw.css', expected a file of the theme. "
        "Did you mean 'static/own.css'?"
    )
