"""The parts of a Word file that its text refers to: relations, styles, comments, title."""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from goodnews.importer.package import XML_MOST, Package
from goodnews.importer.raw import LineKind
from goodnews.importer.wordxml import child_of, name_of, space_of, value_of
from goodnews.importer.xml import parsed

_HEADINGS = re.compile(r"(?:heading|标题)\s*([1-9])")
_KINDS: tuple[tuple[str, LineKind], ...] = (
    ("caption", "caption"),
    ("题注", "caption"),
    ("quote", "quote"),
    ("引用", "quote"),
    ("list ", "list"),
    ("列表", "list"),
)


def relations_of(package: Package, part: str) -> Iterator[tuple[str, tuple[str, str, bool]]]:
    """Of a part: number -> kind, path in the package or address, whether it is outside."""
    folder, base = posixpath.split(part)
    data = package.read(posixpath.join(folder, "_rels", f"{base}.rels"), XML_MOST)
    for relation in parsed(data) if data else ():
        target, outside = str(relation.get("Target", "")), relation.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        yield str(relation.get("Id", "")), (kind, target, outside)


def styles_of(package: Package) -> dict[str, tuple[LineKind, int]]:
    """Of each style: what its paragraphs are, also by the style that it is based on."""
    data = package.read("word/styles.xml", XML_MOST)
    own: dict[str, tuple[LineKind, int] | None] = {}
    based: dict[str, str] = {}
    for style in parsed(data) if data else ():
        if name_of(style) != "style":
            continue
        identity = str(style.get(f"{space_of(style)}styleId", ""))
        named = child_of(style, "name")
        own[identity] = _kind_of(value_of(named).lower() if named is not None else "")
        base = child_of(style, "basedOn")
        based[identity] = value_of(base) if base is not None else ""
    found: dict[str, tuple[LineKind, int]] = {}
    for identity in own:
        at, seen = identity, set[str]()
        while at and at not in seen and not own.get(at):
            seen.add(at)
            at = based.get(at, "")
            if len(seen) > 20:
                break
        found[identity] = own.get(at) or ("text", 0)
    return found


def _kind_of(style: str) -> tuple[LineKind, int] | None:
    """What a style's name says: `heading 2`, `Title`, `caption` …; None if nothing."""
    if heading := _HEADINGS.match(style):
        return "heading", min(int(heading[1]), 6)
    if style in ("title", "标题"):
        return "heading", 1
    if style in ("subtitle", "副标题"):
        return "heading", 2
    return next(((kind, 0) for word, kind in _KINDS if word in style), None)


def comments_of(package: Package) -> Iterator[tuple[str, str]]:
    """Number -> who wrote it and the words."""
    data = package.read("word/comments.xml", XML_MOST)
    for comment in parsed(data) if data else ():
        if name_of(comment) == "comment":
            words = "".join(part.text or "" for part in comment.iter() if name_of(part) == "t")
            who = str(comment.get(f"{space_of(comment)}author", ""))
            if words.strip():
                yield str(comment.get(f"{space_of(comment)}id", "")), f"{who}: {words}" if who else words


def title_of(package: Package) -> str:
    data = package.read("docProps/core.xml", XML_MOST)
    title = next((part for part in parsed(data) if name_of(part) == "title"), None) if data else None
    return (title.text or "").strip() if title is not None else ""
