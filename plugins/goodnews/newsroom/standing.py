"""A standing page such as 'about': neither dated nor in any feed."""

import msgspec

from goodnews.language import _
from goodnews.newsroom.blank import check_written
from goodnews.newsroom.body import converted_body, outline_checked
from goodnews.problem import Problem, quoted
from goodnews.text.document import Document
from goodnews.text.form import Form
from goodnews.text.markup import Outline
from goodnews.text.slug import is_slug

# Addresses at the site's root that other pages use.
TAKEN = ("index", "404", "search", "subscribe", "corrections", "saved", "sitemap")


class Standing(msgspec.Struct, frozen=True):
    slug: str
    path: str
    title: str
    summary: str
    body: str  # Markdown
    outline: Outline
    order: int | None = None  # place in the footer; None: not listed there
    contact: bool = False  # whether it ends with how to reach somebody in the newsroom
    principles: bool = False  # whether it says by which rules the newsroom works
    former: tuple[str, ...] = ()  # former slugs
    draft: bool = False

    @property
    def address(self) -> str:
        return f"{self.slug}.html"

    @property
    def former_addresses(self) -> tuple[str, ...]:
        return tuple(f"{slug}.html" for slug in self.former)


def standing_from(document: Document, problems: list[Problem]) -> Standing | None:
    """Check one file; None if it is invalid."""
    before = len(problems)
    form = Form.of(document, problems)
    slug = document.path.removeprefix("pages/").removesuffix(".md")
    if not is_slug(slug):
        form.wrong("file", quoted(document.path), "pages/slug.md", _("Name it with a-z, 0-9 and hyphens."), line=1)
    elif slug in TAKEN:
        form.wrong(
            "file",
            quoted(document.path),
            _("a name that nothing else has"),
            _("Rename it; that address is taken."),
            line=1,
        )
    title = form.text("title", 60, required=True)
    summary = form.text("summary", 300, required=True)
    order = form.number("order")
    contact = form.flag("contact")
    principles = form.flag("principles")
    draft = form.is_draft()
    former = form.slugs("aliases")
    for alias in former:
        if alias in (slug, *TAKEN):
            form.wrong(
                "aliases", quoted(alias), _("a name that nothing else has"), _("Remove it; that address is taken.")
            )
    form.finish()
    outline = outline_checked(document, converted_body(document), problems)
    if not draft:
        check_written(form, document, problems)
    if len(problems) > before:
        return None
    return Standing(
        slug, document.path, title, summary, document.body, outline, order, contact, principles, former, draft
    )
