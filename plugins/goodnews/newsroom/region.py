"""Places, from the nation to the district, as the registry `regions.csv` lists them."""

import re

import msgspec

from goodnews.language import _
from goodnews.problem import Problem, nearest, quoted

LEVELS = ("national", "province", "city", "district")  # in the order a digest prints them
HEADER = ["path", "slug", "level", "code", "aliases"]
_ADDRESS = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){0,3}")


class Region(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str  # 河南省/洛阳市/涧西区
    slug: str  # henan/luoyang/jianxi: its address below /region/
    level: str  # one of LEVELS
    code: str = ""  # GB/T 2260, where there is one
    aliases: tuple[str, ...] = ()  # short forms understood in suggestions

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

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
            wrong(line, "row", _("{n} values").format(n=len(row)), str(len(HEADER)), _("Count the commas."))
            continue
        path, slug, level, code, aliases = row
        region = Region(path, slug, level, code, tuple(filter(None, aliases.split("|"))))
        if level not in LEVELS:
            wrong(line, "level", quoted(level), ", ".join(LEVELS), _("Choose one of them."))
        elif path in found:
            wrong(line, "path", quoted(path), _("each region once"), _("Remove one of the two."))
        elif not path or path != "/".join(part.strip() for part in path.split("/") if part):
            wrong(line, "path", quoted(path), _("names joined by /"), _("Remove spaces and empty parts."))
        elif region.parent and region.parent not in found:
            wrong(line, "path", quoted(path), _("its parent above it"), _("Add '{p}' first.").format(p=region.parent))
        elif not _ADDRESS.fullmatch(slug):
            wrong(line, "slug", quoted(slug), _("a-z, 0-9, hyphens and slashes"), _("Write it in plain letters."))
        elif slug in slugs:
            wrong(
                line,
                "slug",
                quoted(slug),
                _("a slug of its own"),
                _("'{other}' has it already; choose another.").format(other=slugs[slug]),
            )
        else:
            found[path] = region
            slugs[slug] = path
    return found


def suggestion(written: str, regions: dict[str, Region]) -> str:
    """How to mend a region that does not exist: short forms and missing parents are understood."""
    parts = [part for part in re.split(r"[/\s·、]+", written) if part]
    matches = _candidates(parts, regions)
    if len(matches) == 1:
        return _("Write '{path}'.").format(path=matches[0])
    if matches:
        return _("Which one? {paths}.").format(paths=", ".join(matches[:4]))
    guess = nearest(written, regions)
    return _("Did you mean '{guess}'?").format(guess=guess) if guess else _("See content/regions.csv.")


def _candidates(parts: list[str], regions: dict[str, Region]) -> list[str]:
    """Regions whose own name and ancestors match the parts in order, by name, beginning of a name or alias."""

    def fits(part: str, region: Region) -> bool:
        return part == region.name or part in region.aliases or (len(part) > 1 and region.name.startswith(part))

    if not parts:
        return []
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


def _line(region: Region, regions: dict[str, Region]) -> list[Region]:
    """A region with all above it, from the top."""
    line = [region]
    while line[0].parent:
        line.insert(0, regions[line[0].parent])
    return line


def line_of(path: str, regions: dict[str, Region]) -> list[Region]:
    """The region of a path with all above it, from the top down."""
    return _line(regions[path], regions)
