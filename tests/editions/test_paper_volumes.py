"""A month of several issues and an annual page on paper."""

from pathlib import Path

from goodnews.editions.paper.sheet import SHEETS
from tests.builders import Room
from tests.editions.papers import flat, pages_of, words_of
from tests.editions.posting import printed
from tests.looking import annual


def test_a_month_with_several_issues_has_pages_with_a_band_for_each(room: Room):
    room.story("a", title="甲事")
    room.story("b", title="乙事", date="2026-02-11")
    room.story("c", title="丙事", date="2026-03-11")
    printed(room)
    folder = Path(room.settings.editions)
    outline = pages_of((folder / "2026-02" / "2026-02.a4.pdf").read_bytes()).outline
    assert [entry.title for entry in flat(outline)][:2] == ["一周速览 2026年2月", "乙事"]
    assert "2026年第6周·2月2日—8日" in words_of((folder / "2026-02" / "2026-02.a3.pdf").read_bytes())
    assert not (folder / "2026-03" / "2026-03.a4.pdf").exists()


def test_an_annual_page_has_pages_with_recap_and_comment_of_every_entry(room: Room):
    room.story("a", title="甲事")
    room.story("b", title="乙事", date="2026-02-11")
    room.write("top10/2026.md", annual("a", "b", note="编者按一段。"))
    printed(room)
    data = (Path(room.settings.editions) / "2026" / "2026.a4.pdf").read_bytes()
    words = words_of(data)
    for said in ("编者按一段。", "甲事", "乙事", "点评："):
        assert said in words
    assert words.count("点评。") == 2
    assert pages_of(data).metadata.title == "年度"  # type: ignore[union-attr]


def test_another_story_prints_again_only_the_pages_that_show_it(room: Room):
    room.story("a", title="甲事")
    room.story("b", title="乙事", date="2026-02-11")
    room.write("top10/2026.md", annual("a"))
    printed(room)
    room.story("b", title="乙事改", date="2026-02-11")
    again = {path for path in printed(room).printed if path.endswith(".pdf")}
    assert again == {f"{issue}/{issue}.{sheet}.pdf" for issue in ("2026-W07", "2026-02") for sheet in SHEETS}
