"""The typesetter: Typst, with the template `paper.typ` and the fonts of one package."""

from functools import lru_cache
from importlib.metadata import version
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from goodnews.files import hash_of
from goodnews.render import sharecard

if TYPE_CHECKING:
    import typst

_TEMPLATE = Path(__file__).with_name("paper.typ")
_FULL = 0.5  # of the last page: with less, the lines stand a little closer or wider


def typesetter_hash() -> bytes:
    """Hash of library and fonts.

    raises  ModuleNotFoundError if Typst is not installed
    """
    return hash_of(version("typst").encode(), sharecard.recipe())  # the library itself, 84 MB, stays unloaded


def typeset(issue: str, rows: tuple[float, ...]) -> bytes:
    """The PDF, tagged by PDF/UA-1.

    issue  what the pages say, as JSON for the template
    rows   points from line to line, the best first; the first that fills the last page is taken
    """
    found: list[tuple[float, bytes]] = []
    for row in rows:
        found.append(_set_in(row, issue))
        if found[-1][0] >= _FULL:
            break
    return max(found, key=itemgetter(0))[1]


def _set_in(row: float, issue: str) -> tuple[float, bytes]:
    """How full the last page is, and the pages."""
    compiler = _compiler()
    pages = compiler.compile(format="pdf", sys_inputs={"issue": issue, "row": str(row)}, pdf_standards=["ua-1"])
    assert isinstance(pages, bytes)
    return float(compiler.query("<full>", field="value", one=True)), pages


@lru_cache(maxsize=1)
def _compiler() -> "typst.Compiler":
    """With the fonts of one package, and none of this machine's. They are read once in a process."""
    import pylopdf_fonts_zh_cn
    import typst

    folder = pylopdf_fonts_zh_cn.serif_path().parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(_TEMPLATE, font_paths=fonts, ignore_system_fonts=True)
