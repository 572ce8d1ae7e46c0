"""Pages for the reader's own device: saved.html, the list of the newest stories, the worker."""

import json
import re

from tests.builders import Room


def built(room: Room, path: str) -> str:
    room.build()
    return room.html(path)


def kept(room: Room) -> list[str]:
    """The files that the worker keeps."""
    found = re.search(r"^var KEPT = (\[.*?\])", built(room, "sw.js"), re.MULTILINE)
    assert found
    files: list[str] = json.loads(found[1])
    return files


def version(room: Room) -> str:
    found = re.search(r'CACHE = NAME \+ "([0-9a-f]{16})"', built(room, "sw.js"))
    assert found
    return found[1]


# --- recent.json


def test_newest_stories_are_told_with_address_title_day_and_regions(room: Room):
    room.story("older", date="2026-01-02")
    room.story("newer", title="新的一篇", date="2026-02-04", region="[河南省/洛阳市, 山西省]")
    newest, older = json.loads(built(room, "recent.json"))
    assert newest == ["story/2026/newer.html", "新的一篇", "2026-02-04", ["henan/luoyang", "shanxi"]]
    assert older[2] == "2026-01-02"


def test_sixty_stories_are_told_at_most(room: Room):
    for number in range(61):
        room.story(f"s{number}", date="2026-01-01" if number else "2025-12-31", title=f"第{number}篇")
    told = json.loads(built(room, "recent.json"))
    assert len(told) == 60 and "story/2025/s0.html" not in [story[0] for story in told]


def test_home_names_the_newest_day_and_its_stories(room: Room):
    room.story("a", date="2026-02-04")
    room.story("b", date="2026-02-04", title="另一篇")
    room.story("older", date="2026-01-02")
    assert 'data-newest="2026-02-04 story/2026/a.html story/2026/b.html"' in built(room, "index.html")


def test_text_that_no_list_shows_leaves_what_the_device_gets_as_it_was(room: Room):
    room.story()
    room.build()
    room.story(body="正文改了一字。")
    printed = set(room.build().report.printed)
    assert not printed & {"recent.json", "sw.js", "saved.html"}


# --- the worker


def test_worker_keeps_home_the_last_two_digests_and_what_they_are_drawn_with(room: Room):
    for slug, date in (("a", "2026-01-07"), ("b", "2026-01-14"), ("c", "2026-01-21")):
        room.story(slug, date=date, title=slug)
    files = kept(room)
    assert files[:3] == ["index.html", "digest/2026-W03.html", "digest/2026-W04.html"]
    assert {"static/site.css", "static/reader.js"} <= set(files)
    assert all((room.output / file).is_file() for file in files)
    assert not {"static/search.js", "static/vote.js", "static/saved.js"} & set(files)


def test_worker_of_a_site_that_cannot_be_searched_keeps_nothing_that_is_not_there(room: Room):
    room.goodnews = {"search": False}
    room.story()
    files = kept(room)
    assert "static/site.css" in files and all((room.output / file).is_file() for file in files)


def test_worker_has_another_version_when_a_page_that_it_keeps_changes(room: Room):
    room.story()
    first = version(room)
    assert version(room) == first
    room.story(title="换了标题")
    assert version(room) != first


def test_worker_of_a_site_that_switched_it_off_keeps_nothing_and_no_page_asks_for_it(room: Room):
    room.goodnews = {"offline": False}
    room.story()
    assert kept(room) == []
    assert "offline.js" not in room.html("index.html") and "断网" not in room.html("saved.html")


def test_pages_for_the_device_are_the_same_after_edits_as_after_a_clean_build(room: Room, tmp_path):
    room.story("a", date="2026-01-07")
    room.build()
    room.story("b", date="2026-02-04", title="后来的一篇")
    room.build()
    edited = room.files()
    clean = Room(tmp_path / "clean")
    clean.story("a", date="2026-01-07")
    clean.story("b", date="2026-02-04", title="后来的一篇")
    clean.build()
    assert {p: b for p, b in clean.files().items() if p != "checksums.txt"} == {
        p: b for p, b in edited.items() if p != "checksums.txt"
    }


# --- saved stories


def test_saved_page_is_in_the_footer_and_told_to_no_search_engine(room: Room):
    room.story()
    assert '<a href="saved.html">我的收藏</a>' in built(room, "index.html")
    assert "saved.html" not in room.html("sitemap.xml") and "noindex" in room.html("saved.html")


def test_region_page_offers_to_be_the_readers_own_and_no_other_list_does(room: Room):
    room.story()
    assert 'data-url="region/henan/luoyang/"' in built(room, "region/henan/luoyang/index.html")
    assert "data-keep" not in room.html("section/care/index.html")
