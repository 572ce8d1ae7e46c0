"""From a file to what it says, whatever its format: the one door of the readers.

A file is judged by its name and by its first bytes, which must agree; it is read once, into memory, within bounds.
"""

import os
import re
import stat

from goodnews.importer.grid import stories_in
from goodnews.importer.mail import read_mail
from goodnews.importer.raw import Raw, Refused
from goodnews.importer.table import read_table
from goodnews.importer.text import read_markdown, read_text
from goodnews.importer.webpage import read_webpage
from goodnews.importer.word import read_word
from goodnews.language import _, refusal
from goodnews.problem import choices

FILE_MOST = 48_000_000  # bytes of a Word file or mail with its pictures
TEXT_MOST = 8_000_000  # bytes of a text or table; a newspaper's page has ten thousand
PAGE_MOST = 24_000_000  # bytes of a saved page, which may hold its pictures
_BOUNDS = {".docx": FILE_MOST, ".eml": FILE_MOST, ".html": PAGE_MOST, ".htm": PAGE_MOST}
SUFFIXES = (".txt", ".md", ".docx", ".html", ".htm", ".eml", ".csv")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_MAIL = re.compile(rb"(?:[A-Za-z][\w-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}", re.I)


def read(path: str) -> tuple[Raw, ...]:
    """Read a file; a mail gives itself and each page attached to it, a table gives each of its rows.

    raises  Refused with what to do instead
    """
    return _read(os.path.basename(os.path.normpath(path)), _bytes(path), path, 0)


def _bytes(path: str) -> bytes:
    """The content of a plain file."""
    try:
        state = os.lstat(path)
        if stat.S_ISLNK(state.st_mode):
            raise Refused(_("It is a symbolic link. Import the file that it leads to."))
        if stat.S_ISDIR(state.st_mode):
            raise Refused(_("It is a folder. Import the files in it, one after another or together."))
        if not stat.S_ISREG(state.st_mode):
            raise Refused(_("It is not a plain file. Save the page as a file, and import that."))
        if state.st_size > FILE_MOST:
            raise _too_large(FILE_MOST)
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(FILE_MOST + 1)
    except OSError as error:
        raise Refused(
            _("It cannot be read: {reason}.").format(reason=refusal(OSError(error.errno, error.strerror)))
        ) from None
    except ValueError:
        raise Refused(_("Its name cannot be the name of a file.")) from None


def _too_large(most: int) -> Refused:
    words = _("It is larger than {size} MB. Split it, make its pictures smaller, or copy its text into a .txt file.")
    return Refused(words.format(size=most // 1_000_000))


def _read(name: str, data: bytes, path: str, nested: int) -> tuple[Raw, ...]:
    """Read some bytes by their name.

    path    where they lie, '' if they came in a mail
    nested  how many mails they came in
    """
    suffix = os.path.splitext(name)[1].lower()
    if advice := _advice(suffix):
        raise Refused(advice)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refused(_("It is empty. Save the page again, and look whether the file holds anything."))
    if len(data) > _BOUNDS.get(suffix, TEXT_MOST):
        raise _too_large(_BOUNDS.get(suffix, TEXT_MOST))
    _match(suffix, data)
    try:
        match suffix:
            case ".docx":
                found = stories_in(read_word(name, data))
            case ".html" | ".htm":
                found = stories_in(read_webpage(name, data, path))
            case ".eml":
                found = read_mail(name, data, lambda title, part, depth: _read(title, part, "", depth), nested)
            case ".csv":
                found = read_table(name, data)
            case ".md":
                found = read_markdown(name, data)
            case _:
                found = read_text(name, data)
    except (RecursionError, MemoryError):
        raise Refused(
            _("It is too large or too deeply nested. Copy its text into a .txt file, and import that.")
        ) from None
    if not any(line.text.strip() for raw in found for line in raw.lines) and not any(raw.pictures for raw in found):
        raise Refused(
            _("It holds no text. If it shows one, its text is a picture: type it, or let a program recognise it.")
        )
    return found


def _match(suffix: str, data: bytes) -> None:
    """Refuse a file whose first bytes say that it is something else than its name says."""
    begin = data[:4096]
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        if suffix == ".docx":
            raise Refused(
                _("It has a password, or is an old .doc under a new name. Save it as .docx, without a password.")
            )
        raise Refused(_advice(".doc"))
    inside = _inside(begin, suffix)
    if inside == suffix or (inside == ".html" and suffix == ".htm") or not inside:
        if suffix == ".docx" and not begin.startswith(b"PK"):
            raise Refused(_("Its name says Word, its content does not. Open it in Word or WPS, and save it as .docx."))
        return
    if inside in SUFFIXES:
        words = _("Its name ends in {suffix}, but its content is that of {inside}. Rename it, or save it again.")
        raise Refused(words.format(suffix=suffix, inside=inside))
    raise Refused(
        _("Its name ends in {suffix}, but its content is another.").format(suffix=suffix) + " " + _advice(inside)
    )


def _inside(begin: bytes, suffix: str) -> str:
    """The suffix that the first bytes would have, '' if they may well be of this one."""
    if begin.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ".docx"
    if begin.startswith(b"%PDF"):
        return ".pdf"
    if begin.startswith(b"{\\rtf"):
        return ".rtf"
    if begin.startswith(_PICTURES) or begin[:4] == b"RIFF" or begin[4:8] == b"ftyp":
        return ".jpg"
    if begin.startswith((b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")):
        return ".zip"
    if _MARKUP.match(begin) and suffix in (".txt", ".docx", ".csv", ".eml"):
        return ".html"
    if suffix in (".html", ".htm") and _MAIL.match(begin) and b"multipart/related" in begin.lower():
        return ".mht"
    return ""


def _advice(suffix: str) -> str:
    """What to do with a file that no reader takes, by its name; '' for those that they take."""
    if suffix in SUFFIXES:
        return ""
    word = _("Open it in Word or WPS, save it as .docx, and import that.")
    known = {
        **dict.fromkeys((".doc", ".wps", ".wpt", ".dot", ".odt", ".rtf", ".pages"), word),
        **dict.fromkeys(
            (".docm", ".dotm", ".dotx"),
            _("It may hold macros. Open it in Word or WPS, save it as .docx, and import that."),
        ),
        ".pdf": _("A PDF gives its text out of order. Ask for the Word file, or copy the text into a .txt file."),
        **dict.fromkeys(
            (".xls", ".xlsx", ".et", ".ods", ".numbers"), _("Save the sheet as CSV (UTF-8), and import that.")
        ),
        **dict.fromkeys(
            (".mht", ".mhtml", ".webarchive"), _("Save the page as “web page, complete”, and import the .html file.")
        ),
        **dict.fromkeys((".msg", ".pst", ".mbox"), _("Save the mail as .eml, and import that.")),
        **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar"), _("Unpack it, and import the files in it.")),
        **dict.fromkeys(
            (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".avif"),
            _("It is a picture. Put it into content/images, and import the text that belongs to it."),
        ),
    }
    if suffix in known:
        return known[suffix]
    words = _("Files that can be imported end in {suffixes}. Save its text as one of these.")
    return words.format(suffixes=choices(SUFFIXES))
