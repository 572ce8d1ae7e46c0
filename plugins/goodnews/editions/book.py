"""An issue, or all of a month or year, as an e-book: EPUB 3, entry by entry, so that the same gives the same bytes."""

import datetime
import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape

import lxml.etree
import lxml.html

from goodnews.editions.views import BookView, Chapter
from goodnews.language import catalogue
from goodnews.pages.views.parts import Site

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_COVER_ITEMS = """<item id="cover-image" href="cover.png" media-type="image/png" properties="cover-image"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>"""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'


def book(view: BookView, site: Site, chapters: Sequence[str], cover: bytes) -> bytes:
    """The whole file.

    chapters  the HTML of each, a document
    cover     a PNG; b"" if the site draws none
    """
    entries = {"META-INF/container.xml": _CONTAINER.encode(), "EPUB/package.opf": _package(view, site, bool(cover))}
    entries["EPUB/nav.xhtml"] = _navigation(view, site, bool(cover))
    if cover:
        entries["EPUB/cover.png"] = cover
        entries["EPUB/cover.xhtml"] = _cover(view, site)
    for chapter, html in zip(view.chapters, chapters, strict=True):
        entries[f"EPUB/{chapter.name}.xhtml"] = xhtml(html)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:  # stored: how well a text is packed depends on the machine's zlib
        for name, content in {"mimetype": b"application/epub+zip", **entries}.items():
            entry = zipfile.ZipInfo(name)  # of 1980, the first day that a zip knows
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content)
    return data.getvalue()


def xhtml(html: str) -> bytes:
    """A document as well-formed XML, whatever its HTML was."""
    tree = lxml.html.document_fromstring(html)
    language = tree.get("lang")
    for picture in tree.xpath("//img"):  # a book may show no picture that lies elsewhere
        picture.tag, picture.text = "span", picture.get("alt")
        picture.attrib.clear()
    tree.set("xmlns", "http://www.w3.org/1999/xhtml")  # not by lxml's own way, whose prefixes many readers do not know
    tree.set("{http://www.w3.org/XML/1998/namespace}lang", language or "")
    return _HEAD.encode() + lxml.etree.tostring(tree, encoding="utf-8", xml_declaration=False, method="xml") + b"\n"


def _package(view: BookView, site: Site, cover: bool) -> bytes:
    say = catalogue(site.language).gettext
    summary = say("Text with headings, in reading order; its pictures are told in words.")
    creators = "\n".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in view.makers or (site.name,))
    names = [chapter.name for chapter in view.chapters]
    parts = "\n".join(f'<item id="{_id(n)}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names)
    order = "".join(f'<itemref idref="{_id(name)}"/>' for name in names)
    items, spine = (_COVER_ITEMS, '<itemref idref="cover"/>') if cover else ("", "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(site.language)}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{escape(view.id)}</dc:identifier>
<dc:title>{escape(view.title)}</dc:title>
<dc:language>{escape(site.language)}</dc:language>
<dc:publisher>{escape(site.name)}</dc:publisher>
{creators}
<dc:date>{view.date}</dc:date>
<meta property="dcterms:modified">{_moment(view.updated)}</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">{escape(summary)}</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{items}
{parts}
</manifest>
<spine>{spine}<itemref idref="nav"/>{order}</spine>
</package>
""".encode()


def _id(name: str) -> str:
    """A name of XML: a week begins with a digit."""
    return f"c-{name}" if name[0].isdigit() else name


def _navigation(view: BookView, site: Site, cover: bool) -> bytes:
    say = catalogue(site.language).gettext
    contents, language = escape(say("In this issue")), escape(site.language)
    parts = list(_contents(view.chapters[0])) if len(view.chapters) == 1 else []
    for chapter in view.chapters if not parts else ():
        below = "\n".join(_contents(chapter))
        parts.append(_line(f"{chapter.name}.xhtml", chapter.title, f"<ol>\n{below}\n</ol>"))
    first = view.chapters[0]
    words = first.title if len(view.chapters) == 1 else view.title
    marks = [("toc", "nav.xhtml", say("In this issue")), ("bodymatter", f"{first.name}.xhtml", words)]
    if cover:
        marks.insert(0, ("cover", "cover.xhtml", say("Cover")))
    landmarks = "\n".join(
        f'<li><a epub:type="{kind}" href="{href}">{escape(words)}</a></li>' for kind, href, words in marks
    )
    joined = "\n".join(parts)
    return f"""{_HEAD}{_XHTML} lang="{language}" xml:lang="{language}">
<head><title>{contents}</title></head>
<body>
<nav epub:type="toc" role="doc-toc"><h1>{contents}</h1>
<ol>
{joined}
</ol></nav>
<nav epub:type="landmarks" hidden="hidden"><ol>
{landmarks}
</ol></nav>
</body>
</html>
""".encode()


def _contents(chapter: Chapter) -> Iterator[str]:
    """Its lines in the table of contents."""
    file = f"{chapter.name}.xhtml"
    for section in chapter.digest.body.sections if chapter.digest else ():
        stories = "\n".join(_line(f"{file}#i-{item.anchor}", item.title) for item in section.items)
        yield _line(f"{file}#{section.anchor}", section.title, f"<ol>\n{stories}\n</ol>")
    for entry in chapter.annual.body.entries if chapter.annual else ():
        yield _line(f"{file}#i-{entry.anchor}", entry.title)


def _line(href: str, words: str, below: str = "") -> str:
    return f'<li><a href="{escape(href)}">{escape(words)}</a>{below}</li>'


def _cover(view: BookView, site: Site) -> bytes:
    language, title = escape(site.language), escape(view.title)
    return f"""{_HEAD}{_XHTML} lang="{language}" xml:lang="{language}">
<head><title>{title}</title></head>
<body epub:type="cover"><p><img src="cover.png" alt="{title}" style="max-width: 100%; max-height: 100vh"/></p></body>
</html>
""".encode()


def _moment(day: datetime.date) -> str:
    return f"{day}T00:00:00Z"
