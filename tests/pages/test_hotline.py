"""The hotline of a section, where its readers are."""

from tests.builders import Room
from tests.looking import shown

SECTIONS = "工作动态: {slug: news}\n思想引领: {slug: ideas}\n维权服务: {slug: care, hotline: 12351 工会服务热线}\n"


def test_stories_and_first_page_of_a_section_print_its_hotline_and_a_phone_dials_it(room: Room):
    room.write("sections.yaml", SECTIONS)
    room.story()
    for path in ("story/2026/hotline.html", "section/care/index.html"):
        page = shown(room, path)
        assert page.text("//*[@class='hotline']") == "需要帮助，请拨打 工会服务热线 12351"
        assert page.links("//*[@class='hotline']") == ["tel:12351"]


def test_story_of_a_section_without_hotline_has_no_box(room: Room):
    room.write("sections.yaml", SECTIONS)
    room.story(category="工作动态")
    assert not shown(room, "story/2026/hotline.html").find("//*[@class='hotline']")
