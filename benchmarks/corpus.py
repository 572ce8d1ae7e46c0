"""The corpus: any number of Chinese news stories made from word lists, the same bytes every time.

Fifty stories a week, six sections, every province. Story i is the same whatever the number of stories, so the corpus
of 1,000 is a prefix of that of 10,000. No real article, person or event is in it.
"""

import datetime
import random
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.words import SENTENCES, WORDS

SEED = 20_260_601
FIRST = datetime.date(1990, 1, 1)  # the Monday of an ISO week
A_WEEK = 50
PICTURES = tuple(f"images/scene-{number}.png" for number in range(6))


@dataclass(frozen=True, slots=True)
class Place:
    """A section or a province: its name, and its slug in addresses."""

    name: str
    slug: str


SECTIONS = (
    Place("工作动态", "news"),
    Place("思想引领", "ideas"),
    Place("建功立业", "skills"),
    Place("维权服务", "care"),
    Place("构建和谐劳动关系", "relations"),
    Place("组织建设", "organizing"),
)
SHARES = (30, 14, 16, 18, 10, 12)  # of each section, in percent

# The provinces of content/regions.csv, in its order, with their codes.
PROVINCES = {
    code: Place(name, slug)
    for code, name, slug in (
        row.split(":")
        for row in (
            "11:北京市:beijing 12:天津市:tianjin 13:河北省:hebei 14:山西省:shanxi 15:内蒙古自治区:neimenggu "
            "21:辽宁省:liaoning 22:吉林省:jilin 23:黑龙江省:heilongjiang 31:上海市:shanghai 32:江苏省:jiangsu "
            "33:浙江省:zhejiang 34:安徽省:anhui 35:福建省:fujian 36:江西省:jiangxi 37:山东省:shandong "
            "41:河南省:henan 42:湖北省:hubei 43:湖南省:hunan 44:广东省:guangdong 45:广西壮族自治区:guangxi "
            "46:海南省:hainan 50:重庆市:chongqing 51:四川省:sichuan 52:贵州省:guizhou 53:云南省:yunnan "
            "54:西藏自治区:xizang 61:陕西省:shaanxi 62:甘肃省:gansu 63:青海省:qinghai 64:宁夏回族自治区:ningxia "
            "65:新疆维吾尔自治区:xinjiang 66:新疆生产建设兵团:bingtuan 71:台湾省:taiwan "
            "81:香港特别行政区:hongkong 82:澳门特别行政区:macao"
        ).split()
    )
}


@dataclass(frozen=True, slots=True)
class Story:
    """One story, before any generator's way of writing it down."""

    slug: str
    title: str
    day: datetime.date
    place: int  # among the stories of its week, from 0
    section: Place
    province: Place
    city: str
    summary: str
    source: str
    bylines: tuple[tuple[str, str], ...]  # role, name
    body: str  # Markdown; pictures are named images/…

    @property
    def week(self) -> str:
        """1990-W01"""
        year, number, _day = self.day.isocalendar()
        return f"{year}-W{number:02}"


class _Dice:
    """Chance that every Python rolls alike: `random()` alone is promised never to change."""

    def __init__(self, index: int) -> None:
        self._roll = random.Random(SEED * 1_000_000_007 + index).random

    def number(self, low: int, high: int) -> int:
        return low + int(self._roll() * (high - low + 1))

    def __getitem__(self, kind: str) -> str:
        """A word of that kind; so `format_map` fills a pattern."""
        words = WORDS[kind]
        return words[int(self._roll() * len(words))]


def stories(count: int) -> Iterator[Story]:
    """The first `count` stories, oldest first."""
    return (story(index) for index in range(count))


def newest(count: int) -> Story:
    """One story more than a corpus of `count` has, on the day of its last."""
    last = story(count - 1)
    return story(count, last.day, last.place + 1)


def story(index: int, day: datetime.date | None = None, place: int | None = None) -> Story:
    """Story number `index`, from 0.

    day, place  instead of its own
    """
    dice = _Dice(index)
    week, own_place = divmod(index, A_WEEK)
    section = _section(dice.number(0, 99))
    province = tuple(PROVINCES.values())[dice.number(0, len(PROVINCES) - 1)]
    city, office, good = dice["city"], dice["office"], dice["good"]
    bylines = [("记者", "{family}{name}".format_map(dice))]
    bylines += [(dice["role"], "{family}{name}".format_map(dice)) for _ in range(dice.number(0, 2))]
    return Story(
        slug=f"s{index + 1:06}",
        title=city + office + "{manner}{deed}".format_map(dice) + good + dice["gain"],
        day=day or FIRST + datetime.timedelta(days=7 * week + own_place * 7 // A_WEEK),
        place=own_place if place is None else place,
        section=section,
        province=province,
        city=city,
        summary=province.name
        + city
        + office
        + dice["deed"]
        + good
        + "，{number}名{people}受益，{gain}。".format_map(dice),
        source=dice["paper"],
        bylines=tuple(bylines),
        body=_body(dice, index, good),
    )


def _section(share: int) -> Place:
    for section, part in zip(SECTIONS, SHARES, strict=True):
        if share < part:
            return section
        share -= part
    raise ValueError(share)


def _body(dice: _Dice, index: int, good: str) -> str:
    """Three to eight paragraphs with a picture, a heading, a list, a quote, bold words and a link: 300 to 900 marks."""
    marks = dice.number(300, 900)
    count = max(3, min(8, round(marks / 110)))
    paragraphs = [_paragraph(dice, marks // count - 45) for _ in range(count)]
    bold, link = dice.number(0, count - 1), dice.number(0, count - 1)
    paragraphs[bold] += "最受欢迎的是**{good}**，{gain}。".format_map(dice)
    paragraphs[link] += f"时间和地点见[{dice['place']}的通知](https://example.org/notice/{index + 1})。"
    middle = count // 2
    blocks = [
        paragraphs[0],
        f"![{good}的现场]({PICTURES[index % len(PICTURES)]})",
        *paragraphs[1:middle],
        f"## {dice['heading']}",
        paragraphs[middle],
        "\n".join("- {deed}{good}，{gain}".format_map(dice) for _ in range(3)),
        *paragraphs[middle + 1 : -1],
        f"> {_sentence(dice)}",
        paragraphs[-1],
    ]
    return "\n\n".join(blocks) + "\n"


def _paragraph(dice: _Dice, marks: int) -> str:
    text = _sentence(dice)
    while len(text) < marks:
        text += _sentence(dice)
    return text


def _sentence(dice: _Dice) -> str:
    return SENTENCES[dice.number(0, len(SENTENCES) - 1)].format_map(dice)


def picture(number: int) -> bytes:
    """A small PNG of stripes in one colour; stored, not packed, so that every zlib gives the same bytes."""
    width, height = 48, 30
    colour = (60 + 30 * number, 200 - 20 * number, 120)
    row = b"\0" + b"".join(bytes(value + 40 * (x // 6 % 2) & 255 for value in colour) for x in range(width))
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(row * height, 0)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(data)) + kind + data for kind, data in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk + struct.pack(">I", zlib.crc32(chunk[4:])) for chunk in chunks)
