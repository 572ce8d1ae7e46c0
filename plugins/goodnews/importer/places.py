"""Which region an item is from: the places that it names, as the registry of regions knows them."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from goodnews.newsroom.region import Region

_UNION = r"(?:总工会|工会|总|地区|境内|的?职工|人民|市民|老区)"


class Found(NamedTuple):
    paths: tuple[str, ...]  # the main one first; () if no place is named
    others: tuple[str, ...] = ()  # regions of the same name that may be meant instead


class Places:
    """The names of all regions, to be looked up in texts."""

    def __init__(self, regions: Mapping[str, Region]) -> None:
        self.regions = regions
        self.named: dict[str, list[Region]] = {}  # by whole name
        self.short: dict[str, list[Region]] = {}  # by a short form that is not a whole name
        for region in regions.values():
            if region.level != "national":
                self.named.setdefault(region.name, []).append(region)
                for alias in region.aliases:
                    if alias != region.name:
                        self.short.setdefault(alias, []).append(region)
        self.nation = next((path for path, region in regions.items() if region.level == "national"), "")

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted({*self.named, *self.short}, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def at(self, text: str, at: int) -> tuple[str, str] | None:
        """The name of a place that stands there in a text, with the last part of its slug."""
        found = self._names.match(text, at)
        regions = (self.named.get(found[0]) or self.short.get(found[0])) if found else None
        if not found or not regions or (len(found[0]) < 2):
            return None
        region = min(regions, key=lambda region: region.path.count("/"))
        return found[0], region.slug.rpartition("/")[2]

    def is_begun(self, text: str) -> bool:
        """Whether a text begins with the name of a place."""
        return self._names.match(text.strip()) is not None

    def is_place(self, text: str) -> bool:
        """Whether a lead-in such as 河南 or 四川成都 consists of names of places."""
        rest = text
        while rest:
            found = self._names.match(rest)
            nation = self.nation if self.nation and rest.startswith(self.nation) else ""
            if not found and not nation:
                return False
            rest = rest[len(nation) or (found.end() if found else 0) :].lstrip(" ·、")
        return bool(text)

    def _mentions(self, text: str, loose: bool) -> list[tuple[int, list[Region]]]:
        """Every place named in a text, with the regions that it may be.

        loose  whether the short form of a district counts by itself: 洛阳 is a city, 长安 may be anything
        """
        found = []
        for match in self._names.finditer(text):
            name = match[0]
            regions = self.named.get(name, [])
            short = [r for r in self.short.get(name, []) if r not in regions]
            sure = loose or re.match(_UNION, text[match.end() :]) is not None
            regions = regions + [r for r in short if sure or r.level in ("province", "city")]
            if regions:
                found.append((match.start(), regions))
        return found

    def region_of(self, leading: list[str], all_of_it: str) -> Found:
        """The region of an item.

        leading    lead-in, kicker, headline, first sentence: the first that names a place decides
        all_of_it  the whole text, which tells places of one name apart
        """
        context = {regions[0].path for _at, regions in self._mentions(all_of_it, loose=False) if len(regions) == 1}
        main: Region | None = None
        others: tuple[str, ...] = ()
        for number, text in enumerate(leading):
            inside = {main.path} if main else set()
            for _at, regions in self._mentions(text, loose=number == 0):
                chosen = self._chosen(regions, inside, context)
                inside.add(chosen.path)
                if main is None or chosen.path.startswith(main.path + "/"):
                    main = chosen
                    sure = len(regions) == 1 or self._is_backed(chosen, inside | context)
                    others = () if sure else tuple(r.path for r in regions if r.path != chosen.path)
        return Found((main.path,) if main else (), others)

    def _is_backed(self, region: Region, context: set[str]) -> bool:
        """Whether a region above it is named."""
        return any(region.path.startswith(path + "/") for path in context)

    def _chosen(self, regions: list[Region], inside: set[str], context: set[str]) -> Region:
        """Of regions with one name, the one whose parents are named: before it, or anywhere."""
        for named in (inside, context):
            backed = [r for r in regions if any(r.path.startswith(path + "/") or r.path == path for path in named)]
            if backed:
                return backed[0]
        return min(regions, key=lambda r: r.path.count("/"))
