"""XML from strangers: no entity is replaced, no definition read, no address asked."""

from lxml import etree

from goodnews.importer.raw import Refused
from goodnews.language import _


def parsed(data: bytes) -> etree._Element:
    """The root of a part of a Word file.

    raises  Refused if it is broken, nested too deeply, or declares entities
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if b"<!DOCTYPE" in data[:4096] or (root is not None and root.getroottree().docinfo.doctype):  # Word writes none
        raise Refused(_("It declares entities, which no Word file does. Ask its sender for a clean copy."))
    if root is None:
        raise Refused(_("Its inside is broken. Open it in Word or WPS, and save it again as .docx."))
    return root
