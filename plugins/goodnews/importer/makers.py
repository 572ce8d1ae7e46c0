"""Who made an item, and which publications it is from, as rows of a draft."""

import re
from collections import Counter
from collections.abc import Iterable

from goodnews.characters import is_visible
from goodnews.importer.imprint import is_office
from goodnews.importer.item import Item, Page, Piece, Signature
from goodnews.importer.literal import printable, yaml
from goodnews.importer.people import Credit, merged
from goodnews.importer.roles import is_reporter
from goodnews.importer.rows import Header, Origin, Row, guessed
from goodnews.language import _

_NO_MAKERS = ("来源", "稿源", "点评人")  # of a text: where it is from, who commented on it


def credits_of(item: Item) -> tuple[Credit, ...]:
    """Who made it; not whom a second byline names, which belongs to another item."""
    second = {signature.line for signature in second_bylines(item)}
    signatures = (s for s in item.signatures if not _media(s) and s.line not in second)
    return merged(credit for signature in signatures for credit in signature.credits)


def second_bylines(item: Item) -> list[Signature]:
    """Reporters that are named at the end of a text which has its reporters at its beginning."""
    by = [s for s in item.signatures if any(is_reporter(credit.role) for credit in s.credits)]
    texts = [p.line for p in item.body if not p.subhead]
    first = Counter(name for credit in by[0].credits for name in credit.names) if by else Counter[str]()
    found = []
    for one in by[1:]:
        names = Counter(name for credit in one.credits for name in credit.names)
        late = texts and by[0].line <= texts[0] < one.line
        if late and not any(credit.function for credit in one.credits) and not names & first:
            found.append(one)
    return found


def byline_rows(header: Header, item: Item, credits: Iterable[Credit]) -> None:
    """One row for each role, with the lines that its names come from."""
    second = {signature.line for signature in second_bylines(item)}
    lines = tuple(dict.fromkeys(s.line for s in item.signatures if s.line not in second))
    roles: dict[str, list[str]] = {}
    doubtful = False
    for credit in credits:
        if credit.role in _NO_MAKERS or is_office(credit.role) or (credit.role == "作者单位" and item.kind == "diary"):
            continue
        doubtful = doubtful or bool(credit.doubts) or not credit.role
        role = printable(credit.role)[:20] or _role_of(credit)
        names = roles.setdefault(role, [])
        names += [printable(name)[:40] for name in credit.names if printable(name)[:40] not in names]
    if not roles:
        return
    header.rows.append(Row("bylines:" + (guessed(_("check the names")) if doubtful else ""), lines))
    for role, names in roles.items():
        header.rows.append(Row(f"- {{{yaml(role)}: [{', '.join(map(yaml, names))}]}}"))


def _role_of(credit: Credit) -> str:
    """The role of a bare name: an organisation sent the text, a person wrote it."""
    return "供稿" if any(len(name) > 4 and "·" not in name for name in credit.names) else "作者"


def source_rows(header: Header, item: Item, page: Page, origin: Origin) -> None:
    """The publications that the item itself names, then the one that the page is from, with the credits as printed."""
    own = [Piece(signature.line, name) for signature in item.signatures for name in _media(signature)]
    own += [Piece(piece.line, name) for piece in item.sources for name in _listed(piece.text)]
    signatures = [s for s in item.signatures if not _media(s)]
    if not signatures and page.profile not in ("weekly", "annual"):  # those have a page of their own for these
        signatures = list(page.credits)
    lines = [piece.line for piece in page.imprint] + [s.line for s in signatures if s not in page.credits]
    printed = printable(" ".join(s.text.strip("（）()[]【】 \u3000") for s in signatures))
    parts = [f"name: {yaml(origin.name)}"]
    if origin.dated:
        parts.append(f"date: {origin.date}")
    if is_visible(printed):
        parts.append(f"credit: {yaml(printed[:200])}")
    if origin.url:
        parts.append(f"url: {yaml(origin.url)}")
    header.rows.append(Row("sources:"))
    named = {origin.name}
    for piece in own:
        name = printable(piece.text)[:80]
        if is_visible(name) and name not in named:
            named.add(name)
            header.rows.append(Row(f"- {{name: {yaml(name)}}}", (piece.line,)))
        else:
            lines.append(piece.line)
    header.rows.append(Row(f"- {{{', '.join(parts)}}}", tuple(lines)))


_MEDIUM = re.compile(
    r".*(?:[日晚早时周工商]?报|网|社|公众号|客户端|电视台|电台|融媒体中心|杂志|周刊|工会|联合会|中心|发布)"
)


def _media(signature: Signature) -> list[str]:
    """Publications that stand where a signature does: `……。（某报）`, `来源：某报`."""
    named = [credit for credit in signature.credits if credit.role in ("", "来源", "稿源")]
    names = [name for credit in named for name in credit.names]
    return names if names and len(named) == len(signature.credits) and all(map(_MEDIUM.fullmatch, names)) else []


def _listed(text: str) -> list[str]:
    words = re.split(r"[:：]", text, maxsplit=1)[-1]
    found = (word.strip("（）()[]【】《》。") for word in re.split(r"[、，,;；\s|｜丨/]+", words))
    words = [word for word in found if word]
    return words if len(words) == 1 else [word for word in words if _MEDIUM.fullmatch(word)]
