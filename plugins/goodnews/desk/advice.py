"""Advice: what an editor may want to look at again. Printed by `check`; nothing here keeps a story from print."""

import re
from collections.abc import Collection, Iterator

from goodnews.language import _
from goodnews.newsroom.story import Story
from goodnews.newsroom.texts import texts_in
from goodnews.newsroom.validate import Newsroom
from goodnews.problem import Problem, quoted
from goodnews.text.document import document_from
from goodnews.text.markup import inner_target
from goodnews.text.reading import read_text

PARAGRAPH = (100, 320)  # characters of a digest's paragraph: about 120 to 300
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def advice_on(newsroom: Newsroom, shown: str) -> list[Problem]:
    """Advice on every story, in the order of the files.

    shown  how messages name the content folder
    """
    names = newsroom.registries.names
    public = {story.slug for story in newsroom.stories}
    texts = texts_in(newsroom.settings.content)
    found = []
    for story in newsroom.stories:
        body = texts.source(story.path, story.body)
        remarks = [*_paragraph(story), *_figures(story, body), *_short_names(body, names), *_early_links(story, public)]
        if remarks:
            name = f"{shown}/{story.path}"
            document = document_from(story.path, name, read_text(newsroom.settings.content, story.path, name))
            fields = {field: line for field, (line, _node) in document.entry.fields.items()}
            for field, was, expected, fix in remarks:
                found.append(Problem(name, fields.get(field, document.body_line), field, was, expected, fix))
    return sorted(found)


Remark = tuple[str, str, str, str]  # field, found, expected, fix


def _paragraph(story: Story) -> Iterator[Remark]:
    """The one paragraph that a digest prints is neither a headline nor an essay."""
    length = len(story.digest_summary)
    if length and not PARAGRAPH[0] <= length <= PARAGRAPH[1]:
        was = _("{count} characters").format(count=length)
        yield "digest_summary", was, _("about 120 to 300"), _("Read it once more beside its neighbours.")


def _figures(story: Story, body: str) -> Iterator[Remark]:
    """A figure of the headline stands in the text as well."""
    told = {*_FIGURE.findall(body), *_FIGURE.findall(story.summary)}
    for figure in dict.fromkeys(_FIGURE.findall(story.title)):
        if figure not in told:
            fix = _("Compare the headline with the text.")
            yield "title", quoted(figure), _("a figure that the text gives too"), fix


def _short_names(body: str, names: dict[str, str]) -> Iterator[Remark]:
    """A short name comes after the full one, or readers from elsewhere are lost."""
    for short, full in names.items():
        first_full = body.find(full)
        before = body if first_full < 0 else body[:first_full]
        if short in before.replace(full, ""):
            fix = _("Write the full name where it is first mentioned.")
            yield "body", quoted(short), _("'{full}' before it").format(full=full), fix


def _early_links(story: Story, public: Collection[str]) -> Iterator[Remark]:
    """A link to a story that waits for its day is but text until then."""
    for href in story.outline.links:
        target = inner_target(href)
        if target and target[0] == "story" and target[1] not in public:
            fix = _("Until then the link is printed as text; see whether it reads well.")
            yield "body", quoted(href), _("a story that is out"), fix
