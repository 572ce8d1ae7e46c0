"""Bytes to text, and text that was once decoded wrongly.

The encodings of Chinese newsrooms are UTF-8 and GBK, whose names of people need the whole of GB18030, whatever a header
says. Programs that guess among all encodings are wrong on short texts, so nothing else is tried unless it is named.
"""

import codecs
import re

from goodnews.importer.raw import Refused
from goodnews.language import _

_MARKS = (  # the longer one first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BELIEVED = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs"}  # its bytes look like GBK, so only its name tells
_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LOST = re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷|烫烫烫|屯屯屯")
_LATIN = re.compile("[\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]{4,}")
_FOREIGN = re.compile("[^\x00-\x7f]{6,}")
_HAN = re.compile("[\u3400-\u9fff]")
# One in eight characters of any Chinese text, in either script, and what is in almost all news.
_COMMON = re.compile(
    "[的一是不人在有我中大上和地到要就出可也你能而子那得于下自之年了国这来以用工会职市区员业生动民公月日]"
)
_FEW = 40  # Han characters; a shorter text may well do without


def decoded(data: bytes, named: str = "") -> str:
    """The text of some bytes: UTF-8, or as a byte-order mark says, else GB18030.

    named   the encoding that the file gives for itself, '' if none; believed only if it is Big5
    raises  Refused with the way out
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and 0 in data:
        raise Refused(
            _("It is not a text: it holds zero bytes. If it is one, open it in an editor and save it as UTF-8.")
        )
    try:
        return data.decode(encoding or "utf-8-sig")
    except UnicodeDecodeError as error:
        if encoding or _is_nearly_utf8(data):
            line = data.count(b"\n", 0, error.start) + 1
            words = _("Its text is damaged in line {line}. Copy the file again, or fix that line and save it as UTF-8.")
            raise Refused(words.format(line=line)) from None
    for name in filter(None, (_BELIEVED.get(named.lower().strip()), "gb18030")):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise Refused(_("Its text is neither UTF-8 nor GBK. Open it in an editor and save it as UTF-8."))


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for some damage: read as GBK, all of it would be scrambled."""
    high = len(_HIGH.findall(data))
    return 2 * sum(len(_HIGH.findall(found)) for found in _UTF8.findall(data)) > high


def is_scrambled(line: str) -> bool:
    """Whether a line has lost letters, or was decoded wrongly before it came here."""
    if line.isascii():
        return False
    if _LOST.search(line):
        return True
    was_latin = (_meant(run, "cp1252") or _meant(run, "latin-1") for run in _LATIN.findall(line))
    return any(was_latin) or any(_is_utf8_as_gbk(run) for run in _FOREIGN.findall(line))


def _meant(run: str, read_as: str) -> bool:
    """Whether the bytes behind some accented letters are Chinese."""
    try:
        data = run.encode(read_as)
    except UnicodeEncodeError:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            if 3 * len(_HAN.findall(data.decode(encoding))) >= len(data) // 2:
                return True
        except UnicodeDecodeError:
            continue
    return False


def _is_utf8_as_gbk(run: str) -> bool:
    try:
        meant = run.encode("gb18030").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return False
    return meant.count("\ufffd") * 5 <= len(meant) and len(_HAN.findall(meant)) * 2 >= len(meant)


def is_implausible(text: str) -> bool:
    """Whether a text of Han characters lacks those that any Chinese text has: it was in another encoding."""
    han = len(_HAN.findall(text))
    return han >= _FEW and len(_COMMON.findall(text)) * 50 < han
