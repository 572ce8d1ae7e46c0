"""Which region an item is from: the places that it names, as the registry of regions knows them."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from goodnews.newsroom.region import Region

_UNION = r"(?:总工会|工会|总|地区|境内|的?职工|人民|市民|老区)"

_VERBS = ("新建",)  # short names of districts that are words before 工会: 全县新建工会32家
_ELSEWHERE = re.compile(r"(?:来自|家在|家住|老家|祖籍|籍贯)$")  # where somebody comes from is not where it happens
_GOES_TO = re.compile(r"(?:在|到|赴|走进|来到|抵达|落户)$")  # 内蒙古自治区总工会在呼和浩特启动……
_OF_A_FIRM = re.compile(r"(?:铁路)?局集团|籍(?!贯)")  # 上海局集团有限公司南京房建公寓段 is in 南京


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

    def _mentions(
        self, text: str, whole: str, loose: bool = False, within: str = ""
    ) -> list[tuple[int, int, list[Region]]]:
        """Every place named in a text, from where to where, with the regions that it may be.

        whole  the text around it: the short form of a district counts if its full name stands there, for 长安 may be
               anything; so it does before 总工会, if it is `loose`, or where something came to it
        within  path of the region in which it must lie then: 贵州省……来到清镇
        """
        found: list[tuple[int, int, list[Region]]] = []
        passed = -1
        for match in self._names.finditer(text):
            from_there = match.start() == passed or _ELSEWHERE.search(text[: match.start()][-3:])
            if from_there or _OF_A_FIRM.match(text, match.end()):
                passed = match.end()  # 来自山东菏泽: the next name belongs to this one
                continue
            regions = list(self.named.get(match[0], []))
            reached = bool(within) and _GOES_TO.search(text[: match.start()][-3:]) is not None
            union = re.match(_UNION, text[match.end() :]) is not None
            union = union and not (match[0] in _VERBS and text.startswith("工会", match.end()))
            above = [one.path + "/" for one in found[-1][2]] if found and found[-1][1] == match.start() else []
            for region in self.short.get(match[0], []):
                wide = region.level in ("province", "city") or loose or union
                near = reached and region.path.startswith(within + "/")
                within_it = region.path.startswith(tuple(above))  # 成都武侯, 安庆宿松
                if region not in regions and (wide or near or within_it or region.name in whole):
                    regions.append(region)
            if regions:
                found.append((match.start(), match.end(), regions))
        return found

    def region_of(self, leading: list[str], all_of_it: str) -> Found:
        """The region of an item.

        leading    lead-in, kicker, headline, first sentence: the first that names a place decides; a province is
                   narrowed by what stands right behind its name in a later one, or begins the headline, or whose union
                   a sentence names
        all_of_it  the whole text, which tells places of one name apart, and is asked if none of them names one
        """
        whole = "\n".join((*leading, all_of_it))
        context = {regions[0].path for _a, _b, regions in self._mentions(whole, whole) if len(regions) == 1}
        main: Region | None = None
        others: tuple[str, ...] = ()
        for number, text in enumerate((*leading, all_of_it)):
            inside = {main.path} if main else set()
            end = -1
            only = self._only_district(text, whole, main)
            for begin, stop, regions in self._mentions(text, whole, number == 0, main.path if main else ""):
                chosen = self._chosen(regions, inside, context)
                inside.add(chosen.path)
                deeper = main is not None and chosen.path.startswith(main.path + "/")
                begun = (
                    main is not None and main.level == "province" and (not leading[0] or (number == 2 and not begin))
                )
                acts = number > 3 and text[stop:].startswith(("总工会", "工会")) and chosen.name == text[begin:stop]
                there = (number > 1 and _GOES_TO.search(text[:begin][-3:]) is not None) or (
                    number > 3 and chosen.path == only
                )
                if main is None or (deeper and (begin == end or begun or acts or there)):
                    main = chosen
                    known = chosen.level == "province" or self._is_backed(chosen, inside | context)
                    sure = len(regions) == 1 or known
                    others = () if sure else tuple(r.path for r in regions if r.path != chosen.path)
                end = stop if chosen is main or (deeper and begin == end) else -1
        return Found((main.path,) if main else (), others)

    def _only_district(self, text: str, whole: str, city: Region | None) -> str:
        """The district that a text names in full, if it names one alone of a city; '' if not."""
        if city is None or city.level != "city":
            return ""
        named = {
            region.path
            for begin, stop, regions in self._mentions(text, whole)
            for region in regions
            if region.path.startswith(city.path + "/") and region.name == text[begin:stop]
        }
        return named.pop() if len(named) == 1 else ""

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
