"""An issue as the pages of a newspaper, a PDF: what the pages say, as data for `paper.typ`, which sets them.

No text of an editor is read as code: all of it goes to Typst as one piece of JSON.
"""

import msgspec

from goodnews.editions.paper.annual import AnnualOnPaper
from goodnews.editions.paper.digest import DigestOnPaper
from goodnews.editions.paper.issue import MARK, IssueOnPaper
from goodnews.editions.paper.month import MonthOnPaper
from goodnews.editions.paper.pictures import Develop, dot, files_of
from goodnews.editions.paper.sheet import SHEETS, Sheet
from goodnews.editions.paper.typesetter import typeset, typesetter_hash
from goodnews.editions.views import PaperView
from goodnews.files import hash_of
from goodnews.pages.views.parts import Site


def recipe() -> bytes:
    """Hash of what decides the pages besides their view and our code: library, fonts, and the site's mark.

    raises  ModuleNotFoundError if Typst is not installed
    """
    return hash_of(typesetter_hash(), MARK.read_bytes())


def printed(view: PaperView, site: Site, sheet: str, develop: Develop) -> bytes:
    """The PDF, tagged by PDF/UA-1; with pictures it has at most the bytes that an issue of so many stories may have.

    sheet    one of SHEETS
    develop  gives a picture's file, so many pixels wide
    """
    of = SHEETS[sheet]
    issue = _issue_of(view, site, of)
    said = msgspec.json.encode(issue.data()).decode()
    # Set without its pictures, the file says what is left for them, and the pages which of them they have room for.
    bare = typeset(said, dict.fromkeys(issue.pictures, dot()), of.rows)
    placed = [(name, issue.pictures[name]) for name in bare.shown]
    made, room = bare, issue.most - len(bare.pages)
    while placed:
        files = files_of(placed, room, develop)
        made = typeset(said, files, (bare.row,) if len(files) == len(placed) else of.rows)
        excess = len(made.pages) - issue.most
        if excess <= 0 or not files:
            break
        room -= excess  # a picture takes more than its file, and a drawing much more
    return made.pages


def _issue_of(view: PaperView, site: Site, sheet: Sheet) -> IssueOnPaper:
    if view.digest:
        return DigestOnPaper(view, site, sheet, view.digest)
    if view.month:
        return MonthOnPaper(view, site, sheet, view.month)
    assert view.annual
    return AnnualOnPaper(view, site, sheet, view.annual)
