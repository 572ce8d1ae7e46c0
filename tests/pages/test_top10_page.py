"""The annual page."""

import json

from tests.builders import Room
from tests.looking import annual, printed, say, shown, view

PATH = "top10/2025.html"
FILE = "top10/2025.md"
HEART = "\u2764\ufe0f"


def stories(room: Room, *slugs: str) -> None:
    for number, slug in enumerate(slugs):
        room.story(slug, title=f"标题{slug}", date=f"2026-01-{number + 1:02}", kicker=f"引题{slug}")


# --- View


def test_entries_stand_in_the_order_written_with_the_words_of_their_stories(room: Room):
    stories(room, "a", "b")
    room.write(FILE, annual("b", "a"))
    entries = view(room, PATH).body.entries
    assert [(entry.anchor, entry.title, entry.kicker) for entry in entries] == [
        ("b", "标题b", "引题b"),
        ("a", "标题a", "引题a"),
    ]
    assert entries[0].url == "story/2026/b.html"
    assert [region.text for region in entries[0].regions] == ["河南省", "洛阳市"]


def test_any_number_of_entries_makes_a_page(room: Room):
    slugs = [f"s{number}" for number in range(12)]
    stories(room, *slugs)
    room.write(FILE, annual(*slugs))
    assert len(view(room, PATH).body.entries) == 12


def test_labels_may_be_changed(room: Room):
    stories(room, "a")
    text = annual("a", recap_label="回顾", comment_label="短评")
    room.write(FILE, text.replace("新闻回放", "回顾").replace("### 点评", "### 短评"))
    body = view(room, PATH).body
    assert (body.recap_label, body.comment_label) == ("回顾", "短评")
    assert body.entries[0].comment.source == "点评。"


def test_commentator_stands_after_the_label(room: Room):
    stories(room, "a")
    room.write(FILE, annual("a").replace("### 点评", "### 点评：某教授"))
    assert view(room, PATH).body.entries[0].commentator == "某教授"


def test_years_lead_to_each_other(room: Room):
    stories(room, "a")
    for year in (2023, 2024, 2025):
        room.write(f"top10/{year}.md", annual("a", title=f"{year}年度"))
    page = view(room, "top10/2024.html")
    assert (page.earlier.url, page.later.url) == ("top10/2023.html", "top10/2025.html")
    assert view(room, "top10/2023.html").earlier is None
    assert view(room, "top10/2025.html").later is None


def test_index_lists_the_years_newest_first(room: Room):
    stories(room, "a")
    for year in (2024, 2025):
        room.write(f"top10/{year}.md", annual("a", title=f"{year}年度"))
    (group,) = view(room, "top10/index.html").groups
    assert [(link.text, link.count) for link in group.links] == [("2025年度", 1), ("2024年度", 1)]


# --- HTML


def test_annual_page_shows_note_pairs_method_credits_and_sources(room: Room):
    stories(room, "a", "b")
    room.write(
        FILE,
        annual(
            "a",
            "b",
            note="编者**按**语。",
            kicker="年终策划",
            method="三步评选。",
            credits="[{撰文: [甲, 乙]}, {制图: 丙}]",
            sources="[某专版]",
        ),
    )
    page = shown(room, PATH)
    assert page.text("//h1") == "年度"
    assert page.texts("//main//article//h2") == ["标题a", "标题b"]
    assert page.texts("//main//article//h3") == ["新闻回放", "点评"] * 2
    assert page.links("//nav[@class='contents']") == ["#a", "#b"]
    text = page.text("//main/*[not(self::nav)]")
    parts = ["年终策划", "年度", "编者按语。", "标题a", "回放。", "点评。", "标题b", "甲", "丙"]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "三步评选。" in text and "某专版" in text
    assert page.links("//main//article[1]")[:2] == ["#a", "../story/2026/a.html"]


def test_entries_are_an_ordered_list_that_can_be_linked_to(room: Room):
    stories(room, "a", "b")
    room.write(FILE, annual("b", "a"))
    page = shown(room, PATH)
    assert [element.get("id") for element in page.find("//main//ol/li//*[@id]")] == ["b", "a"]


def test_letters_of_readers_keep_their_emoji_and_are_escaped(room: Room):
    stories(room, "a")
    letters = f"[{{text: '暖{HEART}了 <b>&lt;</b> 👨‍👩‍👧 1+1>2', name: 小<i>刘, place: 洛阳}}, 只有一句🙂]"
    room.write(FILE, annual("a", letters=letters))
    page = shown(room, PATH)
    quotes = page.texts("//main//blockquote")
    assert quotes == [f"暖{HEART}了 <b>&lt;</b> 👨‍👩‍👧 1+1>2 小<i>刘 洛阳", "只有一句🙂"]
    assert HEART in page.html
    assert not page.find("//main//blockquote//b | //main//blockquote//i")
    assert not page.find("//main//blockquote[2]//footer")


def test_annual_page_without_letters_leaves_no_shell(room: Room):
    stories(room, "a")
    room.write(FILE, annual("a"))
    page = shown(room, PATH)
    assert not page.find("//main//blockquote")
    assert say("From readers") not in page.text()
    assert say("How they were chosen") not in page.text()
    assert not page.find("//main//*[not(self::wbr)][not(ancestor-or-self::svg)][not(*)][not(normalize-space())]")


def test_each_entry_has_a_number_to_tell_it_by_and_a_feed_has_none(room: Room):
    stories(room, "a", "b")
    room.write(FILE, annual("b", "a"))
    assert shown(room, PATH).texts("//article/p[@class='number']") == ["1", "2"]
    assert "number" not in printed(room, "feeds/top10.json")


def test_entry_has_its_own_picture_and_no_drawing_for_want_of_one(room: Room):
    room.photo("images/a.jpg")
    stories(room, "a", "b")
    room.story("a", image="{file: images/a.jpg, alt: 现场}")
    room.write(FILE, annual("b", "a"))
    page = shown(room, PATH)
    assert page.one("//article[@id='a']//picture") is not None
    assert not page.find("//article[@id='b']//picture | //article//svg")


def test_inner_links_of_note_and_comments_lead_to_their_pages(room: Room):
    stories(room, "a")
    room.write(FILE, annual("a", note="见[甲](story:a)。", comment="又见[周报](digest:2026-W01)。"))
    links = shown(room, PATH).links()
    assert links.count("../story/2026/a.html") >= 2
    assert "../digest/2026-W01.html" in links


def test_structured_data_lists_the_entries(room: Room):
    stories(room, "a", "b")
    room.write(FILE, annual("b", "a"))
    data = json.loads(shown(room, PATH).one("//script[@type='application/ld+json']").text)
    assert [item["name"] for item in data["mainEntity"]["itemListElement"]] == ["标题b", "标题a"]
