"""Characters: what no text may hold, what nobody sees, and one spelling for what looks the same."""

import re
import unicodedata
from urllib.parse import urlsplit, urlunsplit

# What no XML document may hold, what only damages a terminal or a feed, what stands for a letter that was lost, what
# turns a line around or breaks it unseen, and the mark of the site's root (see markup).
ROOT = "\ue000"
LOST = "\ufffd\ue001-\uf8ff\U000f0000-\U0010ffff"  # what decoders write for a letter, and what one font alone knows
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffd-\uffff"
    "\U000f0000-\U0010ffff]"
)

# What prints nothing and parts nothing: pasted along from web pages, chats and word processors. A flag made of tags
# (after U+1F3F4) and the joiners inside an emoji or an Arabic word stay.
_FILLERS = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_PLAIN = "\x00-\x7f\u2010-\u205f\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
UNSEEN = (  # a pattern, compiled when a text first needs it: that takes 3 ms
    f"(\U0001f3f4[\U000e0020-\U000e007f]+)|[{_FILLERS}]+"
    f"|(?:(?<=[{_PLAIN}])|(?<![\\s\\S]))[\u200c\u200d]+|[\u200c\u200d]+(?=[{_PLAIN}]|\\Z)"
)
_MAYBE_UNSEEN = re.compile(f"[{_FILLERS}\u200c\u200d]")

# Parts of characters that many a PDF gives in the place of the character: ⼈ for 人.
RADICALS = re.compile("[\u2e9f\u2ef3\u2f00-\u2fd5]")

# Compatibility ideographs: composing would put another glyph in the place of the one that a name is written with.
_COMPOSED = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")

HAN = "[\u4e00-\u9fff]"  # a character of Chinese as news has it

# A Han character or a mark of Chinese punctuation; between two of them a line break is no space.
WIDE = "[⺀-⿟　-〿㄀-ㆿ㐀-䶿一-鿿豈-﫿︰-﹏！-｠\U00020000-\U0003ffff“”‘’…—]"
_FOLD = f"(?<={WIDE})[ \n]+(?={WIDE})"
_MARK = "，。、；：！？…—“”‘’《》（）【】「」『』"
SHORT = 24  # characters: a line that a program wrapped has more

# A blank to the eye, and none to YAML.
ODD_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"


# What almost every text is made of alone: nothing in it is forbidden, unseen or in pieces.
ORDINARY = re.compile("[\t\n -~·‐-‧‰-⁞\u3000-\u3029\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fff\uff01-\uff5e]*")


def cleaned(text: str) -> str:
    """A text without what nobody sees, each letter in its composed form (NFC): one person, one page."""
    if _MAYBE_UNSEEN.search(text):
        text = re.sub(UNSEEN, r"\1", text)
    if RADICALS.search(text):
        text = RADICALS.sub(lambda radical: unicodedata.normalize("NFKC", radical[0]), text)
    if not unicodedata.is_normalized("NFC", text):
        text = _COMPOSED.sub(lambda run: unicodedata.normalize("NFC", run[0]), text)
    return text


def in_one_line(text: str) -> str:
    """The lines of a plain text as one, without a blank where a program wrapped them between Chinese characters.

    text  its lines end in a line break, or in the blank that YAML makes of it. One that is short and has no mark at its
          end was ended on purpose, as in a headline on two lines: there a blank stays.
    """
    first, *others = re.split(_FOLD, text)
    found, before = [first], first
    for part in others:
        wrapped = len(before) >= SHORT or before[-1] in _MARK or part[0] in _MARK
        found.append(part if wrapped else f" {part}")
        before = part
    return "".join(found).replace("\n", " ")


_LATIN = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


def half_width(text: str) -> str:
    """A word of code - a day, a number, a slug - as it is meant: `２０２６－０２－０４` is 2026-02-04."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def without_accents(text: str) -> str:
    """`Café reöpens` -> Cafe reopens, as names of files are spelled; other letters stay."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(_LATIN)) if not unicodedata.combining(c))


def in_ascii(address: str) -> str:
    """A web address with its domain in ASCII, as feeds and policies need it: `https://暖闻.中国` -> https://xn--…

    raises  ValueError if it is no address, or its domain none
    """
    parts = urlsplit(address)
    _port = parts.port
    host = parts.hostname or ""
    coded = host.encode("idna").decode()
    if not re.fullmatch(r"[A-Za-z0-9.-]*[A-Za-z0-9]\.?|[0-9a-fA-F:.]+", coded):
        raise ValueError
    return address if address.isascii() else urlunsplit(parts._replace(netloc=parts.netloc.replace(host, coded)))


def is_visible(text: str) -> bool:
    """Whether a reader sees anything of a text."""
    return any(unicodedata.category(character)[0] in "LNPS" and character != "\u2800" for character in text)


def columns(text: str) -> int:
    """How wide a text is where every letter is one column wide and a character of Chinese two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def fits(text: str, most: int) -> bool:
    """Whether a text is at most as wide as `most` characters of Chinese; two Latin letters count as one of these."""
    return len(text) <= most or max(len(text), columns(text)) <= 2 * most
