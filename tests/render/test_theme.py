"""What each kind of page is made from: the templates that its own one reaches, as they were listed."""

from hashlib import blake2b
from pathlib import Path

import jinja2
import pytest

from goodnews.pages.kinds import BY_NAME
from goodnews.press.page import Changed
from goodnews.render.theme import Parsed, TemplateFile, template_hashes

TEMPLATES = {
    "base.html": "{{ same('parts/foot.html') }}",
    "story.html": "{% extends 'base.html' %}{% from 'macros/card.html' import card %}",
    "home.html": "{% extends 'base.html' %}",
    "macros/card.html": "{% macro card() %}{% endmacro %}",
    "parts/foot.html": "",
}


def hashes(folder: Path, listed: dict[str, str], now: dict[str, str]) -> dict[str, bytes]:
    """Hashes of two kinds of page, if the templates have changed since they were listed."""
    for name, text in now.items():
        (folder / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "templates" / name).write_text(text, "utf-8")
    known = {
        name: TemplateFile(str(folder / "templates" / name), blake2b(text.encode(), digest_size=16).digest())
        for name, text in listed.items()
    }
    return template_hashes([BY_NAME[kind] for kind in ("story", "home", "digest")], Parsed(known))


@pytest.mark.parametrize(
    ("name", "printed_again"),
    [
        ("story.html", {"story"}),
        ("macros/card.html", {"story"}),
        ("base.html", {"story", "home"}),
        ("parts/foot.html", {"story", "home"}),
    ],
)
def test_template_prints_the_kinds_that_reach_it_again(tmp_path: Path, name: str, printed_again: set[str]):
    before = hashes(tmp_path, TEMPLATES, TEMPLATES)
    edited = TEMPLATES | {name: TEMPLATES[name] + "{# #}"}
    after = hashes(tmp_path, edited, edited)
    assert {kind for kind in after if after[kind] != before[kind]} == printed_again


def test_kind_without_a_template_is_known_as_such(tmp_path: Path):
    assert hashes(tmp_path, TEMPLATES, TEMPLATES)["digest"] == b""


def test_template_whose_name_is_not_known_before_may_be_any(tmp_path: Path):
    loose = TEMPLATES | {"home.html": "{% include path %}"}
    before = hashes(tmp_path, loose, loose)
    loose["macros/card.html"] += "{# #}"
    assert hashes(tmp_path, loose, loose)["home"] != before["home"]


@pytest.mark.parametrize("name", ["home.html", "parts/foot.html"])
def test_template_that_was_edited_since_it_was_listed_stops_the_build(tmp_path: Path, name: str):
    with pytest.raises(Changed, match=f"{name} changed during the build; build again"):
        hashes(tmp_path, TEMPLATES, TEMPLATES | {name: TEMPLATES[name] + "{# #}"})


def test_template_that_is_missing_is_named(tmp_path: Path):
    with pytest.raises(jinja2.TemplateNotFound, match=r"macros/lost\.html"):
        alone = {"story.html": "{% import 'macros/lost.html' as lost %}"}
        hashes(tmp_path, alone, alone)
