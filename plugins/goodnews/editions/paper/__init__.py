"""An issue as the pages of a newspaper, a PDF: what the pages say, as data for `paper.typ`, which sets them.

No text of an editor is read as code: all of it goes to Typst as one piece of JSON.
"""

import msgspec

from goodnews.editions.paper.annual import AnnualOnPaper
from goodnews.editions.paper.digest import DigestOnPaper
from goodnews.editions.paper.issue import MARK, Develop, IssueOnPaper
from goodnews.editions.paper.month import MonthOnPaper
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
    """The PDF, tagged by PDF/UA-1.

    sheet    one of SHEETS
    develop  gives a picture's file, so many pixels wide
    """
    of = SHEETS[sheet]
    issue = _issue_of(view, site, of, develop)
    return typeset(msgspec.json.encode(issue.data()).decode(), of.rows)


def _issue_of(view: PaperView, site: Site, sheet: Sheet, develop: Develop) -> IssueOnPaper:
    if view.digest:
        return DigestOnPaper(view, site, sheet, develop, view.digest)
    if view.month:
        return MonthOnPaper(view, site, sheet, develop, view.month)
    assert view.annual
    return AnnualOnPaper(view, site, sheet, develop, view.annual)
