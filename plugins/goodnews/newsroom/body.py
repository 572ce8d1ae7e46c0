"""The body of a story, a digest or a page: converted, its form checked; stories keep it by its hash."""

import html
import re
from hashlib import blake2b

from goodnews.characters import FORBIDDEN, UNSEEN
from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text import markup
from goodnews.text.document import Document
from goodnews.text.markup import Converted, Outline

_WORD_AT_ONCE = re.compile(r"<p>\w")  # how almost every text begins
_WORD = re.compile(r"\w")
_ASIDE = re.compile(r"<h[1-6]\b.*?</h[1-6]>|<[^>]*>", re.DOTALL)
_ENTITY = re.compile(r"&(?:#[0-9a-zA-Z]+;?|[a-zA-Z][a-zA-Z0-9]+;)")

NO_TEXT = b""  # instead of a body's hash


def body_hash(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def converted_body(document: Document) -> Converted:
    """The body, converted. What is raised is a fault of the code, and a note on it names the text that showed it."""
    try:
        return markup.converted(document.body)
    except Exception as error:
        error.add_note(_("The text that showed this fault: {path}").format(path=document.shown))
        raise


def outline_checked(
    document: Document, text: Converted, problems: list[Problem], empty: bool = False, headings: bool = True
) -> Outline:
    """The outline of a body, with its form checked; whether the targets of its links exist is checked later.

    text      the body, converted
    empty     whether the text may be missing
    headings  whether headings are allowed
    """
    body = document.body

    def wrong(line: int, found: str, expected: str, fix: str) -> None:
        problems.append(Problem(document.shown, document.body_line + line, "body", found, expected, fix))

    if not (empty or text.faults or text.outline.images or says_something(text.html)):
        wrong(0, _("no text"), _("the story"), _("Write it below the front matter."))
    for fault in text.faults:
        wrong(*fault)
    for href in text.outline.links:
        if not (markup.inner_target(href) or href.startswith(markup.SAFE_SCHEMES)):
            expected = _("https://…, mailto:…, or story:slug, digest:2025-W30, top10:2025, page:about")
            fix = _("Write the link's target in one of these forms.")
            wrong(markup.line_of(body, href), quoted(href), expected, fix)
    if any(heading.level == 1 or not headings for heading in text.outline.headings):
        for heading, line in zip(text.outline.headings, markup.heading_lines(body), strict=False):
            found = quoted("#" * heading.level + " " + heading.text)
            if heading.level == 1 and "#" not in (written := body.split("\n")[line]):
                fix = _("Write '## ' before the words above it, and delete the line.")
                wrong(line, quoted(written.strip()), _("headings from ## on"), fix)
            elif heading.level == 1:
                wrong(line, found, _("headings from ## on"), _("Add a second #, or write \\# if it is not a heading."))
            elif not headings:
                wrong(line, found, _("a text without headings"), _("Write it as a paragraph."))
    for entity in _ENTITY.finditer(body) if "&" in body else ():
        spelled = html.unescape(entity.group()) or "\0"
        if FORBIDDEN.search(spelled) or re.fullmatch(UNSEEN, spelled):
            line = body.count("\n", 0, entity.start())
            wrong(line, quoted(entity.group()), _("printable text"), _("Delete it."))
    return text.outline


def says_something(converted: str) -> bool:
    """Whether a converted body has words besides its headings."""
    return bool(_WORD_AT_ONCE.search(converted) or _WORD.search(html.unescape(_ASIDE.sub(" ", converted))))
