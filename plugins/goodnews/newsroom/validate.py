"""Validate: every file of `content/` becomes part of one newsroom, or all problems are reported together."""

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import NamedTuple
from unicodedata import combining, normalize

from goodnews.files import FileHashes, Listing, Source, copied_from, is_plain, is_portable, listing_of
from goodnews.language import _, catalogue
from goodnews.newsroom.digest import DigestNotes, digest_from
from goodnews.newsroom.intake import take_in
from goodnews.newsroom.memo import Memo
from goodnews.newsroom.picture import SUFFIXES, is_picture
from goodnews.newsroom.recommended import PATH as RECOMMENDED
from goodnews.newsroom.recommended import recommended_from
from goodnews.newsroom.references import References
from goodnews.newsroom.registries import NAMED_BY, REGISTRIES, registries_from
from goodnews.newsroom.renaming import names_of, renamed_digest, renamed_vote, renamed_year, with_retractions
from goodnews.newsroom.standing import Standing, standing_from
from goodnews.newsroom.story import Registries, Story, story_as_of
from goodnews.newsroom.top10 import Year, year_from
from goodnews.newsroom.vote.award import years_with_votes
from goodnews.newsroom.vote.vote import FILES as VOTE_FILES
from goodnews.newsroom.vote.vote import SEALS as VOTE_SEALS
from goodnews.newsroom.vote.vote import Vote, vote_from
from goodnews.newsroom.waiting import Waiting, waiting_of
from goodnews.newsroom.week import Week
from goodnews.pictures.photo import Photo
from goodnews.problem import ContentError, Problem, choices, did_you_mean, nearest, quoted
from goodnews.settings import Settings
from goodnews.text.document import Document, Entry, Unreadable, document_from, entry_of
from goodnews.text.reading import conflicts_in, no_plain_file, read_text, read_whole, unprintable_name
from goodnews.workers import Workers

STORIES = "stories/"
FOLDERS = (STORIES, "digests/", "top10/", "pages/")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """All that is valid, checked against each other."""

    settings: Settings
    registries: Registries
    stories: tuple[Story, ...]  # public ones (and drafts, if asked for), by date and slug
    waiting: tuple[Waiting, ...]  # what is not published yet, even where drafts were asked for
    notes: Mapping[Week, DigestNotes]
    years: tuple[Year, ...]  # the published ones, newest first
    votes: tuple[Vote, ...]  # newest first
    standing: tuple[Standing, ...]
    recommended: tuple[Story, ...]  # those that are out, in the editors' order
    pictures: Mapping[str, Photo]  # those in use: images/2026/x.jpg -> what it holds
    today: datetime.date  # stories dated later are not published yet
    next: datetime.date | None  # the first day on which something new appears without an edit
    read_by: Mapping[str, int] = field(repr=False, compare=False)  # path -> index of the worker that read the story


def validate(
    settings: Settings,
    shown: str,
    today: datetime.date,
    memo: Memo,
    context: bytes,
    workers: Workers,
    drafts: bool = False,
    content: Listing | None = None,
) -> tuple[Newsroom, Memo]:
    """Read what changed, check everything.

    shown    how problems name the content folder
    today    stories dated later are not published yet
    memo     of an earlier build; ignored where its context differs
    context  hash of the code
    workers  read if there is much to read
    content  the content folder, if it has been listed already
    raises   ContentError with every problem of every file
    """
    problems: list[Problem] = []
    folder = settings.content
    content = content or listing_of(folder)
    problems.extend(no_plain_file(shown, path) for path in content.links)
    written, others = _parted(content, shown, problems)
    known = memo.files if memo.context == context else {}
    hashes = FileHashes(content, known)

    registries, registry_hash = registries_from(settings, shown, others, hashes, memo, problems)
    old = memo.stories if known and memo.registries and memo.registries[0] == registry_hash else {}
    unsure = {field for name, field in NAMED_BY.items() if any(p.file == f"{shown}/{name}" for p in problems)}
    of_stories: list[Problem] = []
    stories, loose, read_by = take_in(written, shown, hashes, old, registries, workers, of_stories)
    problems += [problem for problem in of_stories if problem.field not in unsure]
    names = names_of(stories.values())
    beside = _beside(others, shown, hashes, problems).renamed(names)
    notes, years, standing, pictures, votes, recommended = beside
    out = [story for story in stories.values() if drafts or (story.date <= today and not story.draft)]
    all_years = _with_votes(years, votes, out, shown, problems)
    newsroom = _assembled(settings, registries, stories, beside._replace(years=all_years), read_by, today, drafts)
    bad = [source.path for source in written if source.path not in stories]
    unsound = {path.rpartition("/")[2].removesuffix(".md") for path in bad}
    references = References(
        folder,
        shown,
        today,
        stories,
        notes,
        years,
        votes,
        standing,
        pictures,
        frozenset(unsound),
        problems,
        loose,
        names,
        recommended,
    )
    references.check()
    photos = references.photos(memo.photos if known else (), workers)
    waiting = waiting_of(stories.values(), notes.values(), years, standing, today, shown)
    if problems:
        raise ContentError(problems, waiting)
    known_photos = tuple(sorted(set(photos.values())))
    return replace(newsroom, pictures=photos, waiting=waiting), Memo(
        context=context,
        files=hashes.seen,
        stories=stories,
        registries=(registry_hash, registries),
        photos=known_photos,
        theme=memo.theme,
        templates=memo.templates,
    )


class _Beside(NamedTuple):
    """The files beside the stories, each checked on its own."""

    notes: dict[Week, DigestNotes]
    years: list[Year]
    standing: list[Standing]
    pictures: dict[str, bytes]  # path -> hash
    votes: list[Vote]  # newest first
    recommended: tuple[str, ...] = ()  # slugs

    def renamed(self, names: Mapping[str, str]) -> "_Beside":
        """With each story under its present name.

        names  a story's former slug -> its present one
        """
        if not names:
            return self
        return self._replace(
            notes={week: renamed_digest(note, names) for week, note in self.notes.items()},
            years=[renamed_year(year, names) for year in self.years],
            votes=[renamed_vote(vote, names) for vote in self.votes],
            recommended=tuple(names.get(slug, slug) for slug in self.recommended),
        )


def _parted(content: Listing, shown: str, problems: list[Problem]) -> tuple[list[Source], list[Source]]:
    """The stories' files, and all others; an odd name is a problem."""
    written: list[Source] = []
    others: list[Source] = []
    for source in content.sources:
        odd = _odd_name(shown, source.path, content)
        if odd:
            problems.append(odd)
        else:
            (written if source.path.startswith(STORIES) and source.path.endswith(".md") else others).append(source)
    return written, others


def _with_votes(
    years: list[Year], votes: list[Vote], out: list[Story], shown: str, problems: list[Problem]
) -> list[Year]:
    """The annual pages as written and as their votes publish them; a draft stands where neither is there.

    out  published stories
    """
    found = years_with_votes([year for year in years if not year.draft], votes, out, shown, problems)
    return found + [year for year in years if year.draft and all(year.year != other.year for other in found)]


def _beside(sources: Iterable[Source], shown: str, hashes: FileHashes, problems: list[Problem]) -> _Beside:
    """Read digests, annual pages, standing pages, pictures and the files of votes; a file of no use is a problem."""
    found = _Beside({}, [], [], {}, [])
    of_votes: dict[str, dict[str, bytes]] = {}  # year -> name of a file -> what it holds
    halves: set[str] = set()  # years whose files hold an unresolved merge
    for source in sources:
        path = source.path
        if path.startswith(FOLDERS) and path.endswith(".md"):
            document = _document(source, shown, hashes, problems)
            if document is None:
                continue
            if path.startswith("digests/"):
                note = digest_from(document, problems)
                if note:
                    found.notes[note.week] = note
            elif path.startswith("top10/"):
                year = year_from(document, problems)
                if year:
                    found.years.append(year)
            else:
                page = standing_from(document, problems)
                if page:
                    found.standing.append(page)
        elif is_picture(path):
            found.pictures[path] = hashes.hash(source)
        elif _is_of_a_vote(path):
            _votes, year_name, name = path.split("/", 2)
            data = read_whole(hashes.folder, path)
            of_votes.setdefault(year_name, {})[name] = data
            if conflict := conflicts_in(data.decode("utf-8", "replace"), f"{shown}/{path}"):
                problems.extend(conflict)
                halves.add(year_name)
        elif path == "README.md":
            data = read_whole(hashes.folder, path)
            problems.extend(conflicts_in(data.decode("utf-8", "replace"), f"{shown}/{path}"))
        elif path == RECOMMENDED:
            entry = _entry(source, shown, hashes, problems)
            found = found._replace(recommended=recommended_from(entry, f"{shown}/{path}", problems))
        elif path not in REGISTRIES:
            problems.append(_unknown_file(shown, path))
    for name in halves:  # what else is wrong with them is seen when they are whole
        del of_votes[name]
    problems.extend(_equal_to_others(shown, found.pictures))
    for year_name, files in sorted(of_votes.items(), reverse=True):
        vote = vote_from(year_name, f"{shown}/votes/{year_name}", files, problems)
        if vote:
            found.votes.append(vote)
    return found


def _equal_to_others(shown: str, pictures: Iterable[str]) -> Iterator[Problem]:
    """Pictures whose names differ in capitals alone, which is one file for Windows and macOS."""
    first: dict[str, str] = {}
    for path in pictures:
        other = first.setdefault(path.casefold(), path)
        if other != path:
            found = _("the name of {other} in other capitals").format(other=quoted(other))
            expected = _("names that differ on every system")
            yield Problem(f"{shown}/{path}", 1, "file", found, expected, _("Rename one of the two."))


def _assembled(
    settings: Settings,
    registries: Registries,
    stories: Mapping[str, Story],
    beside: _Beside,
    read_by: Mapping[str, int],
    today: datetime.date,
    drafts: bool,
) -> Newsroom:
    notes, years, standing, _pictures, votes, recommended = beside
    days: list[datetime.date] = []
    public: list[Story] = []
    retracted = catalogue(settings.language).gettext("{title} (retracted)")
    for story in stories.values():
        if story.date > today and not story.draft:
            days.append(story.date)
        if drafts or (story.date <= today and not story.draft):
            changes = story.corrections or story.retraction
            public.append(story_as_of(story, today, retracted) if changes else story)
        days += [correction.date for correction in story.corrections]
        if story.retraction:
            days.append(story.retraction.date)
    public.sort(key=attrgetter("date", "slug"))
    taken_back = {story.slug: story for story in public if story.retraction}
    named = frozenset(recommended)
    picked = {story.slug: story for story in public if story.slug in named and not story.retraction}
    for vote in votes:
        days += vote.turns
    days += [year.date for year in years if year.date] + [note.date for note in notes.values() if note.date]
    if drafts:
        out = [year for year in years if year.entries]  # a page without entries would be empty
    else:
        out = [year for year in years if not year.draft and (not year.date or year.date <= today)]
        notes = {week: note.as_of(today) for week, note in notes.items() if not note.draft}
        standing = [page for page in standing if not page.draft]
    return Newsroom(
        settings=settings,
        registries=registries,
        stories=tuple(public),
        waiting=(),
        notes=notes,
        years=tuple(sorted(out, key=lambda year: -year.year)),
        votes=tuple(with_retractions(vote, taken_back) for vote in votes) if taken_back else tuple(votes),
        standing=tuple(sorted(standing, key=lambda page: (page.order or 10_000, page.slug))),
        recommended=tuple(picked[slug] for slug in recommended if slug in picked),
        pictures={},
        today=today,
        next=min((day for day in days if day > today), default=None),
        read_by=read_by,
    )


def _document(source: Source, shown: str, hashes: FileHashes, problems: list[Problem]) -> Document | None:
    name = f"{shown}/{source.path}"
    try:
        return document_from(source.path, name, read_text(hashes.folder, source.path, name))
    except Unreadable as error:
        problems.extend(error.problems)
        return None


def _entry(source: Source, shown: str, hashes: FileHashes, problems: list[Problem]) -> Entry:
    """A file that is all fields; none where it cannot be read."""
    name = f"{shown}/{source.path}"
    try:
        return entry_of(read_text(hashes.folder, source.path, name), name)
    except Unreadable as error:
        problems.extend(error.problems)
        return Entry(1, {})


def _is_of_a_vote(path: str) -> bool:
    folder, _slash, rest = path.partition("/")
    name = rest.partition("/")[2]
    return folder == "votes" and (name in VOTE_FILES or bool(VOTE_SEALS.fullmatch(name)))


def beside_stories(sources: list[Source]) -> list[Source]:
    """The files outside the stories' folder, which in a valid newsroom holds only stories.

    sources  sorted by path
    """
    path = attrgetter("path")
    after = STORIES[:-1] + chr(ord(STORIES[-1]) + 1)
    return sources[: bisect_left(sources, STORIES, key=path)] + sources[bisect_left(sources, after, key=path) :]


def _odd_name(shown: str, path: str, content: Listing) -> Problem | None:
    """What is wrong with a file's name, whatever the file holds."""
    if is_plain(path):
        return None
    if not path.isprintable():
        return unprintable_name(shown, path)
    name = f"{shown}/{path}"
    if not is_portable(path):
        fix = _("Choose another: con, aux, nul and the like are its devices.")
        return Problem(name, 1, "file", quoted(path), _("a name that Windows can hold"), fix)
    original = copied_from(path)
    beside = bool(original) and content.holds(original)
    if beside or (original and " " not in original):  # else its own name is odd as well, and that is told
        fix = (
            _("Keep the right parts of both in {original}, and delete the copy.")
            if beside
            else _("Name it {original}.")
        )
        found = _("a copy of a file, made by a program")
        return Problem(name, 1, "file", found, _("one file"), fix.format(original=original))
    composed = normalize("NFC", path)
    if path != composed:
        odd = next(character for character in path if combining(character))
        found = _("a letter in two pieces (U+{code:04X})").format(code=ord(odd))
        fix = _("Rename the file with the letters a-z, digits and hyphens.")
        return Problem(name, 1, "file", found, _("letters in one piece (NFC)"), fix)
    return None


def _unknown_file(shown: str, path: str) -> Problem:
    if path.startswith("images/"):
        return Problem(
            f"{shown}/{path}",
            1,
            "file",
            _("a file name that no picture may have"),
            _("a name of letters, digits, -, _ and . that ends in {suffixes}").format(suffixes=choices(SUFFIXES)),
            _("Export a photograph as JPEG, a drawing or logo as PNG; rename the file if only its name is odd."),
        )
    return Problem(
        f"{shown}/{path}",
        1,
        "file",
        _("a file that the site does not use"),
        _("stories/, digests/, top10/, pages/ with .md files, images/ with pictures, or a registry"),
        _way_out(path),
    )


def _way_out(path: str) -> str:
    """Where a file that the site does not use belongs."""
    stem, dot, suffix = path.rpartition(".")
    if dot and path.startswith(FOLDERS) and suffix.lower() in ("txt", "md", "markdown", "text"):
        return _("Name it {original}.").format(original=f"{stem.removesuffix('.md')}.md")
    if path.startswith(FOLDERS) and suffix.lower() in ("doc", "docx", "wps", "rtf", "odt", "pdf"):
        return _("Paste its text into a .md file, which `new` starts, and move this one out of the content folder.")
    otherwise = _("Move it where it belongs, or out of the content folder.")
    folder, slash, rest = path.partition("/")
    near = nearest(folder.lower(), [name[:-1] for name in (*FOLDERS, "images/")], likeness=0.65) if slash else None
    if near and near != folder:
        return _("Did you mean '{guess}'?").format(guess=f"{near}/{rest}")
    is_registry = "/" not in path and suffix.lower() in ("yaml", "yml", "csv")
    return did_you_mean(path, (*REGISTRIES, RECOMMENDED) if is_registry else (), otherwise)
