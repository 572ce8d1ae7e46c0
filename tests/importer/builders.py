"""Builders of what arrives in a newsroom: Word files made part by part, mails, saved pages, pictures."""

import io
import zipfile
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

RAW = Path(__file__).parent.parent / "examples/raw"

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_WHO = 'w:author="戊金" w:date="2026-02-09T10:00:00Z"'
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
_STYLES = """<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="小标题"/><w:basedOn w:val="2"/></w:style>"""


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" {_WHO}>{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" {_WHO}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def commented(text: str, comment: int = 0) -> str:
    """Words with a comment on them, by its number."""
    start, end = (f'<w:commentRange{which} w:id="{comment}"/>' for which in ("Start", "End"))
    return start + run(text) + end + f'<w:r><w:commentReference w:id="{comment}"/></w:r>'


def paragraph(*runs: str, style: str = "", numbered: bool = False) -> str:
    """Runs as XML: `run(…)`, `inserted(…)` …; a style by its id."""
    says = f'<w:pStyle w:val="{style}"/>' if style else ""
    says += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if numbered else ""
    return f"<w:p>{f'<w:pPr>{says}</w:pPr>' if says else ''}{''.join(runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def text_box(*paragraphs: str) -> str:
    """A box as Word writes it: for itself, and once more for programs that do not know it."""
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def drawing(relation: str, alt: str = "", link: bool = False) -> str:
    how = "link" if link else "embed"
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr={quoteattr(alt)}/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:{how}="{relation}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def docx(
    *blocks: str,
    pictures: dict[str, bytes] | None = None,
    links: dict[str, str] | None = None,
    comments: tuple[str, ...] = (),
    header: str = "",
    title: str = "",
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A Word file.

    blocks    paragraphs and tables as XML
    pictures  relation -> bytes of a picture inside
    links     relation -> address of one outside
    comments  their words; the first has the number 0
    parts     further files of the package, or others instead of ours
    """
    relations = [("styles", "styles", "styles.xml", "Internal"), ("comments", "comments", "comments.xml", "Internal")]
    relations += [("header", "header", "header1.xml", "Internal")]
    relations += [(name, "image", f"media/{name}.png", "Internal") for name in pictures or {}]
    relations += [(name, "image", address, "External") for name, address in (links or {}).items()]
    rows = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target={quoteattr(target)} TargetMode="{mode}"/>'
        for name, kind, target, mode in relations
    )
    remarks = "".join(
        f'<w:comment w:id="{number}" {_WHO}>{paragraph(run(words))}</w:comment>'
        for number, words in enumerate(comments)
    )
    files = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _relations(
            f'<Relationship Id="d" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(rows),
        "word/document.xml": _part("document", f"<w:body>{''.join(blocks)}</w:body>"),
        "word/styles.xml": _part("styles", _STYLES),
        "word/comments.xml": _part("comments", remarks),
        "word/header1.xml": _part("hdr", paragraph(run(header))),
        "docProps/core.xml": _core(title),
        **{f"word/media/{name}.png": data for name, data in (pictures or {}).items()},
        **(parts or {}),
    }
    return zipped(files)


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 2, 9, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _part(name: str, inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{inside}</w:{name}>'.encode()


def _relations(inside: str) -> bytes:
    uri = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{uri}">{inside}</Relationships>'.encode()


def _core(title: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>戊金</dc:creator></cp:coreProperties>"
    ).encode()


def picture(width: int = 8, height: int = 6, kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 120)).save(made, kind)
    return made.getvalue()


def mail(subject: str = "稿件", text: str = "", html: str = "", attached: dict[str, bytes] | None = None) -> bytes:
    """A mail as programs of today write it."""
    made = EmailMessage()
    made["Subject"], made["To"] = subject, "desk@chaoxin.example"
    made["From"] = Address("庚土", "gengtu", "dukou.example")
    made["Date"] = "Mon, 09 Feb 2026 08:30:00 +0800"
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, data in (attached or {}).items():
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()
