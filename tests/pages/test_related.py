"""Which stories a story is related to, and in which order."""

import datetime
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import Room
from tests.looking import slugs
from tests.proof import TIMES

_FEATURES = st.tuples(
    st.sampled_from(["工作动态", "思想引领", "维权服务"]),
    st.sampled_from(["全国", "山西省", "河南省", "河南省/洛阳市", "河南省/洛阳市/涧西区"]),
    st.sampled_from([None, "送温暖/2025", "送温暖/2026"]),
    st.sampled_from([None, "蹲点日记"]),
)


def related(room: Room, slug: str) -> list[str]:
    return slugs(room.arranged().related[slug])


def test_campaign_counts_more_than_place_and_place_more_than_section(room: Room):
    room.story("section", category="维权服务", region="山西省", date="2026-01-04")
    room.story("place", category="思想引领", date="2026-01-03")
    room.story("campaign", category="思想引领", region="陕西省", campaign="送温暖/2026", date="2026-01-02")
    room.story("nothing", category="工作动态", region="全国", date="2026-01-01")
    room.story("main", campaign="送温暖/2026", date="2026-02-01")
    assert related(room, "main") == ["campaign", "place", "section"]


def test_another_edition_of_the_campaign_is_not_the_same_matter(room: Room):
    room.story("old", category="思想引领", region="陕西省", campaign="送温暖/2025", date="2026-01-01")
    room.story("main", campaign="送温暖/2026", date="2026-02-01")
    assert related(room, "main") == []


def test_one_city_counts_more_than_one_province(room: Room):
    room.story("province", category="思想引领", region="河南省", date="2026-01-02")
    room.story("city", category="思想引领", region="河南省/洛阳市", date="2026-01-01")
    room.story("main", region="河南省/洛阳市", date="2026-02-01")
    assert related(room, "main") == ["city", "province"]


def test_among_equals_the_newer_comes_first(room: Room):
    room.story("a", date="2026-01-01")
    room.story("b", date="2026-01-02")
    room.story("main", date="2026-02-01")
    assert related(room, "main") == ["b", "a"]


def test_stories_picked_by_hand_come_first(room: Room):
    room.story("a", date="2026-01-01")
    room.story("far", category="工作动态", region="全国", date="2025-01-01")
    room.story("main", date="2026-02-01", related="[far]")
    assert related(room, "main") == ["far", "a"]


def test_a_story_is_not_related_twice_nor_to_itself(room: Room):
    for number in range(4):
        room.story(
            f"s{number}", date=f"2026-01-0{number + 1}", campaign="送温暖/2026", related="[s0]" if number else None
        )
    for slug, found in room.arranged().related.items():
        assert slug not in slugs(found)
        assert len(set(slugs(found))) == len(found)


def test_the_first_story_is_related_to_those_that_follow_it(room: Room):
    room.story("main", date="2026-01-01")
    room.story("next", date="2026-01-02")
    room.story("other", category="工作动态", region="全国", date="2026-01-03")
    assert related(room, "main") == ["next"]


def test_settings_say_how_many_are_related(room: Room):
    room.goodnews = {"related_items": 2}
    for number in range(5):
        room.story(f"s{number}", date=f"2026-01-0{number + 1}")
    assert {len(found) for found in room.arranged().related.values()} == {2}
    room.goodnews = {"related_items": 0}
    assert {len(found) for found in room.arranged().related.values()} == {0}


@settings(max_examples=20 * TIMES)
@given(st.lists(_FEATURES, min_size=2, max_size=14))
def test_a_newer_story_never_changes_what_an_older_one_with_its_fill_is_related_to(
    features: list[tuple[str, str, str | None, str | None]],
):
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), {"related_items": 3})
        before: dict[str, list[str]] = {}
        for number, (section, region, campaign, column) in enumerate(features):
            day = str(datetime.date(2026, 1, 1) + datetime.timedelta(days=number))
            room.story(f"s{number}", date=day, category=section, region=region, campaign=campaign, column=column)
            if number < len(features) - 4:
                continue
            now = {slug: slugs(found) for slug, found in room.arranged().related.items()}
            for slug, found in before.items():
                if len(found) == 3:
                    assert now[slug] == found
                else:
                    assert now[slug][: len(found)] == found
            before = now
