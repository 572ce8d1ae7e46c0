"""Who wrote, shot or edited, and where the facts come from."""

import datetime
import re
from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from goodnews.characters import HAN, in_ascii
from goodnews.files import is_portable
from goodnews.language import _
from goodnews.problem import quoted
from goodnews.text.form import Form

AND_OTHERS = "and others"
_HASHED = re.compile(r"-[0-9a-f]{8}\Z")  # the end of the folder of a name that is not plain
_WIDE_COLON = re.compile(r"([^\W\d]\w{0,19})\s*(?:：\s*|:)([^\s：:,，][^：:,，]*)")  # `编辑：甲`
_APART = rf"\A({HAN}) ({HAN})\Z"
_SEVERAL = rf"{HAN}{{2,3}}(?: {HAN}{{2,3}})+"
_LETTERS = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_PLAIN_NAME = re.compile(r"[^\W_](?:[^\W_]|[·-])*")


class Byline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """People in one role, in print order. The names are what is printed, always."""

    role: str  # 记者, 通讯员, 编写 …: any word
    names: tuple[str, ...]


class Origin(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One source of facts."""

    name: str
    date: datetime.date | None = None
    credit: str = ""  # the source's own bylines, as it printed them
    url: str = ""  # http(s) only


class Sources(msgspec.Struct, frozen=True, array_like=True, gc=False):
    origins: tuple[Origin, ...] = ()
    others: bool = False  # the list is not complete: 等


def bylines_of(form: Form, name: str) -> tuple[Byline, ...]:
    """A list of `{role: name}` or `{role: [name, name]}`; one mapping may hold several roles."""
    found = []
    expected = _("a role and a name, such as {记者: 甲}")
    for line, entry in form.entries(name):
        if isinstance(entry, str):
            slip = _WIDE_COLON.fullmatch(entry)
            fix = _("Say what the person did for the text.")
            if slip:
                fix = _("Write '{path}'.").format(path=": ".join(slip.groups()))
            form.wrong(name, quoted(entry), expected, fix, line)
            continue
        if entry.empty:
            form.wrong(name, "{}", expected, _("Write both, or remove it."))
        for role in entry.roles():
            names = entry.names(role, most=40, required=True)
            if not role:
                entry.wrong(role, _("no role"), _("a role such as 记者"), _("Name it."))
            elif len(role) > 20:
                entry.wrong(role, quoted(role), _("a role of at most 20 characters"), _("Shorten it."))
            elif names:
                found.append(Byline(role, _persons(entry, role, names)))
    return tuple(found)


def _persons(form: Form, role: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names of one role, each spelled one way and once: `王 芳` is set apart for the eye, `王芳 李强` are two."""
    found: list[str] = []
    for written in names:
        name = written.translate(_LETTERS)
        if " " in name:
            name = re.sub(_APART, r"\1\2", name)
        if " " in name and re.fullmatch(_SEVERAL, name) and not form.is_quoted(role):
            fix = _("Write [{names}], or put it in quotes if it is one name.").format(names=", ".join(name.split(" ")))
            form.wrong(role, quoted(name), _("one name, or a list of names"), fix)
        elif name in found:
            form.wrong(role, quoted(name), _("each name once"), _("Remove one of the two."))
        else:
            found.append(name)
    return tuple(found)


def bylines_together(bylines: Iterable[Byline]) -> tuple[Byline, ...]:
    """Each role once, with all its names, each once, in the order of first use."""
    names: dict[str, dict[str, None]] = {}
    for byline in bylines:
        names.setdefault(byline.role, {}).update(dict.fromkeys(byline.names))
    return tuple(Byline(role, tuple(found)) for role, found in names.items())


def sources_of(form: Form, name: str, required: bool = False) -> Sources:
    """A list of names or mappings; the words `and others` may come last."""
    origins: list[Origin] = []
    others = False
    entries = form.entries(name, required, names=True)
    for place, (line, entry) in enumerate(entries):
        if isinstance(entry, str):
            if entry in ("等", "其他", "等等"):
                fix = _("Write `and others`, which is printed as 等.")
                form.wrong(name, quoted(entry), _("a source, or `and others`"), fix, line)
            elif entry == AND_OTHERS:
                others = True
                if place != len(entries) - 1 or not origins:
                    form.wrong(
                        name, AND_OTHERS, _("it last, after a source"), _("Move it to the end of the list."), line
                    )
            elif entry.startswith(("https://", "http://")):
                fix = _("Write {{name: …, url: {url}}}.").format(url=entry)
                form.wrong(name, quoted(entry), _("the name of a source"), fix, line)
            elif len(entry) > 80:
                form.wrong(name, quoted(entry), _("at most 80 characters"), _("Shorten it."), line)
            else:
                origins.append(Origin(entry))
            continue
        origin = Origin(
            entry.text("name", most=80, required=True),
            entry.day("date"),
            entry.text("credit", most=200),
            web(entry, "url"),
        )
        entry.finish()
        if origin.name:
            origins.append(origin)
    return Sources(tuple(origins), others)


def web(form: Form, name: str) -> str:
    """A web address: http or https, so that no link can run a script."""
    url = form.text(name, most=500)
    if not url:
        return ""
    try:
        if not url.startswith(("https://", "http://")) or any(c in url for c in " \"'<>\\`{}|^"):
            raise ValueError
        return in_ascii(url)
    except ValueError:
        form.wrong(name, quoted(url), _("an address that begins with https://"), _("Copy it from the browser."))
        return ""


def name_address(name: str) -> str:
    """Path of the list of what one person wrote or shot; links quote it."""
    return f"byline/{name_folder(name)}/index.html"


def name_folder(name: str) -> str:
    """The folder of a name in a byline, valid on any system; no two names share one."""
    if _PLAIN_NAME.fullmatch(name) and name == name.casefold() and is_portable(name) and not _HASHED.search(name):
        return name
    clean = re.sub(r"[^\w·]+", "-", name.lower()).strip("-")
    return f"{clean}-{blake2b(name.encode(), digest_size=4).hexdigest()}"
