"""The typesetter: Typst, with the template `paper.typ` and the fonts of one package."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from goodnews.files import hash_of
from goodnews.render import sharecard

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).with_name("paper.typ")
_FULL = 0.5  # of the last page: with less, the lines stand a little closer or wider
_USUAL = 0.75  # what is expected to be as full as this is hardly missed


class Setting(NamedTuple):
    pages: bytes  # the PDF, tagged by PDF/UA-1
    row: float  # points from line to line
    full: float  # of the last page: 0 to 1
    expected: tuple[float, ...]  # the same with every other row, about
    shown: tuple[str, ...]  # names of the pictures that had room, in their order


def typesetter_hash() -> bytes:
    """Hash of library and fonts.

    raises  ModuleNotFoundError if Typst is not installed
    """
    return hash_of(version("typst").encode(), sharecard.recipe())  # the library itself, 84 MB, stays unloaded


def typeset(issue: str, pictures: Mapping[str, bytes], rows: Sequence[float]) -> Setting:
    """Set the pages, with the first row if it fills the last page; else with one that does, if there is any.

    issue     what the pages say, as JSON for the template
    pictures  files by name; a picture without a file is left out
    rows      points from line to line, the best first
    """
    files = json.dumps({name: list(data) for name, data in pictures.items()})
    usual = _set_in(rows[0], rows, issue, files)
    if usual.full >= _FULL:
        return usual
    # Each try takes as long as all else, so those that cannot do are left out, and the likeliest comes first.
    hopeful = [
        (abs(full - _USUAL), row) for row, full in zip(rows[1:], usual.expected[1:], strict=True) if full >= _FULL
    ]
    for _distance, row in sorted(hopeful):
        tried = _set_in(row, rows, issue, files)
        if tried.full >= _FULL:
            return tried
    return usual


def _set_in(row: float, rows: Sequence[float], issue: str, pictures: str) -> Setting:
    compiler = _compiler()
    said = {"issue": issue, "pictures": pictures, "row": str(row), "rows": json.dumps(rows)}
    pages = compiler.compile(format="pdf", sys_inputs=said, pdf_standards=["ua-1"])
    assert isinstance(pages, bytes)
    full, *expected = json.loads(compiler.query("<full>", field="value", one=True))
    return Setting(pages, row, full, tuple(expected), tuple(json.loads(compiler.query("<shown>", field="value"))))


@lru_cache(maxsize=1)
def _compiler() -> "typst.Compiler":
    """With the fonts of one package, and none of this machine's. They are read once in a process."""
    import pylopdf_fonts_zh_cn
    import typst

    folder = pylopdf_fonts_zh_cn.serif_path().parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(_TEMPLATE, font_paths=fonts, ignore_system_fonts=True)
