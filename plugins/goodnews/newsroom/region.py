"""Places, from the nation to the district, as the registry `regions.csv` lists them."""

import re
from collections.abc import Mapping

import msgspec

from goodnews.characters import half_width
from goodnews.files import is_portable
from goodnews.language import _
from goodnews.problem import Problem, quoted

REGIONS = "region/index.html"  # address of the page of all regions
LEVELS = ("national", "province", "city", "district")  # in the order a digest prints them
HEADER = ["path", "slug", "level", "code", "aliases"]
_CODE = re.compile(r"[0-9]{0,12}")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]{0,79}(?:/[a-z0-9][a-z0-9-]{0,79}){0,3}")  # a folder each


class Region(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str  # 河南省/洛阳市/涧西区
    slug: str  # henan/luoyang/jianxi: its address below /region/
    level: str  # one of LEVELS
    code: str = ""  # GB/T 2260, where there is one
    aliases: tuple[str, ...] = ()  # short forms understood in suggestions
    former: tuple[str, ...] = ()  # former slugs, oldest first

    @property
    def first_slug(self) -> str:
        """Its id in feeds, which stays the same when its address changes."""
        return self.former[0] if self.former else self.slug

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def address(self) -> str:
        return f"region/{self.slug}/index.html"

    @property
    def feed(self) -> str:
        """Its feed's address without the format; only top-level regions have one."""
        return f"feeds/region/{self.slug}"

    @property
    def parent(self) -> str:
        """Path of the region above, '' at the top."""
        return self.path.rpartition("/")[0]


def regions_from(text: str, shown: str, problems: list[Problem]) -> dict[str, Region]:
    """Read the registry: path -> Region, parents before their children."""
    lines = text.split("\n")
    found: dict[str, Region] = {}
    slugs: dict[str, str] = {}

    def wrong(line: int, field: str, found: str, expected: str, fix: str) -> None:
        problems.append(Problem(shown, line, field, found, expected, fix))

    if lines[0] != ",".join(HEADER):
        wrong(1, "header", quoted(lines[0]), ",".join(HEADER), _("Restore the first line."))
        return found
    for line, written in enumerate(lines[1:], start=2):
        if not written:
            continue
        if '"' in written:
            wrong(line, "row", quoted(written), _("values without quotation marks"), _("Remove them."))
            continue
        row = written.split(",")
        if len(row) != len(HEADER):
            fix = _("Write half-width commas.") if "，" in written else _("Count the commas.")
            wrong(line, "row", _("{n} values").format(n=len(row)), str(len(HEADER)), fix)
            continue
        path, addresses, level, code, aliases = row
        slug, *former = own = addresses.split("|")
        region = Region(path, slug, level, code, tuple(filter(None, aliases.split("|"))), tuple(former))
        odd = next((part for part in own if not _ADDRESS.fullmatch(part)), None)
        taken = next((part for part in own if part in slugs or own.count(part) > 1), None)
        if level not in LEVELS:
            wrong(line, "level", quoted(level), ", ".join(LEVELS), _("Choose one of them."))
        elif path in found:
            wrong(line, "path", quoted(path), _("each region once"), _("Remove one of the two."))
        elif not path or path != "/".join(part.strip() for part in path.split("/") if part):
            wrong(line, "path", quoted(path), _("names joined by /"), _("Remove spaces and empty parts."))
        elif region.parent and region.parent not in found:
            wrong(line, "path", quoted(path), _("its parent above it"), _("Add '{p}' first.").format(p=region.parent))
        elif odd is not None:
            wrong(line, "slug", quoted(odd), _("a-z, 0-9, hyphens and slashes"), _("Use only the letters a-z."))
        elif not all(map(is_portable, own)):
            fix = _("Choose another: con, aux, nul and the like are its devices.")
            wrong(line, "slug", quoted(addresses), _("a name that Windows can hold"), fix)
        elif not _CODE.fullmatch(code):
            wrong(line, "code", quoted(code), _("digits of GB/T 2260, or nothing"), _("Write half-width digits only."))
        elif taken is not None:
            fix = _("'{other}' has it already; choose another.").format(other=slugs.get(taken, path))
            wrong(line, "slug", quoted(taken), _("a slug that nothing else has"), fix)
        else:
            found[path] = region
            slugs |= dict.fromkeys(own, path)
    return found


def suggestion(written: str, regions: Mapping[str, Region]) -> str:
    """The fix for a region that does not exist.

    Short forms, missing parents and other marks between the parts are understood. Similar spelling is not: the
    district with the most similar name is another place.
    """
    one = regions_meant(written.strip(_QUOTES), regions)
    if len(one) == 1:
        return _("Write '{path}'.").format(path=one[0])
    if one:
        return _("Which one? {paths}.").format(paths=_(", ").join(one[:4]))
    parts = [part.strip() for part in _BETWEEN.split(written) if part.strip()]
    if len(parts) > 1:
        several = [regions_meant(part, regions) for part in parts]
        places = [found[0] if len(found) == 1 else part for part, found in zip(parts, several, strict=True)]
        return _("Write a list: {list}.").format(list=f"[{', '.join(places)}]")
    above = half_width(written)
    while "/" in above:
        above = above.rpartition("/")[0]
        if above in regions:
            fix = _("'{parent}' exists: write that, or add '{path}' to content/regions.csv.")
            return fix.format(parent=above, path=written)
    return _("Write a region of content/regions.csv, or add this one there.")


_QUOTES = "“”‘’「」『』【】［］《》\"' "
_BETWEEN = re.compile(r"[，,、；;]+")  # between two places
_COUNTRY = ("中国", "中华人民共和国", "China")  # which no address begins with
_WITHIN = re.compile(r"[/／\\\s·>＞—-]+")  # between a place and one in it


def regions_meant(written: str, regions: Mapping[str, Region]) -> list[str]:
    """The regions that a text can mean, by address, names and short forms, with or without marks."""
    by_slug = [path for path, region in regions.items() if region.slug == half_width(written).strip("/")]
    if by_slug:
        return by_slug
    parts = [part for part in _WITHIN.split(written) if part]
    if _BETWEEN.search(written) or not parts:
        return []
    found = _candidates(parts, regions) or (
        _candidates(parts[1:], regions) if parts[0] in _COUNTRY and parts[1:] else []
    )
    if not found and len(parts) == 1:
        found = [path for path in regions if _spells(written, path, regions)]
    return found


def _spells(written: str, path: str, regions: Mapping[str, Region]) -> bool:
    """Whether a text without marks is a region's name after those of regions above it: 河南省洛阳市."""
    if not written:
        return True
    if not path:
        return False
    region = regions[path]
    return any(
        written.endswith(name) and _spells(written.removesuffix(name), region.parent, regions)
        for name in (region.name, *region.aliases)
    )


def _candidates(parts: list[str], regions: Mapping[str, Region]) -> list[str]:
    """Regions whose own name and ancestors match the parts in order, by name, beginning of a name or alias."""

    def fits(part: str, region: Region) -> bool:
        return part == region.name or part in region.aliases or (len(part) > 1 and region.name.startswith(part))

    found = []
    for path, region in regions.items():
        if not fits(parts[-1], region):
            continue
        chain = _line(region, regions)[:-1]
        rest = parts[:-1]
        for above in reversed(chain):
            if rest and fits(rest[-1], above):
                rest = rest[:-1]
        if not rest:
            found.append(path)
    exact = [path for path in found if parts[-1] in (regions[path].name, *regions[path].aliases)]
    return exact or found


def _line(region: Region, regions: Mapping[str, Region]) -> list[Region]:
    """A region with all above it, from the top."""
    line = [region]
    while line[0].parent:
        line.insert(0, regions[line[0].parent])
    return line


def line_of(path: str, regions: Mapping[str, Region]) -> list[Region]:
    """The region of a path with all above it, from the top down."""
    return _line(regions[path], regions)
