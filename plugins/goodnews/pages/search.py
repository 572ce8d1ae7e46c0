"""The search page and the files of its index, as pages of the press."""

import json

from goodnews.arrangement import Arrangement
from goodnews.newsroom.month import year_address
from goodnews.pages.links import Links, page
from goodnews.pages.views.parts import Link
from goodnews.pages.views.search import IndexFile, IndexRoot, SearchPage, TitlesFile
from goodnews.press.page import Page
from goodnews.search.index import Index
from goodnews.search.letters import common, is_paired, letters, simplified

PATH = "search.html"
TITLES_MOST = 1000  # that are suggested: some 40 KB as they travel
SCRIPTS = frozenset({"static/search.js", "static/slash.js"})  # of the theme, used by search alone


def search_pages(links: Links, arrangement: Arrangement, index: Index) -> list[Page]:
    return [_search_page(links, arrangement), *_index_files(links, arrangement, index)]


def _search_page(links: Links, arrangement: Arrangement) -> Page:
    registries = links.registries
    regions = [r for r in registries.regions.values() if not r.parent and r.path in arrangement.by_region]
    sections = [
        Link(key, section.slug) for key, section in registries.sections.items() if key in arrangement.by_section
    ]
    years = sorted({year for year, _month in arrangement.by_month}, reverse=True)
    title = links.say("Search")
    view = SearchPage(
        head=links.head(title, PATH, title),
        sections=tuple(sections),
        regions=tuple(Link(region.name, region.slug) for region in regions),
        years=tuple(Link(str(year), str(year)) for year in years),
        places=tuple(links.region(region.path) for region in regions),
        archive=tuple(Link(str(year), year_address(year)) for year in years),
    )
    return page(PATH, "search", view)


def _index_files(links: Links, arrangement: Arrangement, index: Index) -> list[Page]:
    """Shards, records, the root that describes them, and what helps where nothing is found."""
    files = [
        page(f"search/{name}.js", "search.index", IndexFile(name, hash_, name in index.shards))
        for found in (index.shards, index.records)
        for name, hash_ in found.items()
    ]
    folds = is_paired(links.settings.language)
    root = {
        "bits": index.bits,
        "months": [(shape.month, shape.width, shape.chunk) for shape in index.shapes],
        "present": _present(index),
        "version": index.version,
        "fold": folds,
        "pinyin": _is_spelled(links),
    }
    files.append(page("search/root.js", "search.root", IndexRoot("root", json.dumps(root, separators=(",", ":")))))
    files.append(page("search/words.js", "search.root", IndexRoot("words", _words(links))))
    newest = arrangement.stories[: -TITLES_MOST - 1 : -1]
    places = tuple(
        (region.name, region.slug.rpartition("/")[2])
        for region in links.registries.regions.values()
        if region.path in arrangement.by_region
    )
    view = TitlesFile("titles", tuple(story.title for story in newest), places, _is_spelled(links))
    files.append(page("search/titles.js", "search.titles", view))
    if _is_spelled(links):
        sounds = TitlesFile("sounds", (" ".join(common()),), (), True)
        files.append(page("search/sounds.js", "search.titles", sounds))
    if folds:
        table = json.dumps("".join(map("".join, sorted(simplified().items()))), ensure_ascii=False)
        files.append(page("search/fold.js", "search.root", IndexRoot("fold", table)))
    return files


def _is_spelled(links: Links) -> bool:
    return links.settings.language.partition("-")[0] == "zh"


def _words(links: Links) -> str:
    """What readers type -> what stories say, folded as queries and texts are."""
    alike = letters(links.settings.language)
    words: dict[str, list[str]] = {}
    for word, others in links.registries.words.items():
        known = words.setdefault(word.translate(alike), [])
        known += [other for other in (one.translate(alike) for one in others) if other not in known]
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def _present(index: Index) -> str:
    """Which shards there are: a hexadecimal digit for every four, the first of them its lowest bit."""
    bits = sum(1 << int(name, 16) for name in index.shards)
    return f"{bits:0{max(1, (1 << index.bits) // 4)}x}"[::-1]
