"""What Pelican does not make by itself: weekly digests, province lists, the story before and after."""

from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from pelican import signals
from pelican.generators import Generator


class Lists(Generator):  # type: ignore[misc] # Pelican has no types
    """Writes the pages of weeks and provinces once the articles are read."""

    def generate_output(self, writer: Any) -> None:
        def write(path: str, name: str, **shown: Any) -> None:
            template = self.get_template(name)
            writer.write_file(path, template, self.context, self.settings["RELATIVE_URLS"], url=path, **shown)

        for week in self.context["weeks"]:
            write(week["url"], "week", week=week)
        for slug, name in self.settings["PROVINCES"]:
            articles = [article for article in self.context["articles"] if article.prov == slug]
            if articles:
                path = f"region/{slug}.html"
                write(path, "province", heading=name, paginated={"articles": articles}, template_name="province")


def arrange(articles_generator: Any) -> None:
    """Group the articles by week, and link each with its neighbours."""
    newest_first = articles_generator.articles
    for later, earlier in pairwise(newest_first):
        later.before, earlier.after = earlier, later
    for article in newest_first:
        article.people = [person.split(" ") for person in article.bylines.split("; ")]
    sections = articles_generator.settings["SECTIONS"]
    weeks = []
    for key, group in groupby(newest_first, attrgetter("week")):
        stories = list(group)[::-1]
        parts = [(slug, name, [s for s in stories if s.category.slug == slug]) for slug, name in sections]
        parts = [part for part in parts if part[2]]
        weeks.append({"name": key.upper(), "url": f"digest/{key}.html", "count": len(stories), "parts": parts})
    articles_generator.context["weeks"] = weeks


def generators(_pelican: Any) -> type[Lists]:
    return Lists


def register() -> None:
    signals.article_generator_finalized.connect(arrange)
    signals.get_generators.connect(generators)
