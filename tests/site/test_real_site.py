"""The site of a whole newspaper, invented and frozen: complete, sound, small, and the same each time."""

import datetime
import functools
import gzip
import itertools
import posixpath
import re
from collections import Counter
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
import yaml
from lxml import etree

from tests.builders import HARBOUR, THAT_DAY, Room, harbour

SITE = "https://chaoxin.example/"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@functools.cache
def _tree(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def tree(site: Room, path: str) -> lxml.html.HtmlElement:
    return _tree(site.output / path)


def pages(site: Room) -> list[str]:
    return sorted(str(path.relative_to(site.output)) for path in site.output.rglob("*.html"))


def headings(site: Room, path: str) -> list[str]:
    return [" ".join(heading.text_content().split()) for heading in tree(site, path).xpath("//main//h2")]


def headers(folder: str) -> dict[str, dict[str, Any]]:
    """Slug -> front matter of the newspaper's files."""
    found = {}
    for path in sorted((HARBOUR / folder).rglob("*.md")):
        found[path.stem] = yaml.load(path.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)
    return found


def too_many(found: Sequence[object]) -> Sequence[object]:
    """Enough of a list of faults to act on."""
    return found[:10]


# --- What is there


def test_there_is_a_story_page_for_each_file(newspaper: Room):
    stories = {path.stem for path in (newspaper.output / "story").rglob("*.html")}
    assert len(stories) == 37
    assert stories == set(headers("stories"))


def test_digest_of_week_30_has_its_six_sections_with_their_items(newspaper: Room):
    page = tree(newspaper, "digest/2025-W30.html")
    sections = page.xpath("//main//section[h2[@id]]")
    assert [(section.findtext("h2/a"), len(section.xpath(".//article"))) for section in sections] == [
        ("动态", 4),
        ("手艺", 2),
        ("学堂", 5),
        ("身边", 6),
        ("商量", 4),  # and the lead
        ("伙伴", 3),
    ]


def test_digest_of_week_30_opens_with_its_leads_and_three_highlights(newspaper: Room):
    page = tree(newspaper, "digest/2025-W30.html")
    (highlights,) = page.xpath("(//main//section[not(h2/@id)]//ol)[1]")
    assert [link.get("href").partition("#")[2] for link in highlights.xpath(".//a")] == [
        "night-class-charts",
        "isles-open-piers",
        "rope-makers-show",
        "pilots-join",
    ]


def test_annual_page_has_ten_pairs_of_recap_and_comment(newspaper: Room):
    page = tree(newspaper, "top10/2025.html")
    entries = page.xpath("//main//ol/li/article")
    assert len(entries) == 10
    for entry in entries:
        assert [heading.text_content() for heading in entry.xpath(".//h3")] == ["新闻回放", "点评"]
        assert len(entry.xpath(".//section[p]")) == 2


@pytest.mark.parametrize(
    ("path", "campaign"),
    [
        ("campaign/songdeng/2025.html", "送灯/2025"),
        ("campaign/songdeng/2026.html", "送灯/2026"),
        ("campaign/songsan/2025.html", "送伞/2025"),
    ],
)
def test_campaign_page_lists_every_story_of_its_edition(newspaper: Room, path: str, campaign: str):
    expected = {slug for slug, header in headers("stories").items() if header.get("campaign") == campaign}
    links = tree(newspaper, path).xpath("//main//article//h2/a/@href")
    assert expected
    assert sorted(Path(link).stem for link in links) == sorted(expected)


def test_every_story_can_be_found_by_section_month_and_digest(newspaper: Room):
    reached: dict[str, set[str]] = {"section": set(), "archive": set(), "digest": set(), "region": set()}
    for path in pages(newspaper):
        kind = path.partition("/")[0]
        if kind in reached:
            reached[kind] |= {
                Path(link).stem for link in tree(newspaper, path).xpath("//main//a/@href") if "story/" in link
            }
    everything = set(headers("stories"))
    assert all(found == everything for found in reached.values())


# --- Links


def test_every_link_leads_to_a_file_and_an_id_that_exist(newspaper: Room):
    files = set(newspaper.files())
    ids = {path: set(tree(newspaper, path).xpath("//@id")) for path in pages(newspaper)}
    broken = []
    for path in pages(newspaper):
        for target in tree(newspaper, path).xpath("//@href | //@src"):
            url = urlsplit(target)
            if target.startswith((SITE, "/")):
                place = unquote(url.path).removeprefix("/")
            elif url.scheme or url.netloc:
                continue
            else:
                place = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(url.path))) if url.path else path
                )
            if not place or place.endswith("/"):
                place += "index.html"
            anchor = unquote(url.fragment)
            if place not in files or (anchor and anchor not in ids.get(place, ())):
                broken.append((path, target))
    assert too_many(broken) == []


@pytest.mark.parametrize("day", ["2025-01-15", "2025-06-01", "2025-12-30"])
def test_site_of_an_earlier_day_is_whole_as_well(tmp_path: Path, day: str):
    site = harbour(tmp_path, share_cards=False)
    site.build(today=datetime.date.fromisoformat(day))
    test_every_link_leads_to_a_file_and_an_id_that_exist(site)
    test_every_page_is_reached_from_the_home_page(site)


def test_no_link_is_empty_or_leads_to_the_top_by_mistake(newspaper: Room):
    found = [
        (path, link.get("href"))
        for path in pages(newspaper)
        for link in tree(newspaper, path).xpath("//a")
        if link.get("href") in (None, "", "#")
    ]
    assert too_many(found) == []


def test_every_link_has_words(newspaper: Room):
    found = [
        (path, link.get("href"))
        for path in pages(newspaper)
        for link in tree(newspaper, path).xpath("//a")
        if not (link.text_content().strip() or link.get("aria-label"))
    ]
    assert too_many(found) == []


def test_links_inside_the_site_are_relative_so_that_it_works_anywhere(newspaper: Room):
    found = [
        (path, link)
        for path in pages(newspaper)
        if path != "404.html"
        for link in tree(newspaper, path).xpath(
            "//a/@href | //img/@src | //script/@src | //link[not(@rel='canonical')]/@href"
        )
        if link.startswith(("/", SITE))
    ]
    assert too_many(found) == []


def test_every_page_is_reached_from_the_home_page(newspaper: Room):
    seen: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in tree(newspaper, path).xpath("//a/@href"):
            url = urlsplit(link)
            if url.scheme or not url.path:
                continue
            target = (newspaper.output / path).parent.joinpath(unquote(url.path)).resolve()
            if target.suffix == ".html" and target.is_file():
                waiting.append(str(target.relative_to(newspaper.output.resolve())))
    assert set(pages(newspaper)) - seen == {"404.html"}


# --- Every page


def test_every_page_says_language_title_description_address_and_rules(newspaper: Room):
    faults = []
    for path in pages(newspaper):
        page = tree(newspaper, path)
        if page.get("lang") != "zh-CN":
            faults.append((path, "lang"))
        if not (page.findtext(".//title") or "").strip():
            faults.append((path, "title"))
        for name in ("description", "viewport"):
            if not "".join(page.xpath(f"//meta[@name='{name}']/@content")).strip():
                faults.append((path, name))
        policy = "".join(page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content"))
        if "default-src 'none'" not in policy or "unsafe" in policy or "*" in policy:
            faults.append((path, "policy"))
        canonical = page.xpath("//link[@rel='canonical']/@href")
        folder = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        if [unquote(address) for address in canonical] != ([] if path == "404.html" else [SITE + folder]):
            faults.append((path, "canonical"))
    assert too_many(faults) == []


def test_every_page_has_one_heading_of_the_first_level_and_skips_no_level(newspaper: Room):
    faults = []
    for path in pages(newspaper):
        levels = [
            int(heading.tag[1])
            for heading in tree(newspaper, path).xpath("//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        if levels.count(1) != 1 or any(lower - upper > 1 for upper, lower in itertools.pairwise(levels)):
            faults.append((path, levels))
    assert too_many(faults) == []


def test_ids_are_unique_on_every_page(newspaper: Room):
    faults = [
        (path, name)
        for path in pages(newspaper)
        for name, count in Counter[str](tree(newspaper, path).xpath("//@id")).items()
        if count > 1
    ]
    assert too_many(faults) == []


def test_no_two_pages_have_the_same_title_and_address(newspaper: Room):
    found = Counter(
        (
            tree(newspaper, path).findtext(".//title"),
            "".join(tree(newspaper, path).xpath("//link[@rel='canonical']/@href")),
        )
        for path in pages(newspaper)
    )
    assert [pair for pair, count in found.items() if count > 1] == []


def test_no_script_or_style_stands_in_a_page(newspaper: Room):
    faults = []
    for path in pages(newspaper):
        page = tree(newspaper, path)
        faults += [
            (path, "script")
            for script in page.xpath("//script[not(@src)]")
            if script.get("type") != "application/ld+json"
        ]
        faults += [(path, "style") for _found in page.xpath("//style | //@style")]
        faults += [
            (path, name) for element in page.iter(etree.Element) for name in element.attrib if name.startswith("on")
        ]
    assert too_many(faults) == []


def test_no_page_asks_another_server_for_anything(newspaper: Room):
    asking = (
        "//@src | //@srcset | //@poster | //object/@data | //form/@action"
        " | //link[not(@rel='canonical' or @rel='alternate')]/@href"
    )
    found = [
        (path, target)
        for path in pages(newspaper)
        if path != "404.html"
        for target in tree(newspaper, path).xpath(asking)
        if urlsplit(target).netloc or urlsplit(target).scheme
    ]
    assert too_many(found) == []
    for style in (newspaper.output / "static").rglob("*.css"):
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", style.read_text("utf-8"))


def test_every_picture_has_words_and_a_file(newspaper: Room):
    for path in pages(newspaper):
        for picture in tree(newspaper, path).xpath("//img"):
            assert picture.get("alt") is not None, path
            assert picture.get("src"), path


class _Balance(HTMLParser):
    """Whether every element is closed, in the right order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(dict(attrs)) != len(attrs):
            self.faults.append(f"an attribute twice on {tag}")
        if tag == "p" and "p" in self.open:
            self.faults.append("p in p")
        if (
            self.open
            and self.open[-1] == "p"
            and tag in ("div", "ul", "ol", "dl", "section", "article", "figure", "table", "aside", "h2")
        ):
            self.faults.append(f"{tag} in p")
        if tag == "a" and "a" in self.open:
            self.faults.append("a in a")
        if self.open and self.open[-1] in ("ul", "ol") and tag != "li":
            self.faults.append(f"{tag} in a list")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def test_every_element_is_closed_and_in_its_place(newspaper: Room):
    faults = []
    for path in pages(newspaper):
        balance = _Balance()
        balance.feed((newspaper.output / path).read_text("utf-8"))
        balance.close()
        faults += [(path, fault) for fault in balance.faults + balance.open]
    assert too_many(faults) == []


def test_no_page_shows_what_a_template_forgot(newspaper: Room):
    found = [
        (path, sign)
        for path in pages(newspaper)
        for sign in ("{{", "{%", "None", "Undefined", "%(", "\ue000")
        if sign in tree(newspaper, path).text_content()
    ]
    assert too_many(found) == []


# --- Words


def test_pages_speak_chinese(newspaper: Room):
    for path in ("index.html", "digest/2025-W30.html", "subscribe.html", "404.html"):
        page = tree(newspaper, path)
        words = " ".join(page.xpath("//body//text()[not(ancestor::script)]"))
        assert not re.search(r"\b(?:the|of|story|stories|Later|Earlier|Highlights|Archive)\b", words), path


# --- Sizes and sameness


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("story/*/*.html", 12_000), ("index.html", 20_000), ("digest/*-W*.html", 40_000), ("static/*.css", 12_000)],
)
def test_files_travel_light(newspaper: Room, pattern: str, most: int):
    found = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in newspaper.output.glob(pattern)}
    assert found
    assert {name: size for name, size in found.items() if size > most} == {}


def test_building_in_another_place_with_two_workers_gives_identical_bytes(
    newspaper: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "C")
    other = harbour(tmp_path, workers=2)
    other.build(today=THAT_DAY)
    assert other.files() == newspaper.files()


def test_building_again_prints_nothing(newspaper: Room):
    before = newspaper.files()
    report = newspaper.build(today=THAT_DAY).report
    assert not report.printed
    assert newspaper.files() == before


def test_a_later_day_without_new_stories_changes_nothing(newspaper: Room, tmp_path: Path):
    site = harbour(tmp_path / "later")
    site.build(today=datetime.date(2030, 1, 1))
    assert site.files() == newspaper.files()
