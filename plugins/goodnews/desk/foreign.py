"""Pictures of other hosts in what editors wrote: each is brought into content/images, and the text names it there.

A picture is written before the text that names it, each as a whole: whenever this is stopped, every text names what
there is, and the next run goes on. Equal bytes are kept once.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from goodnews.desk import mending
from goodnews.desk.download import NotFetched
from goodnews.desk.mending import Mended
from goodnews.files import hash_of, sources_in, write_whole
from goodnews.language import _
from goodnews.newsroom.validate import FOLDERS
from goodnews.pictures.photo import FORMATS, Unfit, examined
from goodnews.text.constructs import DEFINITION
from goodnews.text.document import body_at

Fetch = Callable[[str], bytes]  # raises NotFetched

_IN_FIELD = re.compile(r"""(?<![\w-])file:[ \t]*(["']?)(?P<url>https?://[^\s"',{}\[\]]+)""")
_IN_BODY = re.compile(r"!\[[^\]\n]*\]\(\s*<?(?P<url>https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)")
_REFERRED = re.compile(
    r"(?P<picture>!?)\[(?P<words>[^\]\n]*)\](?!\(|:)(?:\[(?P<name>[^\]\n]*)\])?"
)  # `![words][name]`, `![name]`
_FENCE = re.compile(r"[ \t]*(```|~~~)")


class Place(NamedTuple):
    """Where a text names a picture of another host."""

    path: str  # of the text, below content/
    line: int
    start: int  # of the address
    end: int
    url: str


class Told(NamedTuple):
    """What became of one."""

    place: Place
    file: str  # that it is now, images/…; '' if it was not brought
    said: str  # its size, or why not


def places_in(content: str) -> Iterator[tuple[str, bytes, list[Place]]]:
    """Every text that names such pictures, with its bytes."""
    for source in sources_in(content):
        if source.path.startswith(FOLDERS) and source.path.endswith(".md"):
            with open(os.path.join(content, source.path), "rb") as file:
                data = file.read()
            try:
                found = list(places_of(source.path, data.decode()))
            except UnicodeDecodeError:  # a check tells it
                continue
            if found:
                yield source.path, data, found


def places_of(path: str, text: str) -> Iterator[Place]:
    """The pictures of other hosts that one text names, in its order; none in code.

    Of lines such as `[name]: https://…` those that pictures alone refer to: where a link leads is no picture's file.
    """
    lines = list(_outside_code(text))
    pictures, links = set[str](), set[str]()
    for line in lines:
        for found in line.found(_REFERRED) if line.inside else ():
            (pictures if found["picture"] else links).add(_label(found["name"] or found["words"]))
    for line in lines:
        words = line.text.lstrip(" >")
        named = DEFINITION.match(words) if line.inside else None
        if named and named[2].startswith(("https://", "http://")) and _label(named[1]) in pictures - links:
            start = line.at + len(line.text) - len(words) + named.start(2)
            yield Place(path, line.number, start, start + len(named[2]), named[2])
        for found in line.found(_IN_BODY if line.inside else _IN_FIELD):
            yield Place(path, line.number, line.at + found.start("url"), line.at + found.end("url"), found["url"])


def _label(written: str) -> str:
    return " ".join(written.split()).lower()


class _Line(NamedTuple):
    """A line of a text that is no code."""

    number: int
    at: int  # where it begins
    text: str
    inside: bool  # the body

    def found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for match in pattern.finditer(self.text):
            if not self.inside or self.text.count("`", 0, match.start()) % 2 == 0:
                yield match


def _outside_code(text: str) -> Iterator[_Line]:
    body, at, fence = body_at(text), 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        inside = at >= body
        mark = _FENCE.match(line) if inside else None
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        elif not fence:
            yield _Line(number, at, line, inside)
        at += len(line) + 1


def bring(content: str, fetch: Fetch) -> Iterator[Told]:
    """Bring every picture of another host, text by text.

    raises  OSError if something cannot be written: what was written before stays, and is whole
    """
    album = _Album(content)
    brought: dict[str, tuple[str, str]] = {}
    for path, data, places in places_in(content):
        text, shift, told = data.decode(), 0, []
        for place in places:
            if place.url not in brought:
                brought[place.url] = album.taken(place, fetch)
            file, said = brought[place.url]
            told.append(Told(place, file, said))
            if file:
                text = text[: place.start + shift] + file + text[place.end + shift :]
                shift += len(file) - (place.end - place.start)
        after = text.encode()
        if after != data and not mending.write(content, Mended(path, data, after)):
            changed = _("{path} has changed meanwhile and was left as it is").format(path=path)
            told = [one._replace(file="", said=changed) for one in told]
        yield from told


class _Album:
    """The pictures of the newsroom, found again by their bytes."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._by_size: dict[int, list[str]] = defaultdict(list)
        for source in sources_in(content):
            if source.path.startswith("images/"):
                self._by_size[os.path.getsize(os.path.join(content, source.path))].append(source.path)

    def taken(self, place: Place, fetch: Fetch) -> tuple[str, str]:
        """The file of a picture, and its size; '' and why not."""
        try:
            data = fetch(place.url)
        except NotFetched as error:
            return "", str(error)
        photo = examined(data, hash_of(data))  # its bytes decide what it is, whatever the server says
        if isinstance(photo, Unfit):
            found = _("found {found}, expected {expected}").format(found=photo.found, expected=photo.expected)
            return "", found
        suffix = FORMATS[photo.format][0]
        file = self._same(data, FORMATS[photo.format]) or self._new(place.path, suffix)
        whole = os.path.join(self._content, file)
        if not os.path.exists(whole):
            os.makedirs(os.path.dirname(whole), exist_ok=True)
            write_whole(whole, data)
            self._by_size[len(data)].append(file)
        size = _("{width} × {height} pixels, {size} KB")
        return file, size.format(width=photo.width, height=photo.height, size=-(-len(data) // 1000))

    def _same(self, data: bytes, suffixes: tuple[str, ...]) -> str:
        """A picture with the same bytes; '' if there is none."""
        for file in self._by_size[len(data)]:
            if file.lower().endswith(suffixes):
                with open(os.path.join(self._content, file), "rb") as known:
                    if known.read() == data:
                        return file
        return ""

    def _new(self, path: str, suffix: str) -> str:
        """A free name, after the text: images/2026/hotline-1.jpg."""
        stem = re.sub(r"[^a-z0-9]+", "-", os.path.splitext(os.path.basename(path))[0].lower()).strip("-") or "picture"
        year = re.search(r"(?<![0-9])[12][0-9]{3}(?![0-9])", path)
        folder = f"images/{year[0]}" if year else "images"
        number = 1
        while os.path.lexists(os.path.join(self._content, f"{folder}/{stem}-{number}{suffix}")):
            number += 1
        return f"{folder}/{stem}-{number}{suffix}"
