"""Annual pages by a published vote: the chosen stories in their order, with comments of experts and readers."""

import re
from collections.abc import Iterable, Mapping
from string import punctuation

import msgspec

from goodnews.language import _
from goodnews.newsroom.story import Story
from goodnews.newsroom.top10 import Annual, Year
from goodnews.newsroom.vote.vote import COMMENTS, Vote
from goodnews.problem import Problem, did_you_mean, nearest_name, quoted
from goodnews.text.markup import NOTHING

_MARKS = re.compile(f"[{re.escape(punctuation)}]")  # characters that a backslash escapes in Markdown


def year_of(vote: Vote, stories: Mapping[str, Story]) -> Year:
    """The annual page of a published vote, if no editor has written one: the chosen stories in their order.

    stories  by slug
    """
    by_code = {candidate.code: candidate for candidate in vote.candidates}
    said = {comment.slug: comment for comment in vote.comments}
    slugs = [by_code[code].slug for code in vote.result.chosen] if vote.result else []
    slugs = [slug for slug in slugs if slug in stories]  # one that left the site stays in the result, but gets no entry
    return Year(
        year=vote.year,
        path=f"{vote.path}/result.json",
        title=vote.rules.title,
        summary="",
        note="\n\n".join(_as_markdown(paragraph) for paragraph in vote.note),
        entries=tuple(
            Annual(slug, _as_markdown(stories[slug].summary), _as_markdown(said[slug].text), said[slug].by)
            if slug in said
            else Annual(slug, _as_markdown(stories[slug].summary), "")
            for slug in slugs
        ),
        outline=NOTHING,
        letters=vote.remarks,
        date=None
        if slugs or vote.rules.ends is None
        else vote.rules.ends.date(),  # else it has the date of its newest story
    )


def joined(year: Year, vote: Vote, shown: str, problems: list[Problem]) -> Year:
    """A written annual page with what the vote adds: the order, its day and the readers' remarks.

    shown  how problems name the content folder
    """
    by_code = {candidate.code: candidate.slug for candidate in vote.candidates}
    chosen = [by_code[code] for code in vote.result.chosen] if vote.result else []
    written = {entry.slug: entry for entry in year.entries}
    for slug in sorted(written.keys() ^ set(chosen)):
        found = _("an entry for {slug}") if slug in written else _("no entry for {slug}")
        expected = _("an entry for each story that the vote chose, and no other")
        fix = _("The chosen stories are in {file}.").format(file=f"{shown}/{vote.path}/result.json")
        file = f"{shown}/{year.path}"
        problems.append(Problem(file, 1, "body", found.format(slug=quoted(slug)), expected, fix))
    if vote.comments:
        file, line = f"{shown}/{vote.path}/{COMMENTS}", min(vote.comments_lines.values())
        found, expected = _("comments on a year that has its own page"), _("the comments on that page")
        fix = _("Move them to {file}, below the label of their entry.").format(file=f"{shown}/{year.path}")
        problems.append(Problem(file, line, "comments", found, expected, fix))
    entries = tuple(written[slug] for slug in chosen if slug in written)
    # This page shows the published result, so the page is published too, whatever day was planned.
    return msgspec.structs.replace(year, entries=entries, letters=(*year.letters, *vote.remarks), date=None)


def years_with_votes(
    years: Iterable[Year],
    votes: Iterable[Vote],
    stories: Iterable[Story],
    shown: str,
    problems: list[Problem],
) -> list[Year]:
    """Every annual page: those that editors wrote, and those that follow from a published vote. A year without a vote
    stays as it is."""
    found = {year.year: year for year in years}
    by_slug = {story.slug: story for story in stories}
    for vote in votes:
        if vote.result is None:
            continue
        if vote.year in found:
            found[vote.year] = joined(found[vote.year], vote, shown, problems)
        else:
            found[vote.year] = year_of(vote, by_slug)
    return list(found.values())


def _as_markdown(text: str) -> str:
    """Plain text escaped so that Markdown prints it as it is, entities too, which may mean what no feed can hold."""
    return _MARKS.sub(r"\\\g<0>", text)


def strangers(vote: Vote, shown: str, problems: list[Problem]) -> None:
    """Add a problem for each comment on a story that is not on the slate.

    A candidate whose story has left the site since `vote freeze` is not one: the page prints it without a link.
    A retraction must never keep the site from being built.
    """
    on_slate = {candidate.slug for candidate in vote.candidates}
    for comment in vote.comments:
        if comment.slug not in on_slate:
            where = f"{shown}/{vote.path}/{COMMENTS}"
            fix = did_you_mean(comment.slug, on_slate, _("Remove the comment."), nearest_name)
            line = vote.comments_lines[comment.slug]
            expected = _("a story of the slate")
            problems.append(Problem(where, line, "comments.story", quoted(comment.slug), expected, fix))
