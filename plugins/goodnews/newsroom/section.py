"""The newsletter's fixed headings, columns and topics: ordered registries of a name, a slug and a description."""

import re
from typing import TypeVar

import msgspec

from goodnews.characters import is_visible
from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.document import Entry
from goodnews.text.form import Form
from goodnews.text.slug import is_slug, slug_rule

_NUMBER = re.compile(r"[0-9][0-9-]{1,14}[0-9]")
NAME_MOST = 80  # characters of a name that stories write


class Hotline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where readers of a section find help on the telephone."""

    number: str  # 3 to 16 digits, perhaps with hyphens: 12351
    name: str  # '' if the registry names none


class Section(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A heading that digests group stories under. Registries list them in print order."""

    key: str  # what stories write: 维权服务
    slug: str
    description: str = ""
    former: tuple[str, ...] = ()  # former slugs, oldest first
    hotline: Hotline | None = None
    keywords: tuple[str, ...] = ()  # by which `import` guesses the section of a story

    @property
    def first_slug(self) -> str:
        """Its id in feeds, which stays the same when its address changes."""
        return self.former[0] if self.former else self.slug

    @property
    def address(self) -> str:
        return f"section/{self.slug}/index.html"

    @property
    def feed(self) -> str:
        """Its feed's address without the format."""
        return f"feeds/section/{self.slug}"


class Column(Section, frozen=True, array_like=True, gc=False):
    """A standing column such as a field diary, registered with the same fields."""

    @property
    def address(self) -> str:
        return f"column/{self.slug}/index.html"

    @property
    def feed(self) -> str:
        return f"feeds/column/{self.slug}"


class Topic(Section, frozen=True, array_like=True, gc=False):
    """What readers look for across all sections, such as wages or housing."""

    @property
    def address(self) -> str:
        return f"topic/{self.slug}/index.html"

    @property
    def feed(self) -> str:
        """Its feed's address without the format."""
        return f"feeds/topic/{self.slug}"


Heading = TypeVar("Heading", bound=Section)


class CampaignYear(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One year of a campaign."""

    name: str  # 2026: last part of its address
    title: str
    slogan: str
    campaign: str  # slug of its campaign
    former: tuple[str, ...] = ()  # names it had

    @property
    def address(self) -> str:
        return f"campaign/{self.campaign}/{self.name}.html"


class Campaign(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A series that returns every year, with its years in the order of the registry."""

    key: str
    slug: str
    description: str
    years: dict[str, CampaignYear]
    former: tuple[str, ...] = ()  # former slugs, oldest first

    @property
    def first_slug(self) -> str:
        """Its id in feeds, which stays the same when its address changes."""
        return self.former[0] if self.former else self.slug

    @property
    def feed(self) -> str:
        """Its feed's address without the format."""
        return f"feeds/campaign/{self.slug}"


def sections_from(entry: Entry, kind: type[Heading], shown: str, problems: list[Problem]) -> dict[str, Heading]:
    """The sections, columns or topics of their registry, in its order."""
    found = {}
    for key, slug, former, form in _registered(entry, shown, problems):
        description = form.text("description")
        hotline, keywords = (_hotline(form), form.names("keywords")) if kind is Section else (None, ())
        form.finish()
        if slug:
            found[key] = kind(key, slug, description, former, hotline, keywords)
    return found


def _hotline(form: Form) -> Hotline | None:
    written = form.text("hotline", most=60)
    number, _blank, name = written.partition(" ")
    if written and not _NUMBER.fullmatch(number):
        fix = _("Write the number first, then a blank and its name: `12351 …`.")
        form.wrong("hotline", quoted(written), _("a telephone number of 3 to 16 digits"), fix)
    return Hotline(number, name.strip()) if written else None


def campaigns_from(entry: Entry, shown: str, problems: list[Problem]) -> dict[str, Campaign]:
    found = {}
    for key, slug, former, form in _registered(entry, shown, problems):
        years: dict[str, CampaignYear] = {}
        names: dict[str, str] = {}  # of all years, former ones included
        fix = _("Write `2026: {title: …}` below it.")
        for inner in form.mappings("editions", _("editions by name"), fix, required=True):
            for name, year in inner.items():
                if isinstance(year, str):
                    inner.wrong(name, quoted(name), _("a slug with its title"), _("Write `2026: {title: …}`."))
                    continue
                if not is_slug(name):
                    inner.wrong(name, quoted(name), *slug_rule(name, _("Use only the letters a-z.")))
                    continue
                if name in names:
                    inner.wrong(name, quoted(name), _("each edition once"), _("Remove one of the two."))
                names.setdefault(name, name)
                title, slogan = year.text("title", 60, required=True), year.text("slogan", 60)
                years[name] = CampaignYear(name, title, slogan, slug, _aliases(year, name, names))
                year.finish()
        description = form.text("description")
        form.finish()
        if slug:
            found[key] = Campaign(key, slug, description, years, former)
    return found


def _aliases(form: Form, key: str, slugs: dict[str, str]) -> tuple[str, ...]:
    """Former slugs of an entry; like its present one, no other entry may have them.

    slugs  slug -> the entry that has it, so far; these are added
    """
    former = form.slugs("aliases")
    for alias in former:
        if alias in slugs:
            form.wrong("aliases", quoted(alias), *_taken(slugs[alias]))
        slugs.setdefault(alias, key)
    return former


def _taken(other: str) -> tuple[str, str]:
    return _("a slug that nothing else has"), _("'{other}' has it already; choose another.").format(other=other)


def _registered(entry: Entry, shown: str, problems: list[Problem]) -> list[tuple[str, str, tuple[str, ...], Form]]:
    """Key, slug, former slugs and fields of each entry; the slug is '' if it is invalid."""
    found: list[tuple[str, str, tuple[str, ...], Form]] = []
    slugs: dict[str, str] = {}
    registry = Form(entry, shown, 0, problems)
    for key, form in registry.items():
        if isinstance(form, str):
            registry.wrong(key, quoted(form), _("a slug and a description"), _("Write `{slug: …, description: …}`."))
            continue
        slug = form.text("slug", most=80, required=True)
        fits = False
        if not is_visible(key) or len(key) > NAME_MOST:
            expected = _("a name of 1 to {most} characters").format(most=NAME_MOST)
            registry.wrong(key, quoted(key), expected, _("Name it."))
        elif slug and not is_slug(slug):
            form.wrong("slug", quoted(slug), *slug_rule(slug, _("Use only the letters a-z.")))
        elif slug and slug in slugs:
            form.wrong("slug", quoted(slug), *_taken(slugs[slug]))
        else:
            fits = bool(slug)
            slugs.setdefault(slug, key)
        found.append((key, slug if fits else "", _aliases(form, key, slugs), form))
    return found
