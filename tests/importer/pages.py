"""Pages for the tests of the importer: what a reader of files would hand over, and what came of it."""

import datetime
from collections.abc import Sequence
from functools import cache

from goodnews.importer.damage import Repair
from goodnews.importer.imported import Imported, Wanted, imported
from goodnews.importer.raw import Line, Raw
from goodnews.importer.rows import Draft
from goodnews.importer.taken import Taken
from goodnews.importer.vocabulary import Vocabulary
from goodnews.newsroom.body import converted_body
from goodnews.newsroom.digest import digest_from
from goodnews.newsroom.registries import registries_alone
from goodnews.newsroom.story import Registries, Story, story_from
from goodnews.newsroom.top10 import year_from
from goodnews.problem import Problem
from goodnews.text.document import document_from
from goodnews.text.reading import text_from
from tests.builders import CAMPAIGNS, COLUMNS, EXAMPLES, Room

SECTIONS = """工作动态: {slug: news, description: 工会系统的部署、会议和大型活动。}
思想引领: {slug: ideas, description: 宣讲、文艺和职工文化。}
建功立业: {slug: skills, description: 培训、竞赛、创新，产业工人队伍建设改革。}
维权服务: {slug: care, description: 帮扶、健康、托管、驿站等职工身边的服务。}
构建和谐劳动关系: {slug: relations, keywords: [协商, 派单, 欠薪]}
"""
DAY = datetime.date(2026, 2, 5)
NEWS = "本报讯（记者甲一）2月3日，{}市总工会请来众人，说了半日，定下三件事。"  # of a city

# A digest with two items and a list of highlights, in another order than the items.
DIGEST_OF_TWO = """一周速览（第49期）
2026年2月8日
核心提示
●洛阳乙事
●甲事开了头
工作动态
甲事开了头
2月3日，全总部署送温暖工作，各地工会走访慰问。
维权服务
【河南】洛阳乙事
2月5日，洛阳市总工会开了早餐点，环卫工人都能吃上。
来源：某报、某网等
"""


def raw(text: str, name: str = "page.txt", **more: object) -> Raw:
    """A file of text, line by line."""
    return Raw(name, tuple(Line(number, line) for number, line in enumerate(text.split("\n"), start=1)), **more)  # type: ignore[arg-type]


@cache
def registries() -> Registries:
    """Sections and campaigns of the tests, and all regions of the country."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        room.write("sections.yaml", SECTIONS)
        room.write("campaigns.yaml", CAMPAIGNS)
        room.write("columns.yaml", COLUMNS)
        room.write("regions.csv", (EXAMPLES / "regions.csv").read_bytes())
        return registries_alone(room.settings)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.of(registries())


def bring(
    text: str | Raw,
    profile: str = "",
    date: datetime.date | None = DAY,
    source: str = "某报",
    repairs: Sequence[Repair] = (),
) -> Imported:
    page = text if isinstance(text, Raw) else raw(text)
    return imported(page, vocabulary(), Wanted(profile, source, date), DAY, "来源名称", Taken(), repairs)


def story_of(draft: Draft) -> Story:
    """The draft as a story; an assertion names its problems."""
    problems: list[Problem] = []
    document = document_from(draft.path, draft.path, text_from(draft.text.encode(), draft.path))
    story = story_from(document, converted_body(document), registries(), problems)
    assert story is not None and not problems, [*map(str, problems), draft.text]
    return story


def check_sheet(draft: Draft) -> None:
    """An assertion names the problems of a digest's or an annual page's draft."""
    problems: list[Problem] = []
    document = document_from(draft.path, draft.path, text_from(draft.text.encode(), draft.path))
    made = (digest_from if draft.folder == "digests" else year_from)(document, problems)
    assert made is not None and not problems, [*map(str, problems), draft.text]


def stories_of(text: str | Raw, profile: str = "") -> list[Story]:
    return [story_of(draft) for draft in bring(text, profile).drafts]


def titles(found: Imported) -> list[str]:
    return [item.title.text if item.title else "" for item in found.page.items]
