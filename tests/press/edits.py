"""Edits: whatever an editor, a designer or a machine may do to a newsroom between two builds."""

import random
import re
from collections.abc import Callable

from tests.builders import Room
from tests.photos import photo_file

SLUGS = [f"story-{number}" for number in range(9)]
DAYS = ["2025-12-29", "2026-02-02", "2026-02-04", "2026-02-09", "2026-05-31", "2026-06-20"]
SECTIONS = ["工作动态", "思想引领", "维权服务"]
REGIONS = ["全国", "山西省", "河南省/洛阳市", "[河南省/洛阳市/涧西区, 陕西省]"]
BODIES = ["正文一段。", "另一段。\n\n## 小标题\n\n有**重点**。", "见[另一篇](story:story-1)。", "1+1>2 & “引”。"]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def write_story(room: Room, dice: random.Random) -> None:
    slug = dice.choice(SLUGS)
    remove_story(room, dice, slug)
    extra = dice.choice(
        [
            {},
            {"highlight": "true"},
            {"lead": "true"},
            {"campaign": "送温暖/2026"},
            {"status": "draft"},
            {"kind": "diary", "column": "蹲点日记"},
            {"related": "[story-0]"},
            {"aliases": f"[old-{slug}, 2025/older-{slug}]"},
            {"retraction": "{date: 2026-06-01, text: 撤回。}"},
            {"retraction": "{date: 2026-07-01, text: 撤回。}", "highlight": "true"},
            {"corrections": "[{date: 2026-07-01, text: 更正一处。}]"},
            {"bylines": f"[{{编写: [{dice.choice(['甲', '乙', 'A/B'])}]}}]"},
            {"image": "{file: images/x.png, alt: 图}"},
            {"image": "[{file: images/y.jpg, alt: 图}, {file: images/x.png, alt: 图, caption: 说}]"},
        ]
    )
    room.story(
        slug,
        dice.choice(BODIES),
        title=f"标题{dice.randrange(5)}",
        date=dice.choice(DAYS),
        category=dice.choice(SECTIONS),
        region=dice.choice(REGIONS),
        **extra,
    )


def write_text(room: Room, dice: random.Random) -> None:
    """Another text under the same header: the edit that looks at the fewest pages."""
    paths = sorted(room.content.glob("stories/*/*.md"))
    if paths:
        path = dice.choice(paths)
        head, _gap, body = path.read_text("utf-8").rpartition("---\n")
        path.write_text(f"{head}---\n{body.rstrip()}\n\n{dice.choice(['添一句。', '再添**一句**。'])}\n", "utf-8")


def remove_story(room: Room, dice: random.Random, slug: str = "") -> None:
    for path in room.content.glob(f"stories/*/{slug or dice.choice(SLUGS)}.md"):
        path.unlink()


def rename_story(room: Room, dice: random.Random) -> None:
    for path in room.content.glob(f"stories/*/{dice.choice(SLUGS)}.md"):
        target = path.with_name(f"{dice.choice(SLUGS)}.md")
        if not list(room.content.glob(f"stories/*/{target.name}")):
            path.rename(target)
            text = target.read_text("utf-8")
            if dice.choice([True, False]) and "aliases: " not in text:
                target.write_text(text.replace("---\n", f"---\naliases: [{path.stem}]\n", 1), "utf-8")


def write_notes(room: Room, dice: random.Random) -> None:
    field = dice.choice(["number: 一", "editors: [{编辑: [甲]}]", "leave_out: [story-2]", "pins: [story-3]"])
    link = dice.choice(["", f"[那篇](story:{dice.choice(SLUGS)})", "[年度](top10:2026)"])
    room.write("digests/2026-W06.md", f"---\n{field}\n---\n引言{dice.randrange(3)}。{link}\n")


def remove_notes(room: Room, dice: random.Random) -> None:
    (room.content / "digests/2026-W06.md").unlink(missing_ok=True)


def write_year(room: Room, dice: random.Random) -> None:
    entries = "".join(
        f"\n## {slug}\n\n### 新闻回放\n\n回放。\n\n### 点评\n\n点评。\n"
        for slug in dice.sample(SLUGS, dice.randrange(1, 3))
    )
    day = dice.choice(["", "", "date: 2026-02-28\n", "date: 2026-12-31\n"])
    room.write("top10/2026.md", f"---\ntitle: 年度\n{day}summary: 十则。\n---\n编者按。\n{entries}")


def write_page(room: Room, dice: random.Random) -> None:
    text = dice.choice(["正文。", f"[那篇](story:{dice.choice(SLUGS)})"])
    alias = dice.choice(["", "aliases: [us]\n"])
    name = dice.choice(["about", "method"])
    room.write(f"pages/{name}.md", f"---\ntitle: 关于\nsummary: 说明。\norder: 1\n{alias}---\n{text}\n")


def remove_page(room: Room, dice: random.Random) -> None:
    (room.content / "pages/about.md").unlink(missing_ok=True)
    (room.content / "top10/2026.md").unlink(missing_ok=True)


def write_picture(room: Room, dice: random.Random) -> None:
    """Another picture, the same under the other name, a broken one, or none."""
    name, suffix = dice.choice([("images/x.png", "png"), ("images/y.jpg", "jpg")])
    picture = photo_file(suffix, dice.choice([20, 500]), 20, dice.randrange(2))
    room.write(name, dice.choice([picture, picture, picture, PIXEL, picture[:40], b""]))


def change_section(room: Room, dice: random.Random) -> None:
    text = (room.content / "sections.yaml").read_text("utf-8")
    change = dice.choice(["slug: thoughts", "slug: thoughts, aliases: [ideas]", "slug: ideas, aliases: [minds]"])
    room.write("sections.yaml", re.sub("slug: (ideas|thoughts)(, aliases: [^}]*)?", change, text) + "\n")


def change_template(room: Room, dice: random.Random) -> None:
    path = room.theme / "templates" / dice.choice(["story.html", "base.html", "list.html", "feed/story.html"])
    path.write_text(path.read_text("utf-8") + f"<!-- {dice.randrange(9)} -->", "utf-8")


def change_style(room: Room, dice: random.Random) -> None:
    path = room.theme / "static" / "site.css"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")


def change_settings(room: Room, dice: random.Random) -> None:
    key, value = dice.choice(
        [
            ("slogan", "新"),
            ("list_items", 5),
            ("related_items", 2),
            ("feeds", ["all"]),
            ("home_items", 3),
            ("icp", "备1"),
            ("search", False),
            ("search", True),
            ("share_cards", True),
            ("share_cards", False),
        ]
    )
    room.goodnews = {**room.goodnews, key: value}


def tamper(room: Room, dice: random.Random) -> None:
    """Another hand in the output: a page lost, a page altered, a file of somebody else's."""
    pages = sorted(room.output.rglob("*.html"))
    if pages:
        page = dice.choice(pages)
        hands: list[Callable[[], object]] = [page.unlink, lambda: page.write_text("x")]
        dice.choice(hands)()


def lose_cache(room: Room, dice: random.Random) -> None:
    for path in [path for path in (room.folder / "cache").rglob("*") if path.is_file()]:
        dice.choice([path.unlink, lambda path=path: path.write_bytes(path.read_bytes()[: dice.randrange(200)])])()


EDITS: list[Callable[[Room, random.Random], None]] = [
    *[write_story] * 6,
    *[write_text] * 4,
    *[remove_story] * 2,
    rename_story,
    write_notes,
    remove_notes,
    write_year,
    write_page,
    remove_page,
    write_picture,
    change_section,
    change_template,
    change_style,
    change_settings,
    tamper,
    lose_cache,
]
