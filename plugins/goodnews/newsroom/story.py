"""One story: checked once, never changed after."""

import datetime
import re

import msgspec

from goodnews.characters import half_width
from goodnews.language import _
from goodnews.newsroom.blank import check_written
from goodnews.newsroom.body import NO_TEXT, body_hash, outline_checked, says_something
from goodnews.newsroom.byline import Byline, Sources, bylines_of, sources_of
from goodnews.newsroom.correction import Correction, Retraction, corrections_of, retraction_of, updated_on
from goodnews.newsroom.house import FullName, House
from goodnews.newsroom.month import month_address
from goodnews.newsroom.picture import Picture, pictures_of
from goodnews.newsroom.region import Region, suggestion
from goodnews.newsroom.section import Campaign, Column, Section, Topic
from goodnews.problem import Problem, choices, did_you_mean, nearest, quoted
from goodnews.text import markup
from goodnews.text.document import Document
from goodnews.text.form import PATHS, Form
from goodnews.text.markup import NOTHING, Converted, Outline
from goodnews.text.slug import SLUG_MOST, is_slug, slug_meant

KINDS = ("story", "feature", "photo", "brief", "diary", "link")
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TITLE_MOST = 60  # characters of Chinese, or twice as many Latin letters, unless the settings say otherwise
SUMMARY_MOST = 300
_PATH = re.compile(r"stories/([0-9]{4})/([^/]+)\.md")
_EDITION = re.compile(r"(.*)[/／]([^/／]*)")
_YEAR_OF_ADDRESS = re.compile(r"(?:^|/)([12][0-9]{3})/[^/]*\Z")
_YEAR = re.compile(r"[12][0-9]{3}")
_MONTH_PARTS = re.compile(r"([0-9]{4})(?:[./年]|-(?=[0-9]\Z))([0-9]{1,2})月?")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")


class Diary(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The heading of a field diary."""

    weekday: str  # as written: 星期六
    weather: str
    author: str
    affiliation: str


class Story(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A checked story, without its text: `body` names the text by its hash."""

    slug: str  # unique on the site
    path: str  # stories/2026/slug.md, below content/
    title: str  # plain text; how long it may be is a setting
    date: datetime.date  # day of publication in the site's zone
    section: str  # key of a section that exists
    regions: tuple[str, ...]  # paths of regions that exist, the main one first; none where there are no regions
    summary: str  # the same
    sources: Sources  # at least one, in print order
    bylines: tuple[Byline, ...]  # in print order
    body: bytes  # 16-byte BLAKE2b of the Markdown text; NO_TEXT if none of it is printed
    outline: Outline  # what the text links to and shows
    kind: str = "story"  # one of KINDS
    event: str = ""  # when it happened: 2026-02-04, 2026-02, or words of at most 60 characters
    kicker: str = ""  # at most 60 characters
    subtitle: str = ""  # at most 80 characters
    leadin: str = ""  # place or unit, at most 40 characters
    dateline: str = ""  # one of the setting's
    campaign: str = ""  # key of a campaign that exists
    campaign_year: str = ""  # name of that campaign's year
    column: str = ""  # key of a column that exists
    topics: tuple[str, ...] = ()  # keys of topics that exist
    highlight: bool = False  # among the highlights of its week's digest
    lead: bool = False  # first among the stories of its day on the home page
    digest_summary: str = ""  # at most 600 characters; '': the digest prints the summary
    editors_note: tuple[str, ...] = ()  # paragraphs, at most 4000 characters together
    pictures: tuple[Picture, ...] = ()  # in print order
    related: tuple[str, ...] = ()  # slugs picked by hand
    parts: tuple[str, ...] = ()  # of a long text in parts, on the first of them: slugs of the others, in order
    corrections: tuple[Correction, ...] = ()  # as written, none dated before the story
    retraction: Retraction | None = None  # dated no earlier than the story
    more: bool = False  # whether its text is at least a third longer than the paragraph of a digest
    draft: bool = False  # not published, whatever its date
    diary: Diary | None = None  # only of the kind diary
    former: tuple[str, ...] = ()  # former addresses, oldest first, as `2026/slug`
    updated: datetime.date = datetime.date.min  # the day the text last changed on record
    privacy: str = ""  # who made sure that everything private in it may be published; at most 40 characters
    out: str = ""  # http(s): where a link without a text leads, which has no page of its own

    @property
    def address(self) -> str:
        """Where it stands below the site's root: its page, or a link's line on the page of its month."""
        if self.out:
            return f"{month_address(self.date.year, self.date.month)}#{self.slug}"
        return f"story/{self.date.year}/{self.slug}.html"

    @property
    def former_addresses(self) -> tuple[str, ...]:
        return tuple(f"story/{name}.html" for name in self.former)

    @property
    def first_slug(self) -> str:
        """Its id in feeds, which stays the same when it is renamed."""
        return self.former[0].partition("/")[2] if self.former else self.slug


class Registries(msgspec.Struct, frozen=True):
    """What stories may name."""

    sections: dict[str, Section]
    regions: dict[str, Region]
    campaigns: dict[str, Campaign]
    columns: dict[str, Column]
    topics: dict[str, Topic]
    names: dict[str, FullName]  # of organisations, by their short ones
    house: House  # how names and words are written
    words: dict[str, tuple[str, ...]]  # what readers type -> what stories say
    datelines: tuple[str, ...]
    title_most: int = TITLE_MOST  # how wide a title may be, in characters of Chinese
    summary_most: int = SUMMARY_MOST


def story_as_of(story: Story, day: datetime.date, retracted: str) -> Story:
    """A story as of a day, without the corrections or retraction that are dated later.

    retracted  the site's wording for the title of a retracted story, which holds `{title}`
    returns    a retracted story keeps its title, marked, the notice as its summary, and where it belongs; all else is
               dropped, so that no page can show it
    """
    corrections = tuple(correction for correction in story.corrections if correction.date <= day)
    retraction = story.retraction if story.retraction and story.retraction.date <= day else None
    updated = updated_on(story.date, corrections, retraction)
    if not retraction:
        return msgspec.structs.replace(story, corrections=corrections, retraction=None, updated=updated)
    return Story(
        slug=story.slug,
        path=story.path,
        title=retracted.format(title=story.title),
        date=story.date,
        section=story.section,
        regions=story.regions,
        summary=retraction.text,
        sources=Sources(),
        bylines=story.bylines,
        body=NO_TEXT,
        outline=NOTHING,
        campaign=story.campaign,
        campaign_year=story.campaign_year,
        column=story.column,
        topics=story.topics,
        corrections=corrections,
        former=story.former,
        retraction=retraction,
        draft=story.draft,
        updated=updated,
        privacy=story.privacy,
    )


def story_from(document: Document, text: Converted, registries: Registries, problems: list[Problem]) -> Story | None:
    """Check one document.

    text      its body, converted
    problems  receives everything that is wrong with it
    returns   the story, or None if it is invalid
    """
    before = len(problems)
    form = Form.of(document, problems)
    slug, day = _slug_and_day(form, document.path)
    campaign, campaign_year = _campaign(form, registries.campaigns)
    kind = form.choice("kind", KINDS, default="story")
    event = _event(form, day)
    corrections = corrections_of(form, day)
    retraction = retraction_of(form, day)
    told = len(problems)
    sources = sources_of(form, "sources", required=True)
    unsound = len(problems) > told
    says = kind != "link" or bool(text.outline.images) or says_something(text.html)
    out = sources.origins[0].url if not says and sources.origins else ""
    summary, paragraph = form.text("summary", registries.summary_most, required=True), form.text("digest_summary", 600)
    story = Story(
        slug=slug,
        path=document.path,
        title=form.text("title", registries.title_most, required=True),
        date=day or datetime.date.min,
        section=form.choice("category", registries.sections, required=True),
        regions=_regions(form, registries.regions),
        summary=summary,
        sources=sources,
        bylines=bylines_of(form, "bylines"),
        body=NO_TEXT if out else body_hash(document.body),
        outline=outline_checked(document, text, problems, empty=retraction is not None or kind == "link"),
        kind=kind,
        event=event,
        campaign=campaign,
        campaign_year=campaign_year,
        column=form.choice("column", registries.columns, otherwise=_("Add it to content/columns.yaml.")),
        topics=_topics(form, registries.topics),
        dateline=form.choice("dateline", registries.datelines, otherwise=_("Add it to the setting `datelines`.")),
        highlight=form.flag("highlight"),
        lead=form.flag("lead"),
        editors_note=form.paragraphs("editors_note"),
        pictures=pictures_of(form, "image"),
        related=form.slugs("related"),
        parts=form.slugs("parts"),
        corrections=corrections,
        former=_aliases(form, slug, day),
        retraction=retraction,
        draft=form.is_draft(),
        diary=_diary(form, kind, event, day),
        kicker=form.text("kicker", 60),
        subtitle=form.text("subtitle", 80),
        leadin=form.text("leadin", 40),
        digest_summary=paragraph,
        more=markup.shows(text.html, least=-(-4 * len(paragraph or summary) // 3)),
        updated=updated_on(day or datetime.date.min, corrections, retraction),
        privacy=_privacy(form),
        out=out,
    )
    if not (says or out or unsound or story.draft or retraction):
        fix = _("Add `url: https://…` to the first source, or write a text.")
        form.wrong("sources", _("no web address"), _("the address that a link leads to"), fix)
    if out and story.parts:
        form.wrong(
            "parts", _("a link without a text"), _("a story with a page"), _("Write a text, or remove the line.")
        )
    if kind == "photo" and not story.pictures:
        form.wrong("image", _("nothing"), _("a picture, or one marked missing"), _("Add `image:`, or another kind."))
    for field, others in (("related", story.related), ("parts", story.parts)):
        if slug in others:
            form.wrong(field, quoted(slug), _("other stories"), _("Remove this story's own name from the list."))
    form.finish()
    if not story.draft:
        check_written(form, document, problems, story.sources, story.bylines)
    return None if len(problems) > before else story


def _slug_and_day(form: Form, path: str) -> tuple[str, datetime.date | None]:
    """A story's slug, from its file's name, and its day, which must lie in its folder's year."""
    match = _PATH.fullmatch(path)
    slug = match[2] if match else ""
    day = form.day("date", required=True)
    if not match or not is_slug(slug):
        meant = slug_meant(path)
        fix = _("Name the file with a-z, 0-9 and hyphens (at most 80), in the folder of its year.")
        if meant and day:
            fix = _("Name it {original}.").format(original=f"stories/{day.year}/{meant}.md")
        form.wrong("file", quoted(path), "stories/YYYY/slug.md", fix, line=1)
    if match and day and int(match[1]) != day.year:
        expected = _("a day in {year}, like its folder").format(year=match[1])
        fix = _("Move the file to stories/{year}/, or correct the date.").format(year=day.year)
        form.wrong("date", quoted(str(day)), expected, fix)
    return slug, day


def _regions(form: Form, known: dict[str, Region]) -> tuple[str, ...]:
    found = []
    for written in form.names("region", required=bool(known), parted=PATHS):
        if not known:  # of an empty registry, or one with problems, only those are told
            fix = _("Remove the line, or add content/regions.csv: its form is in docs/content.md.")
            form.wrong("region", quoted(written), _("none: this newsroom has no regions"), fix)
        elif written not in known:
            form.wrong("region", quoted(written), _("a region of regions.csv"), suggestion(written, known))
        elif written in found:
            form.wrong("region", quoted(written), _("each region once"), _("Remove one of the two."))
        else:
            found.append(written)
    return tuple(found)


def _topics(form: Form, known: dict[str, Topic]) -> tuple[str, ...]:
    found = []
    for written in form.names("topics"):
        if written not in known:
            expected = _("some of {names}").format(names=choices(known)) if known else _("a name that is registered")
            fix = did_you_mean(written, known, _("Add it to content/topics.yaml."))
            form.wrong("topics", quoted(written), expected, fix)
        elif written in found:
            form.wrong("topics", quoted(written), _("each topic once"), _("Remove one of the two."))
        else:
            found.append(written)
    return tuple(found)


def _campaign(form: Form, known: dict[str, Campaign]) -> tuple[str, str]:
    written = form.text("campaign", 80)
    if not written:
        return "", ""
    parts = _EDITION.fullmatch(written)  # the campaign's own name may have a slash
    key, year = (parts[1].strip(), half_width(parts[2].strip())) if parts else (written, "")
    if written in known:
        key, year = written, ""
    if key not in known:
        form.wrong(
            "campaign",
            quoted(written),
            _("one of {names}, with its edition").format(names=choices(known)),
            did_you_mean(key, known, _("Add it to content/campaigns.yaml.")),
        )
        return "", ""
    if year not in known[key].years:
        guess = nearest(year, known[key].years)
        example = guess or next(reversed(known[key].years), "2026")
        form.wrong(
            "campaign",
            quoted(written),
            _("one of its editions: {names}").format(names=choices(known[key].years)),
            _("Write '{key}/{edition}', or add the edition to content/campaigns.yaml.").format(
                key=key, edition=example
            ),
        )
        return "", ""
    return key, year


def _event(form: Form, day: datetime.date | None) -> str:
    """`event_date` to the day or month, or `event_date_text` in words; never later than the publication."""
    words = form.text("event_date_text", 60)
    written = half_width(form.text("event_date", 40))
    if not written:
        return words
    if words:
        form.wrong("event_date_text", _("event_date as well"), _("one of the two"), _("Remove the words."))
    if month := _MONTH_PARTS.fullmatch(written):
        meant = f"{month[1]}-{int(month[2]):02}"
        form.wrong("event_date", quoted(written), _("a month such as 2026-02"), _("Write '{path}'.").format(path=meant))
        return written
    if _MONTH.fullmatch(written):
        late = day is not None and written > str(day)[:7]
    else:
        fix = _("Write a day or a month, such as 2026-02; words belong in `event_date_text`.")
        event = form.as_day("event_date", written, fix)
        late = day is not None and event is not None and event > day
    if late:
        form.wrong("event_date", quoted(written), _("no later than the date"), _("Check the date."))
    return written


def _privacy(form: Form) -> str:
    """Who made sure that everything private in a story may be published; '' if nobody did."""
    expected, fix = _("a name after `checked`"), _("Write `privacy: {checked: …}` with the name of who made sure.")
    names = []
    for entry in form.mappings("privacy", expected, fix):
        names.append(entry.text("checked", 40, required=True))
        entry.finish()
    if len(names) > 1:
        form.wrong("privacy", _("a list"), expected, fix)
    return names[0] if names else ""


def _diary(form: Form, kind: str, event: str, day: datetime.date | None) -> Diary | None:
    names = ("weekday", "weather", "author", "affiliation")
    weekday, weather, author, affiliation = (form.text(name, 60) for name in names)
    if kind != "diary":
        for name in names:
            if form.has(name):
                fix = _("Set the kind, or remove the line.")
                if name == "author":
                    fix = _("Set the kind, or name who wrote it in `bylines`.")
                form.wrong(name, _("a field that only diaries have"), _("`kind: diary`"), fix)
        return None
    try:
        kept = datetime.date.fromisoformat(event) if event else day
    except ValueError:
        kept = None
    if weekday and kept:
        right = (WEEKDAYS[kept.weekday()], WEEKDAYS_EN[kept.weekday()])
        if weekday not in right:
            form.wrong(
                "weekday",
                quoted(weekday),
                _("{weekday}, the weekday of {day}").format(weekday=right[0], day=kept),
                _("Correct the weekday or the date."),
            )
    return Diary(weekday, weather, author, affiliation)


def _aliases(form: Form, slug: str, day: datetime.date | None) -> tuple[str, ...]:
    """Former slugs as `2026/slug`, in the story's own year if none is written."""
    found: list[str] = []
    for written in map(half_width, form.names("aliases", SLUG_MOST + 5)):
        year, _slash, name = written.rpartition("/")
        alias = f"{year or (day.year if day else 0)}/{name}"
        if not is_slug(name) or (year and not _YEAR.fullmatch(year)):
            expected = _("a former slug, or a year and a slug: 2025/old-slug")
            fix = _("Copy it from the old address.")
            meant, of_year = slug_meant(written), _YEAR_OF_ADDRESS.search(written)
            if meant and (of_year or "/" not in written):
                fix = _("Write '{path}'.").format(path=f"{of_year[1]}/{meant}" if of_year else meant)
            form.wrong("aliases", quoted(written), expected, fix)
        elif alias in found or (day and alias == f"{day.year}/{slug}"):
            form.wrong("aliases", quoted(written), _("each former address once"), _("Remove it."))
        else:
            found.append(alias)
    return tuple(found)
