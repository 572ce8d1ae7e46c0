"""The tree of a saved page, whatever its markup is like; one that no parser can bear is refused."""

import re

from lxml import etree

from goodnews.importer.raw import Refused
from goodnews.language import _

_TAG_MOST = 1_500  # characters of a tag without its values: the parser compares each attribute with all before it
_TAG = re.compile(r"<(?:([a-z][a-z0-9:-]*)|!--)")
_SIGN = re.compile(r"=\s*(?:[\"']|[^\s\"'>]+)|>")


def tree_of(text: str) -> etree._Element:
    """The tree of a page, whatever its encoding says of itself: the text is decoded already."""
    deep = Refused(_("Its parts are nested too deeply. Copy its text into a .txt file, and import that."))
    if _longest_tag(text) > _TAG_MOST:
        raise deep
    parser = etree.HTMLParser(remove_pis=True, remove_comments=True, no_network=True, encoding="utf-8")
    clean = re.sub("[\x00\ud800-\udfff]", "", text)
    try:
        root = etree.fromstring(clean.encode(), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" or "xcessive depth" in error.message for error in parser.error_log):
        raise deep
    if root is None:
        raise textless()
    return root


def textless() -> Refused:
    return Refused(
        _("It shows no text. Save the page as “complete” once it has loaded, or copy its text into a .txt file.")
    )


def _longest_tag(text: str) -> int:
    """Characters of the longest tag without its values; what stands in scripts and comments is no tag."""
    lower = text.lower()
    longest = at = 0
    while found := _TAG.search(lower, at):
        name = found[1]
        if name is None:
            at = lower.find("-->", found.end())
            if at < 0:
                break
            continue
        begin, values, at = found.start(), 0, found.end()
        while (sign := _SIGN.search(lower, at)) and sign[0] != ">":
            at = sign.end()
            if sign[0][-1] in "\"'":
                end = lower.find(sign[0][-1], at)
                at = end + 1 if end >= 0 else len(lower)
            values += at - sign.start()
        at = sign.end() if sign else len(lower)
        longest = max(longest, at - begin - values)
        if name in ("script", "style"):
            end = lower.find("</" + name, at)
            at = end if end >= 0 else len(lower)
    return longest
