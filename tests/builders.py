"""Builders: a test names only what it is about; everything else is a plain, valid newsroom."""

import datetime
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goodnews.arrangement import Arrangement, arrange
from goodnews.desk import build as building
from goodnews.desk.build import Memory, Outcome, Run
from goodnews.desk.check import check
from goodnews.newsroom.validate import Newsroom
from goodnews.problem import display_path
from goodnews.settings import Settings, settings_from
from tests.photos import photo_file

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "tests/examples"  # whole newsrooms, all invented
HARBOUR = EXAMPLES / "harbour/content"
TODAY = datetime.date(2026, 6, 1)
THAT_DAY = datetime.date(2026, 11, 22)  # the invented newspaper is read on

SECTIONS = """工作动态: {slug: news, description: 部署与会议。}
思想引领: {slug: ideas}
维权服务: {slug: care, description: 身边的服务。}
"""
CAMPAIGNS = """送温暖:
  slug: songwennuan
  description: 两节走访。
  editions:
    2025: {title: 2025年送温暖}
    2026: {title: 2026年送温暖, slogan: 情暖万家}
"""
COLUMNS = "蹲点日记: {slug: dundian, description: 日记。}\n"
TOPICS = "工资: {slug: wages, description: 工资和欠薪。}\n住房: {slug: housing}\n"  # not in every room
NAMES = "全总: 中华全国总工会\n"
REGIONS = """path,slug,level,code,aliases
全国,national,national,0,
山西省,shanxi,province,14,山西
陕西省,shaanxi,province,61,陕西
河南省,henan,province,41,河南
河南省/洛阳市,henan/luoyang,city,4103,洛阳
河南省/洛阳市/涧西区,henan/luoyang/jianxi,district,410305,涧西
"""


def settings_for(
    content: Path,
    output: Path,
    cache: Path,
    theme: Path,
    url: str = "https://nuanwen.example",
    name: str = "暖闻",
    language: str = "zh-CN",
    **goodnews: Any,
) -> Settings:
    """Settings as Pelican would hand them over."""
    return settings_from(
        {
            "SITENAME": name,
            "SITEURL": url,
            "DEFAULT_LANG": language,
            "TIMEZONE": "Asia/Shanghai",
            "PATH": str(content),
            "OUTPUT_PATH": str(output),
            "CACHE_PATH": str(cache),
            "THEME": str(theme),
            "GOODNEWS": {"workers": 1, **goodnews},
        }
    )


def story_text(body: str = "正文一段。", /, **fields: Any) -> str:
    """A story's file. A field given as None is left out; any other replaces or joins the plain ones."""
    plain: dict[str, Any] = {
        "title": "洛阳热线有人接",
        "date": "2026-02-04",
        "category": "维权服务",
        "region": "河南省/洛阳市",
        "summary": "五年来热线不断。",
        "sources": "[某报]",
    }
    lines = [f"{name}: {value}" for name, value in {**plain, **fields}.items() if value is not None]
    return "---\n" + "\n".join(lines) + f"\n---\n{body}\n"


@dataclass
class Room:
    """A content folder of a test, with its output and cache beside it."""

    folder: Path
    goodnews: Mapping[str, Any] = field(default_factory=dict)
    theme: Path = ROOT / "theme"
    registries: bool = True  # whether the folder starts with the plain ones
    url: str = "https://nuanwen.example"
    name: str = "暖闻"
    language: str = "zh-CN"

    def __post_init__(self) -> None:
        if not self.registries:
            return
        self.write("sections.yaml", SECTIONS)
        self.write("campaigns.yaml", CAMPAIGNS)
        self.write("columns.yaml", COLUMNS)
        self.write("names.yaml", NAMES)
        self.write("regions.csv", REGIONS)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def output(self) -> Path:
        return self.folder / "output"

    @property
    def settings(self) -> Settings:
        cache = self.folder / "cache"
        places = (self.content, self.output, cache, self.theme)
        return settings_for(*places, self.url, self.name, self.language, **self.goodnews)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write one file below content/."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def story(self, slug: str = "hotline", body: str = "正文一段。", **fields: Any) -> Path:
        """Write one story into the folder of its year."""
        year = str(fields.get("date", "2026-02-04"))[:4]
        return self.write(f"stories/{year}/{slug}.md", story_text(body, **fields))

    def check(self, today: datetime.date = TODAY, drafts: bool = False) -> Newsroom:
        return check(self.settings, Run(today=today, drafts=drafts)).newsroom

    def advice(self, today: datetime.date = TODAY, drafts: bool = False) -> list[str]:
        """What `check` advises, a line each; messages name the folder `content`, wherever it is."""
        found = check(self.settings, Run(today=today, drafts=drafts)).advice
        return [str(remark).replace(f"{display_path(str(self.content))}/", "content/") for remark in found]

    def photo(self, path: str, seed: int = 1) -> None:
        """Write a small photograph in the format that its name has."""
        self.write(path, photo_file(path.rpartition(".")[2], seed=seed))

    def arranged(self, today: datetime.date = TODAY) -> Arrangement:
        return arrange(self.check(today))

    def build(
        self,
        today: datetime.date = TODAY,
        drafts: bool = False,
        start: str | None = None,
        memory: Memory | None = None,
    ) -> Outcome:
        return building.build(self.settings, Run(today=today, drafts=drafts, start=start), memory=memory)

    def html(self, path: str) -> str:
        return (self.output / path).read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the output, byte for byte."""
        return {
            str(path.relative_to(self.output)): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }


BARE = ("region", "campaign", "column")  # fields that name entries of registries which a newsroom need not have


def bare(folder: Path) -> Path:
    """The English newsroom with nothing but sections, in its own folder; its content."""
    content = folder / "content"
    shutil.copytree(EXAMPLES / "english/content", content)
    for name in ("regions.csv", "campaigns.yaml", "columns.yaml"):
        (content / name).unlink()
    for path in content.glob("stories/*/*.md"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if line.partition(":")[0] not in BARE), "utf-8")
    return content


def harbour(folder: Path, url: str = "https://chaoxin.example", **goodnews: Any) -> Room:
    """The invented newspaper in its own folder, not yet printed."""
    shutil.copytree(HARBOUR, folder / "content")
    return Room(folder, goodnews, registries=False, url=url, name="潮信")
