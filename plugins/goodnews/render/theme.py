"""The theme: Jinja templates, the few words they may use, and what each kind of page is made from.

A newsroom's own theme holds only what differs from ours, which lies beneath it; `!base.html` is always ours.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import jinja2
import msgspec
from jinja2 import meta, nodes
from markupsafe import Markup

from goodnews.files import hash_of
from goodnews.language import _, catalogue
from goodnews.newsroom.texts import Texts
from goodnews.pages import days
from goodnews.pages.jsonld import described
from goodnews.pages.kinds import Kind
from goodnews.pages.views.parts import Markdown, Site, Text, View
from goodnews.press.page import Changed
from goodnews.render import figure, headline, qr
from goodnews.render.templates import Environment
from goodnews.text import markup

N = TypeVar("N", bound=nodes.Node)
DAYS = 4096  # dates whose wording is remembered: about ten years


class TemplateFile(NamedTuple):
    """A template as it was listed."""

    path: str  # of its file
    hash: bytes


Templates = Mapping[str, TemplateFile]  # by the names that templates call each other


class _Checked(jinja2.BaseLoader):
    """Templates that are still as they were when they were hashed."""

    def __init__(self, known: Templates) -> None:
        self._known = known

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._known:
            raise jinja2.TemplateNotFound(template)
        path, expected = self._known[template]
        source = Path(path).read_bytes()
        if blake2b(source, digest_size=16).digest() != expected:
            raise Changed(_("{name} changed during the build; build again").format(name=template))
        return source.decode(), path, lambda: True


def environment(language: str, known: Templates) -> jinja2.Environment:
    """Jinja with everything a template may use.

    known   the templates; one that differs from its hash is refused
    """
    words = catalogue(language)
    env = Environment(_Checked(known), words)
    env.filters["day"] = lru_cache(DAYS)(partial(days.day, words.gettext))
    env.filters["month_day"] = lru_cache(DAYS)(partial(days.month_day, words.gettext))
    env.filters["days"] = partial(days.days, words.gettext)
    env.filters["week"] = partial(week, words.gettext)
    env.filters["event"] = partial(event, words.gettext)
    env.filters["minute"] = partial(minute, words.gettext)
    env.filters["by_word"] = headline.by_word_in(language)
    env.filters["jsonld"] = jsonld
    env.filters["host"] = host
    env.filters["apart"] = headline.apart
    env.filters["direction"] = headline.direction
    env.globals["picture"] = figure.picture
    env.globals["qr"] = qr.code
    return env


class Parsed:
    """The templates of a theme, each read and parsed once, and only those that somebody looks into."""

    def __init__(self, known: Templates, language: str = "en") -> None:
        """language: of the words that they are read with."""
        self.known = known
        self.env = environment(language, known)
        self._loader = _Checked(known)
        self._trees: dict[str, nodes.Template] = {}
        self._nodes: dict[str, dict[type[nodes.Node], list[Any]]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Of those that somebody has looked into."""
        return tuple(self._trees)

    def source(self, name: str) -> str:
        return self._loader.get_source(self.env, name)[0]

    def tree(self, name: str) -> nodes.Template:
        """Raises jinja2.TemplateSyntaxError."""
        if name not in self._trees:
            path = self.known[name].path
            try:
                self._trees[name] = self.env.parse(self.source(name), name, path)
            except RecursionError:
                raise self._too_deep(name) from None
        return self._trees[name]

    def all(self, name: str, kind: type[N]) -> Sequence[N]:
        """Every node of one kind. A tree is walked once, which takes as long as parsing it."""
        if name not in self._nodes:
            found: dict[type[nodes.Node], list[Any]] = {}
            try:
                for node in self.tree(name).find_all(nodes.Node):
                    found.setdefault(type(node), []).append(node)
            except RecursionError:  # to walk may take the stack deeper than to parse
                raise self._too_deep(name) from None
            self._nodes[name] = found
        return self._nodes[name].get(kind, ())

    def _too_deep(self, name: str) -> jinja2.TemplateSyntaxError:
        told = _("brackets or blocks are nested too deeply")
        return jinja2.TemplateSyntaxError(told, _deepest(self.source(name)), name, self.known[name].path)


class _Reach:
    """Which templates each template of a theme needs."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._used: dict[str, list[str]] = {}

    def all(self, names: tuple[str, ...]) -> list[str]:
        """The named ones and every template that they extend, include, import or take as a part, sorted."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._uses(name)
        return sorted(found)

    def _uses(self, name: str) -> list[str]:
        if name not in self._used:
            if name not in self._parsed.known:
                raise jinja2.TemplateNotFound(name)
            used = _same(self._parsed.all(name, nodes.Call))
            for other in meta.find_referenced_templates(self._parsed.tree(name)):
                # A name that is computed when the page is filled may be any template.
                used += [other] if other else self._parsed.known
            self._used[name] = used
        return self._used[name]


def _deepest(source: str) -> int:
    """Number of the line with the most brackets: the parser gives up without a place."""
    lines = source.split("\n")
    return 1 + max(range(len(lines)), key=lambda number: sum(map(lines[number].count, "([{")))


def _same(calls: Iterable[nodes.Call]) -> list[str]:
    """The parts that a template takes by `same("parts/x.html")`: they see the site, and are filled once for many pages.

    raises  jinja2.TemplateSyntaxError if a name is only known when a page is filled
    """
    names = []
    for call in calls:
        if isinstance(call.node, nodes.Name) and call.node.name == "same":
            match call.args:
                case [nodes.Const(value=str(name))]:
                    names.append(name)
                case _:
                    raise jinja2.TemplateSyntaxError(_("same() takes one name in quotes"), call.lineno)
    return names


def template_hashes(kinds: Iterable[Kind], parsed: Parsed) -> dict[str, bytes]:
    """Kind of page -> hash of all templates it reaches; b"" if the theme has none for that kind.

    parsed  the same that the pages will be printed from
    raises  jinja2.TemplateError, OSError: a template that does not parse or is missing; Changed: one that
            has changed since
    """
    known, reach = parsed.known, _Reach(parsed)
    hashes = {}
    for kind in kinds:
        # A theme need not have every kind: only a site with such a page gets a problem that its template is missing.
        if not all(name in known for name in kind.templates):
            hashes[kind.name] = b""
            continue
        reached = reach.all(kind.templates)
        hashes[kind.name] = hash_of(*(part for name in reached for part in (name.encode(), known[name].hash)))
    return hashes


def week(say: Callable[[str], str], value: str) -> str:
    """A week by its name: 2025-W30 is 2025年第30周."""
    year, number = value.split("-W")
    return days.week(say, int(year), int(number))


def minute(say: Callable[[str], str], value: str) -> str:
    """A day and a time in their own zone: 2026年12月1日 09:00."""
    moment = datetime.fromisoformat(value)
    return f"{days.day(say, moment)} {moment:%H:%M}"


def event(say: Callable[[str], str], value: str) -> str:
    """When something happened: a day, a month, or words that stay as they are."""
    try:
        if len(value) == 7:
            return days.month(say, int(value[:4]), int(value[5:]))
        return days.day(say, date.fromisoformat(value))
    except ValueError:
        return value


def host(address: str) -> str:
    """The host that a link leads to, in ASCII: letters that look alike deceive nobody."""
    return urlsplit(address).hostname or ""


def converted(source: Text | Markdown, texts: Texts, root: str, table: str) -> Markup:
    """Markdown as clean HTML with its inner links from this page.

    texts  has the stories' bodies
    root   path to the site's root; a whole address in a feed, whose readers get plain tables
    table  what screen readers call a table
    """
    if isinstance(source, Markdown):
        html = markup.to_html(source.source, source.places)
    else:
        html = texts.html(source.path, source.hash, source.places)
    html = headline.in_its_direction(markup.rooted(html, root))
    if "<table>" in html and "://" not in root:
        # A table wider than the page scrolls on its own, which takes focus if it is to work from a keyboard.
        around = Markup('<div class="scroll" role="group" aria-label="{}" tabindex="0"><table>').format(table)
        html = html.replace("<table>", around).replace("</table>", "</table></div>")
    return Markup(figure.placed(html, source.figures, root))


def root_of(kind: Kind, path: str, site: Site) -> str:
    """Path from a page to the site's root; from the host's root for a page that is shown at any address."""
    return urlsplit(site.url).path + "/" if kind.absolute else "../" * path.count("/")


def jsonld(page: View, site: Site) -> Markup:
    """Structured data (schema.org) of a story, a digest or an annual page, safe inside a script element."""
    data = described(page, site)
    text = msgspec.json.encode({"@context": "https://schema.org", **data}).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
