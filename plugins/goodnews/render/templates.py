"""Jinja for a theme in one language: words are translated when a template is compiled, values escaped once each.

A site of ten thousand stories fills in a million values. What Jinja would do for each of them is done here only once
where possible; the pages are the same.
"""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from datetime import date
from gettext import NullTranslations
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.nodes import Getattr, Name, Node
from jinja2.runtime import Context, Macro
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined] # not public: docs/dependencies.md

_PLAIN = {int, date}  # their text never needs escaping


class Words(Extension):
    """Turns `_("Published")` into the word of the site's language, which Jinja then joins with the text around it.

    A phrase with values, `_("Page %(number)s", number=…)`, is translated when the page is filled.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        held: list[Token] = []
        for token in stream:
            if not held and not (token.type == "name" and token.value == "_"):  # nearly all of them
                yield token
                continue
            held.append(token)
            if not _begins_phrase(held):
                yield from held[:-1]
                held = [token] if _begins_phrase([token]) else []
                if not held:
                    yield token
            elif len(held) == len(_PHRASE):
                yield from self._translated(held[0].lineno, str(held[2].value))
                held = []
        yield from held

    def _translated(self, line: int, phrase: str) -> Iterator[Token]:
        words: NullTranslations = self.environment.words  # type: ignore[attr-defined] # ours is an Environment with words
        said: dict[str, Any] = {}
        yield Token(line, "lparen", "(")
        yield Token(line, "string", words.gettext(phrase) % said)
        yield Token(line, "pipe", "|")
        yield Token(line, "name", "safe")
        yield Token(line, "rparen", ")")


_PHRASE = (("name", "_"), ("lparen", "("), ("string", None), ("rparen", ")"))


def _begins_phrase(tokens: list[Token]) -> bool:
    return all(
        token.type == kind and (value is None or token.value == value)
        for token, (kind, value) in zip(tokens, _PHRASE, strict=False)
    )


class _Generator(CodeGenerator):
    """Compiles `{{ value }}` to a call of `escaped`, `x.y` to just that, and each block to one piece of text.

    So `x.y` is an attribute, never an item: views have nothing else.
    """

    def blockvisit(self, nodes: Iterable[Node], frame: Frame) -> None:
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)  # otherwise each piece is passed up through every template that extends another
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802  the name is Jinja's
        if iskeyword(node.attr) or (isinstance(node.node, Name) and node.node.name == "self"):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


class _Context(Context):
    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(self.eval_ctx, *args, **kwargs)


class Environment(jinja2.Environment):
    """Text is escaped, an unknown name is an error.

    words  catalogue of the site's language
    """

    code_generator_class = _Generator
    context_class = _Context

    def __init__(self, loader: jinja2.BaseLoader, words: NullTranslations) -> None:
        self.words = words
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n", Words],
        )
        self.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined] # i18n adds it

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template may use. A plain dict: Jinja's own chain of two is searched, in Python, on every page."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def escaped(value: Any) -> str:
        """Like `escape`, but without a `Markup` around every word, which costs ten times the escaping."""
        kind = type(value)
        if kind is str:
            return _escape_inner(value)
        if kind is Markup:
            return value  # type: ignore[no-any-return] # `is` says it, and narrows nothing
        return str(value) if kind in _PLAIN else escape(value)
