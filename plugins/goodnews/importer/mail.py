"""A mail saved as a file (.eml): its text, and what is attached. Nothing is opened that is not a page or a picture.

Who sent it, and how to reach them, is told to the editor by no line of a draft: such lines are marked as a footer.
"""

import contextlib
import email
import email.errors
import email.header
import email.utils
import re
from collections.abc import Callable, Iterator, Sequence
from email.message import Message

import msgspec

from goodnews.importer.days import day_in
from goodnews.importer.furniture import rule_for
from goodnews.importer.images import PICTURE_MOST, put_picture
from goodnews.importer.matching import ended
from goodnews.importer.raw import Line, Raw, Refused
from goodnews.importer.scrambled import decoded
from goodnews.importer.submission import submitted
from goodnews.importer.transcript import Transcript, printable, warn_of_encoding
from goodnews.importer.webpage import webpage_from
from goodnews.language import _

PARTS_MOST = 200
NESTED_MOST = 3  # mails within mails
_HEAD_MOST = 300_000  # bytes of all fields of a mail
_COLONS_MOST = 300_000  # in a mail: as many fields could its parts have
_HEADER_MOST = 8_000  # bytes of one field; the standard library takes apart longer ones in quadratic time
_FIELD = re.compile(
    rb"^(?:content-[a-z-]{1,40}|subject|from|to|cc|date):[^\n]*(?:\n[ \t][^\n]*)*", re.MULTILINE | re.IGNORECASE
)
_LINE_MOST = 200  # characters of a line that says how to reach somebody
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".heic")
_CONTACT = re.compile(
    r"\W{0,4}(?:联\s*系\s*(?:人|电话|方式|地址)|电\s*话|手\s*机(?:号码?)?|传\s*真|邮\s*箱|电子邮[件箱]|微\s*信(?:号)?|QQ|邮\s*编|通[讯信]地址|身份证|银行卡|(?:单位)?开户(?:行|银行)|户\\s*名|账\\s*号"
    r"|发件人|收件人|抄送|发送时间|发送日期|主题|Tel|Phone|Mobile|Fax|E-?mail|From|To|Cc|Sent|Subject|Date)\s*(?:[(（][^)）]{0,10}[)）])?\s*[:：]",
    re.IGNORECASE,
)
_ONLY_CONTACT = re.compile(r"\W*(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\+?86[- ]?)?1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})\W*")
_SIGNATURE = re.compile(r"--\s?|_{8,}")
# Where the mail begins that this one passes on; what it says is set off by a mark on each line.
_PASSED_ON = re.compile(
    r"[\W_]*(?:(?:以下(?:是|为))?(?:原始|转发的?|被转发的?)邮件(?:信息|内容)?(?:开始)?|Original Message"
    r"|(?:Begin )?forwarded message)[\W_]*",
    re.IGNORECASE,
)
# Where the answer to an earlier mail ends and that mail begins: it is not for the newsroom's readers.
_ANSWERED = re.compile(r"(?:在|于)?.{4,80}(?:写道|wrote)\s*[:：]", re.IGNORECASE)
_SENT = re.compile(r"\W{0,4}(?:发送(?:时间|日期)|日期|Sent|Date)\s*[:：]", re.IGNORECASE)
_SET_OFF = re.compile(r"(?:>[ \xa0]?)+")

_FAREWELL = re.compile(r"此\s*致(?:\s*敬\s*礼)?[!！。]?|(?:顺祝|顺颂|敬祝|敬颂|祝)\S{1,8}[!！。]?|敬\s*礼[!！。]?")
_NOTE_MOST = 120  # characters of a note above a message that is passed on
_BRACKETS = ("（", "(", "【")  # what begins so belongs to the text
_FORWARDED = re.compile(r"^(?:\s*(?:投稿|来稿|供稿|稿件|新闻稿|转发|回复|答复|fwd?|re)\s*[:：])+", re.IGNORECASE)
_SIGNED_MOST = 40  # characters of a line below a farewell that names who sends it

ReadPart = Callable[[str, bytes, int], tuple[Raw, ...]]


def read_mail(name: str, data: bytes, read_part: ReadPart, nested: int = 0) -> tuple[Raw, ...]:
    """The mail itself if it says anything, then each page attached to it.

    read_part  reads an attachment: its name, its bytes, how many mails it lies in
    nested     how many mails this one lies in
    raises     Refused
    """
    message = _parsed(data)
    found = Transcript(name)
    found.said["title"] = _words(message.get("Subject", ""))
    found.said["subject"] = _FORWARDED.sub("", found.said["title"]).strip()
    found.said["date"] = _day(message.get("Date", ""))
    parts = list(_parts(message))
    form = submitted(name, _above_signature(parts))
    if form is None:
        _write_text(found, parts)
    pages: list[Raw] = []
    for part in parts:
        title = _filename(part)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            title = title or "forwarded"
            content = (
                inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
            )
            title = title if title.lower().endswith(".eml") else f"{title}.eml"
        elif part.get_content_maintype() == "image" or title.lower().endswith(_PICTURES):
            put_picture(found, title or "picture", _content(part)[:PICTURE_MOST])
            continue
        elif not title:
            continue
        else:
            content = _content(part)
        try:
            if nested >= NESTED_MOST:
                raise Refused(_("It is a mail within a mail within a mail: save it as a file of its own."))
            attached = read_part(f"{printable(name)}: {title}", content, nested + 1)
            pages += [_dated(page, found.said["date"]) for page in attached]
        except Refused as refused:
            found.tell(_("an attachment that was not read"), f"{title}: {refused}", line=0)
    own = found.raw()
    if form:
        beside = {"pictures": own.pictures, "hidden": (*form.hidden, *own.hidden)}
        own = _dated(msgspec.structs.replace(form, **beside), found.said["date"])
    if not (form or found.says_anything or own.pictures or pages):
        untold = "; ".join(one.text for one in own.hidden)
        raise Refused(_("The mail holds no text.") + (f" {untold}" if untold else ""))
    return (own, *pages) if form or found.says_anything or own.pictures or own.hidden else tuple(pages)


def _dated(page: Raw, date: str) -> Raw:
    """An attached page with the day on which it was sent, which counts if the page itself names none."""
    return msgspec.structs.replace(page, said={"sent": date, **page.said}) if date else page


def _parsed(data: bytes) -> Message:
    long = any(len(field[0]) > _HEADER_MOST for field in _FIELD.finditer(data))
    head = re.search(rb"\r?\n\r?\n", data)
    long = long or (head.start() if head else len(data)) > _HEAD_MOST or data.count(b":") > _COLONS_MOST
    if long or data.lower().count(b"boundary=") > PARTS_MOST:
        raise Refused(_("Its parts are nested too deeply. Save its text and its attachments as files of their own."))
    try:
        message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        for part in message.walk():
            for key, value in list(part.raw_items()):
                if _is_raw(str(value)):  # bytes that no encoded word names: the library would lose them
                    part.replace_header(key, _plain(str(value)))
    except (ValueError, LookupError, RecursionError, TypeError, AttributeError):
        raise Refused(
            _("It is no mail that can be read. Save its text and its attachments as files of their own.")
        ) from None
    return message


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts that hold something, forwarded mails whole; of two versions of one text the one that says more."""
    if message.get_content_type() == "message/rfc822" and depth:
        yield message
        return
    children = message.get_payload() if message.is_multipart() else None
    if not isinstance(children, list):
        yield message
        return
    if message.get_content_type() == "message/rfc822":
        children = children[:1]
    count = 0
    for child in children:
        for part in _parts(child, depth + 1) if isinstance(child, Message) and depth < PARTS_MOST else ():
            count += 1
            if count > PARTS_MOST:
                raise Refused(
                    _("It has more than {count} parts. Save its attachments as files.").format(count=PARTS_MOST)
                )
            yield part


def _write_text(found: Transcript, parts: list[Message]) -> None:
    """Write the mail's own text: plain text, or the page in its place."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_attached(part)]
    plain = "\n".join(_text(part) for part in texts if part.get_content_type() == "text/plain")
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    shown = [page for part in pages if (page := _page(_text(part)))]
    html_letters = sum(len(line.text) for page in shown for line in page.lines)
    contact = False
    if len("".join(plain.split())) * 3 >= html_letters:
        lines = re.split("\r\n|\n|\r", plain.rstrip())
        shown = [Raw("", tuple(Line(number, line) for number, line in enumerate(lines, start=1)))]
    for page in shown:
        signed = _signed([one.text for one in page.lines])
        passed_on = answered = False
        covering = _covering([one.text for one in page.lines])
        for at, one in enumerate(page.lines):
            passed_on = passed_on or _PASSED_ON.fullmatch(one.text.strip()) is not None
            text = _SET_OFF.sub("", one.text, count=1) if passed_on and one.text.startswith(">") else one.text
            if passed_on and _SENT.match(text) and (sent := day_in(text)):
                found.said["date"] = str(sent.date)
            contact = contact or _SIGNATURE.fullmatch(text.strip()) is not None or at == signed
            answered = answered or _ANSWERED.fullmatch(text.strip()) is not None
            contact = contact and _PASSED_ON.fullmatch(text.strip()) is None
            footer = (
                contact
                or answered
                or at < covering
                or (one.text.startswith(">") and not passed_on)
                or text.startswith(">")  # a mail before that
                or _is_contact(text)
                or _PASSED_ON.fullmatch(text.strip()) is not None
            )
            found.write(text, "footer" if footer else one.kind, one.level)
        for hidden in page.hidden:
            found.tell(hidden.what, hidden.text, line=0)
    warn_of_encoding(found, plain)


def _above_signature(parts: list[Message]) -> str:
    """The mail's plain text without its signature."""
    plain = (_text(part) for part in parts if part.get_content_type() == "text/plain" and not _is_attached(part))
    lines = "\n".join(plain).splitlines()
    end = next((at for at, line in enumerate(lines) if _SIGNATURE.fullmatch(line.strip())), len(lines))
    return "\n".join(lines[:end])


def _page(text: str) -> Raw | None:
    """A mail's text in HTML; None if it shows nothing, such as a picture that counts its readers."""
    try:
        return webpage_from("", text)
    except Refused:
        return None


def _covering(lines: Sequence[str]) -> int:
    """How many lines a note above a message that is passed on has; 0 if what stands there is a text."""
    at = next((at for at, line in enumerate(lines) if _PASSED_ON.fullmatch(line.strip())), 0)
    return at if sum(map(len, lines[:at])) <= _NOTE_MOST else 0


def _signed(lines: Sequence[str]) -> int:
    """Where a mail's signature begins, below its farewell; -1 if what follows is a text."""
    farewell = next((at for at in reversed(range(len(lines))) if _FAREWELL.fullmatch(lines[at].strip())), -1)
    below = lines[farewell + 1 :]
    is_short = all(len(line) <= _SIGNED_MOST and "。" not in line for line in below)
    if farewell >= 0 and is_short and len(below) <= 12:
        return farewell + 1
    at = len(lines)
    while (
        at
        and len(lines[at - 1]) <= _SIGNED_MOST
        and ("。" not in lines[at - 1] or rule_for(lines[at - 1]))
        and lines[at - 1].strip()[:1] not in _BRACKETS
    ):
        at -= 1
    above = next((line for line in reversed(lines[:at]) if line.strip()), "")
    return at if at and ended(above) and any(map(_is_contact, lines[at:])) else -1


def _is_contact(line: str) -> bool:
    is_short = len(line) <= _LINE_MOST
    return is_short and (_CONTACT.match(line) is not None or _ONLY_CONTACT.fullmatch(line) is not None)


def _is_attached(part: Message) -> bool:
    return _filename(part) != "" or str(part.get("Content-Disposition", "")).lower().startswith("attachment")


def _filename(part: Message) -> str:
    try:
        name = part.get_filename("") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return printable(_words(name)).replace("\\", "/").rpartition("/")[2]


def _content(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return b""
    return data if isinstance(data, bytes) else b""


def _text(part: Message) -> str:
    """The text of a part; its encoding may be called gb2312 and hold any name of GB18030.

    raises  Refused
    """
    data, named = _content(part), _parameter(part, "charset")
    if named in ("hz-gb-2312", "iso-2022-cn", "utf-7", "utf-16"):  # ASCII on the outside
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            return data.decode("hz" if named == "hz-gb-2312" else named)
    text = decoded(data, named)
    if _parameter(part, "format") != "flowed":
        return text
    blank = "" if _parameter(part, "delsp") == "yes" else " "
    return re.sub(r"(?<!^--) \r?\n(?=[^\r\n])", blank, text, flags=re.MULTILINE)  # RFC 3676: such a line goes on


def _parameter(part: Message, name: str) -> str:
    try:
        return str(part.get_param(name, "") or "").lower()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _words(header: object) -> str:
    """A header's words; encoded words may split a character, and carry the wrong name of their encoding."""
    text = str(header)
    try:
        pieces = email.header.decode_header(text)
    except (email.errors.HeaderParseError, ValueError, LookupError):
        return printable(text)
    words = ""
    for piece, named in pieces:
        try:
            words += piece if isinstance(piece, str) else decoded(piece, named or "")
        except Refused:
            words += str(piece, "ascii", "replace") if isinstance(piece, bytes) else piece
    return printable(words)


def _plain(raw: str) -> str:
    data = raw.encode("ascii", "surrogateescape")
    try:
        return decoded(data)
    except Refused:
        return data.decode("ascii", "replace")


def _is_raw(text: str) -> bool:
    """Whether a text is bytes that were never decoded."""
    return bool(re.search("[\udc80-\udcff]", text)) and not re.search("[^\x00-\x7f\udc80-\udcff]", text)


def _day(header: object) -> str:
    try:
        return email.utils.parsedate_to_datetime(str(header)).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
