"""A newsroom sorted into weeks, sections, places and neighbours."""

import datetime

import pytest
from hypothesis import strategies as st

from tests.builders import Room
from tests.looking import annual, digest_of, slugs, weeks_of

W06 = "digests/2026-W06.md"


def notes(room: Room, path: str = W06, **fields: str) -> None:
    room.write(path, "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n")


# --- The order of a digest


def test_digest_prints_sections_in_registry_order_without_empty_ones(room: Room):
    room.story("care", category="维权服务", date="2026-02-02")
    room.story("news", category="工作动态", date="2026-02-05")
    sections = digest_of(room).sections
    assert [section.key for section, _stories in sections] == ["工作动态", "维权服务"]


def test_nation_comes_before_province_before_city_before_district(room: Room):
    room.story("a", region="河南省/洛阳市/涧西区")
    room.story("b", region="河南省/洛阳市")
    room.story("c", region="河南省")
    room.story("d", region="全国")
    assert slugs(digest_of(room).stories) == ["d", "c", "b", "a"]


def test_first_region_decides_the_level(room: Room):
    room.story("a", region="[河南省/洛阳市, 全国]")
    room.story("b", region="山西省")
    assert slugs(digest_of(room).stories) == ["b", "a"]


def test_at_one_level_the_earlier_day_comes_first(room: Room):
    room.story("a", date="2026-02-05")
    room.story("b", date="2026-02-03")
    assert slugs(digest_of(room).stories) == ["b", "a"]


def test_on_one_day_the_hand_order_decides_and_the_slug_after_it(room: Room):
    for slug in "abcd":
        room.story(slug)
    notes(room, order="[d, c]")
    assert slugs(digest_of(room).stories) == ["d", "c", "a", "b"]


def test_hand_order_never_overrules_day_or_level(room: Room):
    room.story("early", date="2026-02-02")
    room.story("late", date="2026-02-05")
    room.story("nation", region="全国", date="2026-02-06")
    notes(room, order="[late, early, nation]")
    assert slugs(digest_of(room).stories) == ["nation", "early", "late"]


def test_pins_stand_first_in_their_sections_in_the_order_written(room: Room):
    room.story("nation", region="全国")
    room.story("city", region="河南省/洛阳市")
    room.story("district", region="河南省/洛阳市/涧西区")
    room.story("other", category="工作动态")
    notes(room, pins="[district, city]")
    found = {section.key: slugs(stories) for section, stories in digest_of(room).sections}
    assert found == {"工作动态": ["other"], "维权服务": ["district", "city", "nation"]}


def test_left_out_stories_are_in_no_part_of_the_digest(room: Room):
    room.story("a", highlight="true", sources="[甲报]")
    room.story("b", title="留下的", sources="[乙报]")
    notes(room, leave_out="[a]")
    digest = digest_of(room)
    assert slugs(digest.stories) == ["b"]
    assert digest.highlights == ()
    assert digest.title == "一周速览 | 留下的"
    assert [origin.name for origin in digest.sources.origins] == ["乙报"]


def test_week_whose_stories_are_all_left_out_has_no_digest(room: Room):
    room.story("a")
    room.story("b", date="2026-02-12")
    notes(room, leave_out="[a]")
    assert weeks_of(room.arranged()) == ["2026-W07"]


def test_notes_for_a_week_whose_stories_wait_make_no_digest(room: Room):
    room.story(status="draft")
    notes(room, number="1")
    assert room.arranged().digests == ()


# --- Highlights, titles, sources


def test_editors_highlights_stand_in_their_own_order(room: Room):
    for slug in "abc":
        room.story(slug, highlight="true")
    notes(room, highlights="[c, a]")
    assert slugs(digest_of(room).highlights) == ["c", "a"]


def test_without_a_pick_the_marked_stories_are_highlights_in_the_order_of_the_digest(room: Room):
    room.story("city", highlight="true")
    room.story("nation", highlight="true", region="全国")
    room.story("news", highlight="true", category="工作动态")
    room.story("plain")
    assert slugs(digest_of(room).highlights) == ["news", "nation", "city"]


def test_a_digest_takes_no_more_highlights_by_itself_than_the_settings_say(room: Room):
    room.goodnews = {"highlights_most": 2}
    for slug in "abc":
        room.story(slug, highlight="true")
    assert slugs(digest_of(room).highlights) == ["a", "b"]


def test_editors_may_pick_more_highlights_than_a_digest_takes_by_itself(room: Room):
    room.goodnews = {"highlights_most": 1}
    for slug in "abc":
        room.story(slug)
    notes(room, highlights="[a, b, c]")
    assert slugs(digest_of(room).highlights) == ["a", "b", "c"]


def test_title_names_the_digest_and_its_first_two_highlights(room: Room):
    for slug in "abc":
        room.story(slug, title=f"标题{slug}", highlight="true")
    assert digest_of(room).title == "一周速览 | 标题a；标题b"


def test_title_leads_with_the_editors_leads(room: Room):
    for slug in "abc":
        room.story(slug, title=f"标题{slug}", highlight="true")
    notes(room, leads="[c, b]")
    assert digest_of(room).title == "一周速览 | 标题c；标题b"


def test_title_without_highlights_leads_with_the_first_two_stories(room: Room):
    for slug in "abc":
        room.story(slug, title=f"标题{slug}")
    assert digest_of(room).title == "一周速览 | 标题a；标题b"


def test_title_without_highlights_leads_with_what_the_digest_prints_first(room: Room):
    room.story("city", title="市", date="2026-02-02")
    room.story("nation", title="国", region="全国", date="2026-02-05")
    assert digest_of(room).title == "一周速览 | 国；市"


def test_title_written_by_hand_stands_as_it_is(room: Room):
    room.story("a", highlight="true")
    notes(room, title="特刊：新年好", leads="[a]")
    assert digest_of(room).title == "特刊：新年好"


def test_name_of_the_digest_comes_from_the_settings(room: Room):
    room.goodnews = {"digest_name": "每周好消息"}
    room.story(title="头条")
    assert digest_of(room).title == "每周好消息 | 头条"


def test_sources_of_all_stories_are_named_once_in_order_of_first_use(room: Room):
    room.story("a", sources="[{name: 甲报, date: 2026-02-01, credit: 记者甲}]")
    room.story("b", sources="[乙报, 甲报, and others]")
    sources = digest_of(room).sources
    assert [(origin.name, origin.date, origin.credit) for origin in sources.origins] == [
        ("甲报", None, ""),
        ("乙报", None, ""),
    ]
    assert sources.others


def test_editors_sources_take_the_place_of_the_stories(room: Room):
    room.story(sources="[甲报]")
    notes(room, sources="[丙报]")
    assert [origin.name for origin in digest_of(room).sources.origins] == ["丙报"]


def test_editors_are_gathered_from_the_stories_each_once_by_role(room: Room):
    room.story("a", bylines="[{记者: [甲, 乙]}, {编辑: 丙}]")
    room.story("b", bylines="[{编辑: 丁}, {记者: 乙}]")
    room.story("out", bylines="[{编辑: 戊}]")
    room.write("digests/2026-W06.md", "---\nleave_out: [out]\n---\n")
    assert [(byline.role, byline.names) for byline in digest_of(room).editors] == [
        ("记者", ("甲", "乙")),
        ("编辑", ("丙", "丁")),
    ]


def test_editors_who_are_named_take_the_place_of_those_and_share_a_line_by_role(room: Room):
    room.story(bylines="[{记者: 甲}]")
    room.write("digests/2026-W06.md", "---\neditors:\n- 编辑: 乙\n- 校对: 丙\n- 编辑: 丁\n---\n")
    assert [(byline.role, byline.names) for byline in digest_of(room).editors] == [
        ("编辑", ("乙", "丁")),
        ("校对", ("丙",)),
    ]


# --- Weeks


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2024-12-29", "2024-W52"),
        ("2024-12-30", "2025-W01"),
        ("2025-12-28", "2025-W52"),
        ("2025-12-31", "2026-W01"),
        ("2021-01-03", "2020-W53"),
    ],
)
def test_days_around_new_year_belong_to_the_week_of_the_iso_calendar(room: Room, day: str, name: str):
    room.story(date=day)
    assert weeks_of(room.arranged()) == [name]


def test_a_week_that_spans_new_year_is_one_digest_with_stories_of_both_years(room: Room):
    room.story("old", date="2024-12-31")
    room.story("new", date="2025-01-02")
    assert slugs(digest_of(room, "2025-W01").stories) == ["old", "new"]


def test_digests_know_the_one_before_and_the_one_after_whatever_lies_between(room: Room):
    for day in ("2025-03-03", "2025-12-30", "2026-02-04"):
        room.story(f"s-{day}", date=day)
    digests = room.arranged().digests
    assert [(str(d.previous), str(d.next)) for d in digests] == [
        ("None", "2026-W01"),
        ("2025-W10", "2026-W06"),
        ("2026-W01", "None"),
    ]


def test_a_digest_looks_back_at_the_same_week_of_earlier_years_newest_first(room: Room):
    for day in ("2023-02-08", "2025-02-05", "2026-02-04", "2026-02-12"):
        room.story(f"s-{day}", date=day)
    edition = room.arranged()
    assert weeks_of(edition) == ["2023-W06", "2025-W06", "2026-W06", "2026-W07"]
    assert [[str(week) for week in digest.years_back] for digest in edition.digests] == [
        [],
        ["2023-W06"],
        ["2025-W06", "2023-W06"],
        [],
    ]


def test_week_53_looks_back_only_at_years_that_had_one(room: Room):
    for day in ("2020-12-30", "2021-12-29", "2026-12-30"):
        room.story(f"s-{day}", date=day)
    edition = room.arranged(today=datetime.date(2027, 1, 31))
    assert [str(week) for week in edition.digests[-1].years_back] == ["2020-W53"]


# --- Places, campaigns, the year's choice


def test_a_story_of_a_district_is_listed_in_city_and_province_as_well(room: Room):
    room.story(region="河南省/洛阳市/涧西区")
    assert list(room.arranged().by_region) == ["河南省", "河南省/洛阳市", "河南省/洛阳市/涧西区"]


def test_a_story_of_two_places_under_one_province_is_listed_there_once(room: Room):
    room.story(region="[河南省/洛阳市/涧西区, 河南省, 陕西省]")
    by_region = room.arranged().by_region
    assert {path: slugs(stories) for path, stories in by_region.items()} == {
        "河南省": ["hotline"],
        "河南省/洛阳市": ["hotline"],
        "河南省/洛阳市/涧西区": ["hotline"],
        "陕西省": ["hotline"],
    }


def test_two_provinces_that_sound_alike_stay_apart(room: Room):
    room.story("a", region="山西省")
    room.story("b", region="陕西省")
    by_region = room.arranged().by_region
    assert slugs(by_region["山西省"]) == ["a"]
    assert slugs(by_region["陕西省"]) == ["b"]


def test_only_regions_with_stories_are_children(room: Room):
    room.story(region="河南省/洛阳市")
    children = room.arranged().children
    assert [region.path for region in children[""]] == ["河南省"]
    assert [region.path for region in children["河南省"]] == ["河南省/洛阳市"]
    assert "河南省/洛阳市" not in children


def test_every_list_runs_from_the_oldest_story_to_the_newest(room: Room):
    room.story("late", date="2026-03-01")
    room.story("early", date="2026-01-01")
    room.story("same-b", date="2026-02-01")
    room.story("same-a", date="2026-02-01")
    edition = room.arranged()
    expected = ["early", "same-a", "same-b", "late"]
    assert slugs(edition.stories) == expected
    assert slugs(edition.by_section["维权服务"]) == expected
    assert slugs(edition.by_region["河南省"]) == expected


def test_editions_of_a_campaign_are_kept_apart(room: Room):
    room.story("a", campaign="送温暖/2025")
    room.story("b", campaign="送温暖/2026")
    by_campaign = room.arranged().by_campaign
    assert {pair: slugs(stories) for pair, stories in by_campaign.items()} == {
        ("送温暖", "2025"): ["a"],
        ("送温暖", "2026"): ["b"],
    }


def test_a_name_with_two_roles_lists_the_story_once(room: Room):
    room.story(bylines="[{记者: [甲, 乙]}, {摄影: 甲}]")
    by_name = room.arranged().by_name
    assert {name: slugs(stories) for name, stories in by_name.items()} == {"甲": ["hotline"], "乙": ["hotline"]}


def test_a_story_knows_every_year_that_chose_it(room: Room):
    room.story("a")
    room.story("b")
    room.write("top10/2025.md", annual("a", "b"))
    room.write("top10/2026.md", annual("a"))
    assert room.arranged().chosen == {"a": (2026, 2025), "b": (2025,)}


_FEATURES = st.tuples(
    st.sampled_from(["工作动态", "思想引领", "维权服务"]),
    st.sampled_from(["全国", "山西省", "河南省", "河南省/洛阳市", "河南省/洛阳市/涧西区"]),
    st.sampled_from([None, "送温暖/2025", "送温暖/2026"]),
    st.sampled_from([None, "蹲点日记"]),
)


# --- What waits


def test_drafts_and_days_to_come_are_arranged_nowhere(room: Room):
    fields = {"campaign": "送温暖/2026", "column": "蹲点日记", "bylines": "[{记者: 丁}]", "region": "陕西省"}
    room.story("draft", status="draft", **fields)
    room.story("later", date="2026-06-02", **fields)
    room.story("today", date="2026-06-01")
    edition = room.arranged(today=datetime.date(2026, 6, 1))
    assert slugs(edition.stories) == ["today"]
    assert weeks_of(edition) == ["2026-W23"]
    assert list(edition.by_region) == ["河南省", "河南省/洛阳市"]
    assert not edition.by_campaign and not edition.by_column and not edition.by_name
    assert "story:draft" not in edition.places and "story:later" not in edition.places


def test_a_story_that_waits_is_neither_related_nor_a_highlight(room: Room):
    room.story("main", related="[later]")
    room.story("later", date="2026-02-06", highlight="true")
    notes(room, highlights="[later, main]", leads="[later]")
    edition = room.arranged(today=datetime.date(2026, 2, 5))
    assert edition.related["main"] == ()
    assert slugs(edition.digests[0].highlights) == ["main"]
    assert edition.digests[0].title == "一周速览 | 洛阳热线有人接"
