"""What pages draw: stories a week, bars of counts, the board of regions."""

import datetime
import re

import pytest

from goodnews.language import locale_of
from goodnews.pages.charts import BOARD
from tests.builders import Room
from tests.looking import shown, view

PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)


# --- Weeks


def weekly(room: Room, first: str, weeks: int) -> None:
    """A story a week, from a Monday on."""
    for number in range(weeks):
        day = datetime.date.fromisoformat(first) + datetime.timedelta(weeks=number)
        room.story(f"week-{number}", date=str(day))


def test_weeks_without_stories_stand_between_the_others(room: Room):
    weekly(room, "2026-01-05", 7)
    room.story("late", date="2026-03-08")
    room.story("later", date="2026-03-08")
    weeks = view(room, "digest/index.html").weeks
    assert weeks.counts == (1, 1, 1, 1, 1, 1, 1, 0, 2)
    assert (weeks.most, weeks.total, weeks.peak.url) == (2, 9, "digest/2026-W10.html")
    assert (str(weeks.first), str(weeks.last)) == ("2026-01-05", "2026-03-08")


def test_of_weeks_as_full_the_newest_is_named(room: Room):
    weekly(room, "2026-01-05", 8)
    assert view(room, "index.html").weeks.peak.text == "2026年第9周"


def test_weeks_go_back_one_year_and_no_further(room: Room):
    room.story("old", date="2024-12-30")
    room.story("early", date="2025-06-09")
    weekly(room, "2026-04-20", 7)
    weeks = view(room, "index.html").weeks
    assert len(weeks.counts) == 52 and weeks.total == 8
    assert (weeks.counts[0], weeks.counts[-1]) == (1, 1)


def test_fewer_than_eight_weeks_are_not_drawn(room: Room):
    weekly(room, "2026-01-05", 7)
    assert view(room, "index.html").weeks is None
    assert not shown(room, "digest/index.html").find("//main//figure")


def test_weeks_are_drawn_by_attributes_and_told_in_words(room: Room):
    weekly(room, "2026-01-05", 7)
    room.story("b", date="2026-03-02")
    room.story("c", date="2026-03-03")
    page = shown(room, "digest/index.html")
    drawn = [(rect.get("x"), rect.get("height")) for rect in page.find("//figure//rect")]
    assert drawn == [*((str(number), "1") for number in range(7)), ("8", "2")]
    assert page.one("//figure//svg").get("viewbox") == "0 0 9 2"
    assert page.text("//figcaption") == "9篇；最多的一周是 2026年第10周：2篇"
    assert page.one("//figure//svg").get("aria-label")
    assert "style=" not in page.html


# --- Bars


def test_sections_are_bars_by_one_measure_with_their_numbers(room: Room):
    room.story("a")
    room.story("b")
    room.story("c", category="工作动态")
    page = shown(room, "section/index.html")
    assert [rect.get("width") for rect in page.find("//main//rect")] == ["1", "2"]
    assert {svg.get("viewbox") for svg in page.find("//main//svg")} == {"0 0 2 1"}
    assert page.texts("//*[@class='count']") == ["1篇", "2篇"]


def test_months_of_all_years_are_bars_by_one_measure(room: Room):
    room.story("a", date="2025-03-01")
    room.story("b", date="2026-03-01")
    room.story("c", date="2026-03-02")
    assert [group.most for group in view(room, "archive/index.html").groups] == [2, 2]


# --- Tiles


def test_board_has_every_province_the_nation_and_the_corps_once():
    codes = [code for code in BOARD.split() if code != ".."]
    assert sorted(codes) == sorted([*PROVINCES, "00", "66"])
    assert {len(line.split()) for line in BOARD.strip().split("\n")} == {9}


def test_regions_stand_at_their_places_on_the_board_and_others_follow(room: Room):
    room.write(
        "regions.csv",
        "path,slug,level,code,aliases\n某地,somewhere,province,,\n全国,national,national,0,\n"
        "河南省,henan,province,41,河南\n黑龙江省,heilongjiang,province,23,黑龙江\n",
    )
    room.story(region="河南省")
    tiles = view(room, "region/index.html").tiles
    places = [("全国", 1, 1), ("黑龙江", 1, 9), ("河南", 4, 5), ("某地", 0, 0)]
    assert [(tile.name, tile.row, tile.column) for tile in tiles] == places


def test_regions_are_named_in_the_order_of_their_codes(room: Room):
    rows = "兵团,xpcc,province,66,\n新疆,xinjiang,province,65,\n天津,tianjin,province,12,\n全国,national,national,0,\n"
    room.write("regions.csv", f"path,slug,level,code,aliases\n{rows}")
    room.story(region="天津")
    assert [tile.name for tile in view(room, "region/index.html").tiles] == ["全国", "天津", "新疆", "兵团"]


def test_tint_follows_the_quintiles_of_regions_with_stories(room: Room):
    rows = [f"地{number},r{number},province,," for number in range(7)]
    room.write("regions.csv", "path,slug,level,code,aliases\n" + "\n".join(rows) + "\n")
    for number in range(1, 7):
        for story in range(number if number < 6 else 1):
            room.story(f"s{number}-{story}", region=f"地{number}")
    assert [(tile.count, tile.tint) for tile in view(room, "region/index.html").tiles] == [
        (0, 0),
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
        (5, 5),
        (1, 1),
    ]


def test_tile_prints_its_number_even_if_it_is_none(room: Room):
    room.story()
    page = shown(room, "region/index.html")
    assert page.texts("//ul[@class='tiles']/li") == ["全国 0", "山西 0", "河南 1", "陕西 0"]
    assert page.links("//ul[@class='tiles']") == ["../region/henan/index.html"]


# --- Head


@pytest.mark.parametrize(
    ("language", "locale"),
    [("zh-CN", "zh_CN"), ("zh-Hans-CN", "zh_CN"), ("zh-TW", "zh_TW"), ("en", "en_US"), ("en-GB", "en_GB"), ("eo", "")],
)
def test_open_graph_gets_a_language_with_its_territory(language: str, locale: str):
    assert locale_of(language) == locale


def test_page_names_its_locale_and_carries_the_running_head_of_its_print(room: Room):
    room.story()
    page = shown(room, "story/2026/hotline.html")
    assert page.meta["og:locale"] == "zh_CN"
    assert re.search(r'<html lang="zh-CN" data-site="暖闻" data-page="洛阳热线有人接">', page.html)
