"""The week at a glance, for a terminal: stories by section, who wrote, what waits, what the digest will lead with."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from goodnews.arrangement import Digest, digests_of
from goodnews.desk.summary import words_of
from goodnews.language import _, counted
from goodnews.newsroom.blank import blank
from goodnews.newsroom.story import Story
from goodnews.newsroom.validate import Newsroom
from goodnews.newsroom.week import Week, week_of


def week_report(newsroom: Newsroom, week: Week, shown: str) -> str:
    """What an editor asks for before the week ends.

    newsroom  with its drafts
    shown     how messages name the content folder
    """
    stories = [story for story in newsroom.stories if week_of(story.date) == week]
    count = counted("{count} story", "{count} stories", len(stories))
    head = _("{week}, {first} to {last}: {count}").format(week=week, first=week.monday, last=week.sunday, count=count)
    parts = (
        *_sections(newsroom, stories),
        (_("Who wrote"), _writers(stories, blank(newsroom.settings.language).name)),
        (_("Waiting"), _waiting(newsroom, stories, week, shown)),
        (_("The digest will lead with"), _leads(newsroom, stories, week, shown)),
    )
    lines = [head]
    for title, under in parts:
        below = list(under)
        if below:
            lines += ["", title, *(f"  {line}" for line in below)]
    return "\n".join(lines)


def _sections(newsroom: Newsroom, stories: list[Story]) -> Iterator[tuple[str, Iterator[str]]]:
    """Each section with its stories, in the order of the registry."""
    for key in newsroom.registries.sections:
        own = [story for story in stories if story.section == key]
        if own:
            count = counted("{count} story", "{count} stories", len(own))
            yield _("{section}: {count}").format(section=key, count=count), (_line(newsroom, story) for story in own)


def _line(newsroom: Newsroom, story: Story) -> str:
    if story.draft:
        words = _("{day} {title} ({slug}), a draft")
    elif story.date > newsroom.today:
        words = _("{day} {title} ({slug}), not published yet")
    else:
        words = _("{day} {title} ({slug})")
    return words.format(day=story.date, title=story.title, slug=story.slug)


def _writers(stories: list[Story], sample: str) -> Iterator[str]:
    """Everyone in a byline with the number of stories, by role, the busiest first.

    sample  the name in a new file's byline, which is nobody's
    """
    roles: dict[str, Counter[str]] = {}
    for story in stories:
        for byline in story.bylines:
            written = [name for name in byline.names if name != sample]
            if written:
                roles.setdefault(byline.role, Counter()).update(written)
    for role, names in roles.items():
        people = _(", ").join(_("{name} {count}").format(name=name, count=n) for name, n in names.most_common())
        yield _("{role}: {names}").format(role=role, names=people)


def _waiting(newsroom: Newsroom, stories: list[Story], week: Week, shown: str) -> Iterator[str]:
    """What waits of this week, even if until a later one."""
    files = {f"{shown}/{story.path}" for story in stories}
    if week in newsroom.notes:
        files.add(f"{shown}/{newsroom.notes[week].path}")
    return (words_of(one) for one in newsroom.waiting if one.file in files)


def _leads(newsroom: Newsroom, stories: list[Story], week: Week, shown: str) -> Iterator[str]:
    """The headlines of the digest once all its stories are published, each with the reason."""
    ready = [story for story in stories if not story.draft]
    notes = {week: note for week, note in newsroom.notes.items() if not note.draft}
    by_then = replace(newsroom, stories=tuple(ready), notes=notes)
    for digest in digests_of(by_then, {week: ready} if ready else {}):
        if digest.notes.title:
            yield _("{title}: the title in {file}").format(
                title=digest.notes.title, file=f"{shown}/{digest.notes.path}"
            )
        for story in digest.leads:
            yield _("{title}: {reason}").format(title=story.title, reason=_why(digest, story, shown))


def _why(digest: Digest, story: Story, shown: str) -> str:
    file = f"{shown}/{digest.notes.path}"
    if story.slug in digest.notes.leads:
        return _("named under `leads` in {file}").format(file=file)
    if story.slug in digest.notes.highlights:
        return _("among the first two under `highlights` in {file}").format(file=file)
    if story in digest.highlights:
        return _("among the first two with `highlight: true`, in the order of print")
    return _("among the first two in the order of print; no story of the week is a highlight")
