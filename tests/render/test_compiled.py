"""Compiled templates: a theme is compiled once, and never printed from the code of another."""

from typing import Any

import pytest

from goodnews.press.page import Unprintable
from goodnews.render import printer
from goodnews.render.templates import Environment
from tests.builders import Room
from tests.looking import annual


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the templates that are compiled from now on."""
    names: list[str] = []
    compile_ = Environment.compile

    def noted(env: Any, source: Any, name: str, *others: Any, **named: Any) -> Any:
        names.append(name)
        return compile_(env, source, name, *others, **named)

    monkeypatch.setattr(Environment, "compile", noted)
    return names


def built(room: Room) -> None:
    printer.make.cache_clear()  # as in a process of its own
    room.build()


def test_templates_are_compiled_once_for_all_builds(room: Room, compiled: list[str]):
    room.story()
    built(room)
    assert len(compiled) == len(set(compiled))
    compiled.clear()
    room.story("later")
    built(room)
    assert compiled == []
    assert "later.html" in room.html("index.html")


@pytest.mark.parametrize("damage", [b"", b"half of it", None])
def test_code_that_was_lost_or_damaged_is_not_used(room: Room, compiled: list[str], damage: bytes | None):
    room.story()
    built(room)
    path = room.folder / "cache/templates"
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage)
    compiled.clear()
    room.story("later")
    built(room)
    assert "story.html" in compiled
    assert "later.html" in room.html("index.html")


def test_another_theme_or_language_is_never_printed_from_the_code_of_the_one_before(room: Room):
    room.story()
    room.theme = room.folder / "theme"
    template = room.theme / "templates/404.html"
    template.parent.mkdir(parents=True)
    for words in ("one", "two"):
        template.write_text(f"{words} {{{{ _('Skip to the text') }}}}", "utf-8")
        built(room)
        assert room.html("404.html") == f"{words} 跳到正文"
    room.language = "en"
    built(room)
    assert room.html("404.html") == "two Skip to the text"


def test_a_template_that_does_not_compile_troubles_only_the_pages_that_need_it(room: Room):
    room.story()
    room.theme = room.folder / "theme"
    template = room.theme / "templates/top10.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% block a %}{% endblock %}{% block a %}{% endblock %}", "utf-8")
    built(room)
    room.write("top10/2026.md", annual("hotline"))
    with pytest.raises(Unprintable, match="defined twice"):
        built(room)
