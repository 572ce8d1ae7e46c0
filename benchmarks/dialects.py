"""Dialects: how each generator wants the same stories written down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import PICTURES, PROVINCES, SECTIONS, Story, picture


@dataclass(frozen=True, slots=True)
class Dialect:
    """One way to write a corpus into a site's folder."""

    stories: str  # folder of the stories
    pictures: str  # folder that holds images/
    address: str  # what stands before images/… in a body
    header: Callable[[Story], str]
    registries: Callable[[], dict[str, str]] = dict  # further files: path -> text

    def path(self, site: Path, story: Story) -> Path:
        return site / self.stories / str(story.day.year) / f"{story.slug}.md"

    def write(self, site: Path, story: Story) -> None:
        path = self.path(site, story)
        path.parent.mkdir(parents=True, exist_ok=True)
        body = story.body.replace("](images/", f"]({self.address}images/")
        path.write_bytes(f"---\n{self.header(story)}---\n\n{body}".encode())

    def fill(self, site: Path, stories: Iterable[Story]) -> None:
        """Write everything: stories, pictures, registries."""
        for number, name in enumerate(PICTURES):
            path = site / self.pictures / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture(number))
        for name, text in self.registries().items():
            (site / name).write_bytes(text.encode())
        for story in stories:
            self.write(site, story)


def _ours(story: Story) -> str:
    bylines = ", ".join(f"{{{role}: [{name}]}}" for role, name in story.bylines)
    return (
        f"title: {story.title}\n"
        f"date: {story.day}\n"
        f"category: {story.section.name}\n"
        f"region: {story.province.name}\n"
        f"kicker: {story.city}\n"
        f"summary: {story.summary}\n"
        f"sources: [{story.source}]\n"
        f"bylines: [{bylines}]\n"
    )


def _our_registries() -> dict[str, str]:
    sections = [f"{section.name}: {{slug: {section.slug}}}\n" for section in SECTIONS]
    regions = [f"{place.name},{place.slug},province,{code},\n" for code, place in PROVINCES.items()]
    return {
        "content/sections.yaml": "".join(sections),
        "content/regions.csv": "path,slug,level,code,aliases\n" + "".join(regions),
    }


def _hugo(story: Story) -> str:
    bylines = "".join(f"  - {{role: {role}, name: {name}}}\n" for role, name in story.bylines)
    return (
        f"title: {story.title}\n"
        f"date: {story.day}T{_minute(story)}:00+08:00\n"
        f"week: {story.week.lower()}\n"
        f"sec: {story.section.slug}\n"
        f"prov: {story.province.slug}\n"
        f"category: {story.section.name}\n"
        f"region: {story.province.name}\n"
        f"city: {story.city}\n"
        f"summary: {story.summary}\n"
        f"source: {story.source}\n"
        f"bylines:\n{bylines}"
    )


def _pelican(story: Story) -> str:
    bylines = "; ".join(f"{role} {name}" for role, name in story.bylines)
    return (
        f"title: {story.title}\n"
        f"date: {story.day} {_minute(story)}\n"
        f"slug: {story.slug}\n"
        f"week: {story.week.lower()}\n"
        f"category: {story.section.slug}\n"
        f"prov: {story.province.slug}\n"
        f"secname: {story.section.name}\n"
        f"region: {story.province.name}\n"
        f"city: {story.city}\n"
        f"summary: {story.summary}\n"
        f"source: {story.source}\n"
        f"bylines: {bylines}\n"
    )


def _minute(story: Story) -> str:
    """A time that keeps the stories of a day in their order; no page shows it."""
    return f"00:{story.place:02}"


OURS = Dialect("content/stories", "content", "", _ours, _our_registries)
HUGO = Dialect("content/story", "static", "/", _hugo)
PELICAN = Dialect("content/story", "content", "/", _pelican)
