"""Our theme's templates, parsed and compiled once for all newsrooms of the tests, of which nearly every one has them.

That takes a newsroom of one story four times as long as the rest of its build.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import CodeType
from typing import Any

import pytest
from jinja2 import nodes

from goodnews.render.templates import Environment
from tests.builders import ROOT


@contextmanager
def compiled_once() -> Iterator[None]:
    """Within the block a template of ours that was parsed or compiled before, in the same language, is not again."""
    parse, compile_ = Environment.parse, Environment.compile
    environments: dict[object, Environment] = {}  # by their words, on which what comes out depends
    ours = {path.read_text("utf-8") for path in (ROOT / "theme/templates").rglob("*") if path.is_file()}

    @cache
    def parsed(words: object, source: str, name: str, path: str) -> nodes.Template:
        return parse(environments[words], source, name, path)

    @cache
    def compiled(words: object, source: str, name: str) -> CodeType:
        return compile_(environments[words], source, name, "")

    def parse_once(environment: Environment, source: str, name: str, path: str) -> nodes.Template:
        if source not in ours:
            return parse(environment, source, name, path)
        environments[environment.words] = environment
        return parsed(environment.words, source, name, path)

    def compile_once(environment: Environment, source: str, name: str = "", path: str = "", **how: Any) -> Any:
        if source not in ours:
            return compile_(environment, source, name, path, **how)
        environments[environment.words] = environment
        return _from(path, compiled(environment.words, source, name))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "parse", parse_once)
        patch.setattr(Environment, "compile", compile_once)
        yield


def _from(path: str, code: CodeType) -> CodeType:
    """The same code from a file elsewhere, which a mistake on a page is told with."""
    inner = tuple(_from(path, part) if isinstance(part, CodeType) else part for part in code.co_consts)
    return code.replace(co_filename=path, co_consts=inner)
