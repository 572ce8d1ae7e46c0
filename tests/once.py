"""What nearly every newsroom of the tests has in common is made once for all of them.

Our theme's templates are parsed, looked into and compiled once, which would take a newsroom of one story four times as
long as the rest of its build; a share card is drawn once for the same words; our own code is hashed once.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from types import CodeType
from typing import Any

import pytest
from jinja2 import nodes

from goodnews.desk import inputs, issues
from goodnews.newsroom.memo import code_hash
from goodnews.pages.kinds import Kind
from goodnews.render import sharecard, theme
from goodnews.render.templates import Environment
from tests.builders import ROOT

CARDS = 1000  # share cards that a process remembers, of some 15 kB


@contextmanager
def made_once() -> Iterator[None]:
    """Within the block what was made before, from the same, is not made again."""
    with pytest.MonkeyPatch.context() as patch:
        _remember_templates(patch)
        patch.setattr(inputs, "code_hash", cache(code_hash))
        patch.setattr(sharecard, "drawn", lru_cache(CARDS)(sharecard.drawn))
        patch.setattr(sharecard, "squared", lru_cache(CARDS)(sharecard.squared))
        yield


def _remember_templates(patch: pytest.MonkeyPatch) -> None:
    """Parse and compile a template of ours once in each language, and hash what each kind of page reaches once."""
    parse, compile_ = Environment.parse, Environment.compile
    environments: dict[object, Environment] = {}  # by their words, on which what comes out depends
    sources: dict[int, str] = {}  # by the trees parsed from them, each of which is kept
    ours = {path.read_text("utf-8") for path in (ROOT / "theme/templates").rglob("*") if path.is_file()}

    @cache
    def parsed(words: object, source: str, name: str) -> nodes.Template:
        return parse(environments[words], source, name, "")

    @cache
    def compiled(words: object, source: str, name: str) -> CodeType:
        return compile_(environments[words], source, name, "")

    def parse_once(environment: Environment, source: str, name: str, path: str) -> nodes.Template:
        if source not in ours:
            return parse(environment, source, name, path)
        environments[environment.words] = environment
        tree = parsed(environment.words, source, name)
        sources[id(tree)] = source
        return tree

    def compile_once(
        environment: Environment, template: str | nodes.Template, name: str = "", path: str = "", **how: Any
    ) -> Any:
        source = template if isinstance(template, str) else sources.get(id(template), "")
        if source not in ours:
            return compile_(environment, template, name, path, **how)
        environments[environment.words] = environment
        return _from(path, compiled(environment.words, source, name))

    # What `template_hashes` found, and which templates it looked into, by what it was asked about.
    reached: dict[object, tuple[dict[str, bytes], tuple[str, ...]]] = {}

    def hashes_once(kinds: Iterable[Kind], parsed: theme.Parsed) -> dict[str, bytes]:
        asked = (tuple(kinds), frozenset((name, file.hash) for name, file in parsed.known.items()))
        if asked not in reached:
            reached[asked] = theme.template_hashes(kinds, parsed), parsed.names
        hashes, names = reached[asked]
        for name in names:  # those that a theme was looked into are compiled and kept for its printers
            parsed.tree(name)
        return hashes

    for module in (inputs, issues):
        patch.setattr(module, "template_hashes", hashes_once)
    patch.setattr(Environment, "parse", parse_once)
    patch.setattr(Environment, "compile", compile_once)


def _from(path: str, code: CodeType) -> CodeType:
    """The same code from a file elsewhere, which a mistake on a page is told with."""
    inner = tuple(_from(path, part) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=path, co_consts=inner)
