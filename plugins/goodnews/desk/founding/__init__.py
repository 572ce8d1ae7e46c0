"""Founding: the folder of a new newsroom, whole and sound, or nothing.

What is asked becomes a `Charter`; its files are made of it, with the words of its language. They are written beside the
folder, checked there as any newsroom's are, and put in place at once.
"""

import datetime
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from string import Template
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from goodnews.characters import FORBIDDEN
from goodnews.desk.build import Run
from goodnews.desk.check import check
from goodnews.desk.founding.lock import LOCK, REQUIREMENTS, lock_of
from goodnews.installation import THEME
from goodnews.language import _
from goodnews.newsroom.section import NAME_MOST
from goodnews.problem import did_you_mean
from goodnews.settings import ADDRESS, LANGUAGE, settings_from
from goodnews.text.slug import is_slug

CONF = "pelicanconf.py"


class NotFounded(Exception):
    """Nothing was written; the message says why, and the way out."""


@dataclass(frozen=True, slots=True)
class Charter:
    """What a newsroom is to be. Made by who asks; `fault_of` says whether it can be."""

    name: str
    url: str  # of the site, without a slash at its end
    language: str  # a tag such as zh-CN
    zone: str  # such as Asia/Shanghai
    sections: tuple[tuple[str, str], ...]  # names with their slugs, in print order
    regions: bool = False
    campaigns: bool = False
    vote: bool = False


def fault_of(field: str, value: str) -> str:
    """What is wrong with an answer, with the way out; "" if nothing is.

    field  name, url, language, zone or sections
    """
    match field:
        case "name" if not value or FORBIDDEN.search(value):
            return _("A newsroom needs a name, in letters that can be printed.")
        case "name" if len(value) > NAME_MOST:  # stories may name it as their source
            return _("{name}… is too long: at most {most} characters").format(name=value[:20], most=NAME_MOST)
        case "url" if not ADDRESS.fullmatch(value):
            words = _("{url} is not the address of a site: write it whole, such as {guess}")
            host = re.sub(r"^(?:[a-z]+:/*|/+)", "", value) if re.fullmatch(r"[\w.:/-]+", value) else ""
            return words.format(url=value or "''", guess=f"https://{host or 'news.example'}")
        case "language" if not LANGUAGE.fullmatch(value):
            return _("{language} is not the tag of a language: write zh-CN or en").format(language=value or "''")
        case "zone" if value not in available_timezones():
            fix = did_you_mean(value, available_timezones(), _("Write one such as Asia/Shanghai."))
            return _("{zone} is not a time zone. {fix}").format(zone=value or "''", fix=fix)
        case "sections" if not names_in(value):
            return _("A newsroom needs a section at least: write their names with commas between them.")
        case "sections" if long := next((name for name in names_in(value) if len(name) > NAME_MOST), ""):
            return _("{name}… is too long: at most {most} characters").format(name=long[:20], most=NAME_MOST)
    return ""


def names_in(written: str) -> list[str]:
    """Names with commas between them, each once."""
    return list(dict.fromkeys(filter(None, (name.strip() for name in re.split("[,，、]", written)))))


def check_folder(folder: str) -> None:
    """Raises NotFounded if a newsroom cannot be put there."""
    name = os.path.basename(os.path.abspath(folder))
    if not is_slug(name):
        guess = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "my-news"
        words = _("{name} is no name for a newsroom's folder: a-z, 0-9 and hyphens, such as {guess}")
        raise NotFounded(words.format(name=name, guess=guess))
    if os.path.isdir(folder) and not os.path.islink(folder):
        if os.listdir(folder):
            raise NotFounded(_("{folder} is not empty: name a new folder.").format(folder=folder))
    elif os.path.lexists(folder):
        raise NotFounded(_("{folder} is a file: name a new folder.").format(folder=folder))


def found(folder: str, charter: Charter, today: datetime.date, version: str) -> list[str]:
    """Write a newsroom that builds, and that `check` has nothing to say of.

    returns  the paths of its files below the folder
    raises   NotFounded; ContentError with what the check says of the answers; OSError: nothing is there then
    """
    check_folder(folder)
    target = os.path.abspath(folder)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    files = dict(_files(charter, today, version))
    with tempfile.TemporaryDirectory(prefix=".nuanwen-", dir=os.path.dirname(target)) as scratch:
        aside = os.path.join(scratch, "newsroom")
        for path, text in files.items():
            file = os.path.join(aside, path)
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "x", encoding="utf-8", newline="\n") as out:
                out.write(text)
        settings = {
            **{"SITENAME": charter.name, "SITEURL": charter.url, "DEFAULT_LANG": charter.language},
            **{"TIMEZONE": charter.zone, "PATH": os.path.join(aside, "content"), "THEME": os.path.join(aside, "theme")},
            **{"OUTPUT_PATH": os.path.join(scratch, "output"), "CACHE_PATH": os.path.join(scratch, "cache")},
        }
        check(settings_from(settings), Run(today=today))
        if os.path.isdir(target):
            os.rmdir(target)  # it is empty
        shutil.move(aside, target)
    return sorted(files)


def _files(charter: Charter, today: datetime.date, version: str) -> Iterator[tuple[str, str]]:
    """Path and text of every file."""
    words = _words(charter, today, version)

    def text(name: str) -> str:
        return _At(_kept(name)).substitute(words)

    tongue = "zh-CN" if charter.language.startswith("zh") else "en"
    sections = (f"{json.dumps(name, ensure_ascii=False)}: {{slug: {slug}}}\n" for name, slug in charter.sections)
    yield "content/sections.yaml", "".join(sections)
    yield f"content/stories/{today.year}/we-have-begun.md", text(f"story.{tongue}.md")
    yield "content/pages/about.md", text(f"about.{tongue}.md")
    if charter.regions:
        yield "content/regions.csv", _kept(f"regions.{tongue}.csv")
    if charter.campaigns:
        yield "content/campaigns.yaml", text(f"campaigns.{tongue}.yaml")
    yield CONF, text("pelicanconf.txt")
    with open(os.path.join(THEME, "README.md"), encoding="utf-8") as file:
        yield "theme/README.md", _kept(f"theme.{tongue}.md") + file.read()
    yield REQUIREMENTS, text("requirements.txt")
    yield LOCK, lock_of(("vote",) if charter.vote else (), version)
    yield "README.md", text(f"README.{tongue}.md")
    yield ".gitignore", _kept("gitignore.txt")
    yield ".gitattributes", _kept("gitattributes.txt")
    yield ".github/workflows/site.yml", text("site.yml")


class _At(Template):
    """Placeholders as `@name`: dollars and braces belong to workflows and templates."""

    delimiter = "@"


def _kept(name: str) -> str:
    return (resources.files(__name__) / name).read_text("utf-8")


def _words(charter: Charter, today: datetime.date, version: str) -> dict[str, str]:
    chinese = charter.language.startswith("zh")
    tongue = "zh-CN" if chinese else "en"
    region = "全国" if chinese else "Everywhere"
    plain = {
        "name": charter.name,
        "day": str(today),
        "year": str(today.year),
        "version": version,
        "region": f"region: {region}\n" if charter.regions else "",
        "extras": "[vote]" if charter.vote else "",
        "cron": _soon_after_midnight(charter.zone, today),
        "vote": _At(_kept(f"vote.{tongue}.md")).substitute(year=today.year) if charter.vote else "",
    }
    plain |= (
        {
            "about": "网站的设置。本编辑部的都在 GOODNEWS 里。",
            "pinned": "用哪一版暖闻。升级就改这里的版本号。",
            "workflow": "每次推送都检查并生成网站；午夜后再生成一次，到日子的稿件那时登出。",
        }
        if chinese
        else {
            "about": "Settings of the site. The newsroom's own stand in GOODNEWS.",
            "pinned": "Which Nuanwen this newsroom is made with. To upgrade, change the version.",
            "workflow": "Checks and builds the site on every push, and soon after midnight for what waits for a day.",
        }
    )
    authority = f"{urlsplit(charter.url).hostname},{today.year}"
    quoted = {"name": charter.name, "url": charter.url, "language": charter.language, "zone": charter.zone}
    quoted |= {"authority": authority, "section": charter.sections[0][0]}
    return plain | {f"{key}_quoted": json.dumps(text, ensure_ascii=False) for key, text in quoted.items()}


def _soon_after_midnight(zone: str, today: datetime.date) -> str:
    """Five past midnight in a zone, as a schedule in UTC has it."""
    local = datetime.datetime.combine(today, datetime.time(0, 5), ZoneInfo(zone))
    moment = local.astimezone(datetime.UTC)
    return f"{moment.minute} {moment.hour} * * *"
