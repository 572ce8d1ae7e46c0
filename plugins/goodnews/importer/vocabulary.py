"""What the registries and settings of a newsroom lend to the recognition: sections, campaigns, columns, places."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from goodnews.importer import english
from goodnews.importer.matching import DECOR, ended, folded, key
from goodnews.importer.numbering import without_number
from goodnews.importer.people import named_in
from goodnews.importer.places import Places
from goodnews.newsroom.story import Registries

LONGEST = 10_000  # characters of a line of which it is asked what it is
_CAMPAIGN_MOST = 16  # characters of a campaign's heading besides its name and year: 2026年两节工会送温暖行动·一线见闻
PART_LEAST = 5  # characters of a section's name that may stand for all of it: 和谐劳动关系
_DATELINE = re.compile(
    r"(?:本[报刊网台社]|[\u4e00-\u9fff]{2,6}(?:社|网|报|客户端)|据[\u4e00-\u9fff]{2,8})?(?:[\u4e00-\u9fff]{0,6})(?:\d{1,2}月\d{1,2}日)?(?<![简短快])[讯电](?=[\s(\[:]|记者|通讯员|\d|$)"
)
_LEADIN = re.compile(r"(?P<leadin>[^:|,。;!?\s]{2,14})\s?(?P<mark>[:|])\s*(?P<rest>.*)")
UNIT = re.compile(r".*(?:总工会|工会|公司|集团|学校|大学|医院|铁路局|[段厂矿局]|兵团|[师市区县州旗省])$")


class Vocabulary(NamedTuple):
    """What the newsroom's registries and settings lend to the recognition."""

    registries: Registries
    places: Places
    furniture: tuple[str, ...]

    @classmethod
    def of(cls, registries: Registries, furniture: Iterable[str] = ()) -> "Vocabulary":
        return cls(registries, Places(registries.regions), tuple(furniture))

    def section(self, text: str, least: int = PART_LEAST) -> str:
        """The section that a heading names: `【维权服务】`, `三、维权服务`, `维权服务篇`.

        least  characters of a part of a section's name that stands for it, where no other section's name holds it
        """
        plain = folded(text).strip(DECOR)
        plain = without_number(plain)
        wanted = key(plain)
        exact = next((name for name in self.registries.sections if wanted in (key(name), key(name) + "篇")), "")
        within = [name for name in self.registries.sections if len(wanted) >= least and wanted in key(name)]
        return exact or (within[0] if len(within) == 1 else "")

    def campaign(self, text: str) -> str:
        """The campaign and edition that a heading names: by its title, or by its key and year."""
        plain, wanted = folded(text).strip(DECOR), key(text)
        for name, campaign in self.registries.campaigns.items():
            for edition, year in campaign.years.items():
                if wanted and (
                    wanted == key(year.title)
                    or (
                        len(key(year.title)) >= 6
                        and key(year.title) in wanted
                        and len(wanted) <= len(key(year.title)) + 8
                    )
                ):
                    return f"{name}/{edition}"
            digits = re.search(r"(?:19|20)\d\d", plain)
            rest = len(wanted) - len(key(name)) - 4
            begins = re.match(rf"(?:20\d\d|\W*{re.escape(name)})", plain)
            if (
                name in plain
                and digits
                and digits[0] in campaign.years
                and begins
                and rest <= _CAMPAIGN_MOST
                and not ended(text)
            ):
                return f"{name}/{digits[0]}"
        return ""

    def is_slogan(self, text: str) -> bool:
        """Whether a line holds the slogan of a campaign's year and hardly more."""
        years = (year for campaign in self.registries.campaigns.values() for year in campaign.years.values())
        said, wanted = key(text), [key(year.slogan) for year in years if year.slogan]
        return any(slogan in said and len(said) <= len(slogan) + 6 for slogan in wanted)

    def column(self, text: str) -> str:
        plain = key(text)
        return next((name for name in self.registries.columns if plain == key(name)), "")

    def under_column(self, text: str) -> tuple[str, str] | None:
        """The column that stands before a headline on its line, and the headline as written: `蹲点日记｜摆摊的一天`."""
        found = re.fullmatch(r"\W*(?P<column>[^|:·\]]{2,20}?)\s*[|:·\]]\s*(?P<rest>\S.*)", folded(text[:LONGEST]))
        column = self.column(found["column"]) if found else ""
        return (column, text[found.start("rest") :].strip()) if found and column else None

    def leadin(self, text: str) -> tuple[str, str] | None:
        """`河南：……` or `某某工会：……` as lead-in and the rest, both as written."""
        if len(text) > LONGEST:
            return None
        plain = folded(text)
        found = _LEADIN.fullmatch(plain.strip())
        if not found:
            return self._set_apart(text, plain)
        at = len(plain) - len(plain.lstrip())
        lead = found["leadin"]
        unit = found["mark"] == ":" and len(lead) >= 3 and UNIT.fullmatch(lead)
        if not (self.places.is_place(lead) or unit):
            return None
        return text[at + found.start("leadin") : at + found.end("leadin")], text[
            at + found.start("rest") : at + found.end("rest")
        ]

    def _set_apart(self, text: str, plain: str) -> tuple[str, str] | None:
        """A place before a headline, with a wide gap or in brackets: `石岬省 旧驾驶室搬进教室`, `【全国】`."""
        found = re.fullmatch(
            r"\s*(?:\[(?P<a>[^\[\]]{2,14})\]\s*|(?P<b>[\u4e00-\u9fff]{2,14})\s+)(?P<rest>.{0,60})", plain
        )
        if not found:
            return None
        group = "a" if found["a"] else "b"
        if not self.places.is_place(found[group]) or (group == "b" and not found["rest"]) or named_in(found["rest"]):
            return None
        return text[found.start(group) : found.end(group)], text[found.start("rest") :].strip()

    def is_bare_place(self, plain: str) -> bool:
        """Whether a line, folded, is the name of a place and nothing else: `◆江苏昆山`."""
        return self.places.is_place(plain.strip(DECOR))

    def dateline(self, text: str) -> str:
        """The dateline that a paragraph begins with, as written; '' if none."""
        for known in self.registries.datelines:
            if text.startswith(known):
                return known
        plain = folded(text[:80])
        bracketed = re.match(r"\[\s*(?P<inner>[^\[\]]{2,12}?)\s*\]", plain)  # 【本报讯】
        inner = bracketed["inner"] if bracketed else ""
        if bracketed and (inner in self.registries.datelines or _DATELINE.fullmatch(inner)):
            return text[: bracketed.end()]
        found = _DATELINE.match(plain)
        return text[: found.end()] if found and found.end() >= 3 else english.dateline(text)
