"""An issue as an e-book: EPUB 3, written entry by entry so that the same issue gives the same bytes."""

import datetime
import io
import zipfile
from html import escape

import lxml.etree
import lxml.html

from goodnews.editions.views import BookView
from goodnews.language import catalogue
from goodnews.pages.views.digest import DigestPage
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


def book(view: BookView, site: Site, html: str, cover: bytes) -> bytes:
    """The whole file.

    html   of the issue, a document
    cover  a PNG; b"" if the site draws none
    """
    entries = {"META-INF/container.xml": _CONTAINER.encode(), "EPUB/package.opf": _package(view, site, bool(cover))}
    entries["EPUB/nav.xhtml"] = _navigation(view.digest, site, bool(cover))
    if cover:
        entries["EPUB/cover.png"] = cover
        entries["EPUB/cover.xhtml"] = _cover(view.digest, site)
    entries["EPUB/issue.xhtml"] = xhtml(html)
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
    say, digest = catalogue(site.language).gettext, view.digest
    summary = say("Text with headings, in reading order; its pictures are told in words.")
    makers = [name for byline in digest.body.editors for name in byline.names] or [site.name]
    creators = "\n".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in makers)
    items, spine = (_COVER_ITEMS, '<itemref idref="cover"/>') if cover else ("", "")
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{escape(site.language)}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{escape(site.url)}/{escape(digest.head.url)}</dc:identifier>
<dc:title>{escape(digest.head.title)}</dc:title>
<dc:language>{escape(site.language)}</dc:language>
<dc:publisher>{escape(site.name)}</dc:publisher>
{creators}
<dc:date>{view.date}</dc:date>
<meta property="dcterms:modified">{_moment(digest.updated)}</meta>
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
<item id="issue" href="issue.xhtml" media-type="application/xhtml+xml"/>
</manifest>
<spine>{spine}<itemref idref="nav"/><itemref idref="issue"/></spine>
</package>
""".encode()


def _navigation(digest: DigestPage, site: Site, cover: bool) -> bytes:
    say = catalogue(site.language).gettext
    contents, language = escape(say("In this issue")), escape(site.language)
    parts = []
    for section in digest.body.sections:
        stories = "\n".join(_line(f"issue.xhtml#i-{item.anchor}", item.title) for item in section.items)
        parts.append(_line(f"issue.xhtml#{section.anchor}", section.title, f"<ol>\n{stories}\n</ol>"))
    marks = [("toc", "nav.xhtml", say("In this issue")), ("bodymatter", "issue.xhtml", digest.headline)]
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


def _line(href: str, words: str, below: str = "") -> str:
    return f'<li><a href="{escape(href)}">{escape(words)}</a>{below}</li>'


def _cover(digest: DigestPage, site: Site) -> bytes:
    language, title = escape(site.language), escape(digest.head.title)
    return f"""{_HEAD}{_XHTML} lang="{language}" xml:lang="{language}">
<head><title>{title}</title></head>
<body epub:type="cover"><p><img src="cover.png" alt="{title}" style="max-width: 100%"/></p></body>
</html>
""".encode()


def _moment(day: datetime.date) -> str:
    return f"{day}T00:00:00Z"
