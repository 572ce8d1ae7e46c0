"""Compiled templates: a build compiles those of a theme once, for all its processes and for the builds after it.

They are kept by what decides them: every template, the words of the language, the code and the libraries. What is
not among them, or was kept by something else, is compiled where a page needs it.
"""

import os
from collections.abc import Iterable
from contextlib import suppress

import jinja2
from jinja2.bccache import Bucket

from goodnews import cache
from goodnews.cache import Lost
from goodnews.render.theme import Parsed


class Compiled(jinja2.BytecodeCache):
    """What Jinja asks for the code of a template before it compiles one."""

    def __init__(self, folder: str, id_: bytes) -> None:
        """folder: the cache's; id_: of what decides the code."""
        self._codes: dict[str, bytes] = {}
        with suppress(Lost):
            self._codes = cache.read(_file(folder), dict[str, bytes], id_) or {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """All that was parsed is kept at once, by `keep`."""


def keep(parsed: Parsed, names: Iterable[str], folder: str, id_: bytes) -> None:
    """Compile templates that have been parsed, and keep them instead of those that were kept before.

    folder  the cache's
    id_     of what decides the code
    raises  OSError
    """
    codes: dict[str, bytes] = {}
    unread = Compiled("", b"")
    for name in names:
        path = parsed.known[name].path
        bucket = unread.get_bucket(parsed.env, name, path, parsed.source(name))
        # One that does not compile is told with the page that needs it, if there is one.
        with suppress(jinja2.TemplateError, RecursionError):
            bucket.code = parsed.env.compile(parsed.tree(name), name, path)
            codes[bucket.key] = bucket.bytecode_to_string()
    cache.write(_file(folder), codes, context=id_)


def _file(folder: str) -> str:
    return os.path.join(folder, "templates")
