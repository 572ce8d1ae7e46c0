"""The invented newsroom: provinces that do not exist, and stories that never happened and say so."""

from pathlib import Path

from ballot.demo.stories import STORIES

YEAR = 2026

SECTIONS = (
    "暖心服务: {slug: care, description: 虚构示例的栏目。}\n工友故事: {slug: people, description: 虚构示例的栏目。}\n"
)
REGIONS = """path,slug,level,code,aliases
全国,national,national,0,
甲省,jia,province,91,
甲省/东市,jia/dong,city,9101,
乙省,yi,province,92,
乙省/南市,yi/nan,city,9201,
丙省,bing,province,93,
丁省,ding,province,94,
"""

COMMENTS = """note: |
  这一年是虚构的：人物、地点、数字、选票、评语都由演示程序编造，只为说明一次评选怎样从初筛走到结果。
comments:
{comments}remarks:
- 看到一半就想给师傅打电话❤️
- {{text: 希望我们厂也有👍🏽, name: 虚构读者甲}}
- {{text: 投了票，也查到了自己的票🙂, place: 甲省}}
"""


def write(content: Path) -> None:
    """Write the newsroom's files below `content`."""
    folder = content / "stories" / str(YEAR)
    folder.mkdir(parents=True, exist_ok=True)
    (content / "sections.yaml").write_text(SECTIONS, "utf-8")
    (content / "regions.csv").write_text(REGIONS, "utf-8")
    lines = STORIES.strip().split("\n")
    for number, (head, text) in enumerate(zip(lines[::2], lines[1::2], strict=True)):
        slug, region, title = head.split(" ")
        day = f"{YEAR}-{1 + number // 3:02}-{3 + 9 * (number % 3):02}"
        section = ("暖心服务", "工友故事")[number % 2]
        (folder / f"{slug}.md").write_text(_file(title, day, section, region, text), "utf-8")


def _file(title: str, day: str, section: str, region: str, text: str) -> str:
    summary = f"（虚构示例）{text}"
    fields = {"title": title, "date": day, "category": section, "region": region, "summary": summary}
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    said = "本篇是演示用的虚构示例，人物、地点和数字都是编造的。"
    return f"---\n{header}kicker: 虚构示例\nsources: [虚构示例]\n---\n{text}\n\n{said}\n"


def comments(slugs: tuple[str, ...]) -> str:
    """comments.yaml for some of the chosen."""
    lines = [
        f"- {{story: {slug}, text: 做法不大，却是职工每天用得着的。（虚构评语）, by: 虚构专家{name}}}\n"
        for slug, name in zip(slugs, "甲乙丙丁", strict=False)
    ]
    return COMMENTS.format(comments="".join(lines))
