"""Pictures on a page: the right size for every screen, no jump when they come, the first one at once.

lxml does not know that a `source` is empty, and takes what follows for its content: hence descendants below.
"""

import re

from lxml import html as lxml_html

from tests.builders import Room
from tests.looking import shown
from tests.photos import a_drawing, a_photo, packed

PATH = "story/2026/hotline.html"


def pictured(room: Room, width: int = 1500, height: int = 1000, **fields: str) -> Room:
    room.write("images/x.jpg", packed(a_photo(width, height), "jpg"))
    room.story(**({"image": "{file: images/x.jpg, alt: 站点一角}"} | fields))
    return room


def candidates(element: lxml_html.HtmlElement) -> dict[str, str]:
    """Width -> address."""
    pairs = (part.split(" ") for part in element.get("srcset", "").split(", "))
    return {width: address for address, width in pairs}


def test_photograph_comes_as_avif_then_webp_then_jpeg(room: Room):
    picture = shown(pictured(room), PATH).one("//main//figure/picture")
    assert [source.get("type") for source in picture.xpath(".//source")] == ["image/avif", "image/webp"]
    (img,) = picture.xpath(".//img")
    for element in picture.iterdescendants():
        assert list(candidates(element)) == ["480w", "800w", "1200w"]
        assert element.get("sizes") == picture.xpath(".//img")[0].get("sizes")
    assert img.get("src") == candidates(img)["1200w"]


def test_every_file_that_a_page_names_is_there(room: Room):
    pictured(room, body="一段。\n\n![图](images/x.jpg)").build()
    page = lxml_html.fromstring(room.html(PATH))
    named = {address for element in page.xpath("//*[@srcset]") for address in candidates(element).values()}
    assert len(named) == 9
    assert all((room.output / "story/2026" / address).is_file() for address in named)


def test_page_knows_the_shape_before_the_picture_comes(room: Room):
    img = shown(pictured(room, 1500, 1000), PATH).one("//main//img")
    assert (img.get("width"), img.get("height")) == ("1200", "800")


def test_first_picture_is_asked_for_at_once_and_the_others_when_they_are_near(room: Room):
    pictured(room, image="[{file: images/x.jpg, alt: 甲}, {file: images/x.jpg, alt: 乙}]", body="![丙](images/x.jpg)")
    first, *others = shown(room, PATH).find("//main//img")
    assert (first.get("fetchpriority"), first.get("loading")) == ("high", None)
    assert [(img.get("fetchpriority"), img.get("loading")) for img in others] == [(None, "lazy")] * 2


def test_small_picture_is_not_made_larger(room: Room):
    picture = shown(pictured(room, 300, 200), PATH).one("//main//picture")
    assert [list(candidates(element)) for element in picture.iterdescendants()] == [["300w"]] * 3


def test_drawing_comes_without_loss(room: Room):
    room.write("images/x.png", packed(a_drawing(), "png"))
    room.story(image="{file: images/x.png, alt: 标志}")
    picture = shown(room, PATH).one("//main//picture")
    assert [source.get("type") for source in picture.xpath(".//source")] == ["image/webp"]
    assert picture.xpath(".//img")[0].get("src").endswith("-300.png")


def test_picture_in_a_text_keeps_its_words_whatever_they_are(room: Room):
    pictured(room, image="{missing: true, alt: 丢}", body='![a < b & "c"](images/x.jpg)')
    assert shown(room, PATH).one("//main//picture//img").get("alt") == 'a < b & "c"'


def test_picture_stands_in_digest_standing_page_and_annual_page_as_well(room: Room):
    pictured(room)
    body = "![图](images/x.jpg)"
    room.write("pages/about.md", f"---\ntitle: 关于\nsummary: 说明。\n---\n{body}\n")
    room.write(
        "top10/2026.md",
        f"---\ntitle: 年度\nsummary: 十则。\n---\n{body}\n\n## hotline\n\n### 新闻回放\n\n{body}\n\n### 点评\n\n评。\n",
    )
    room.write("digests/2026-W06.md", f"---\nnumber: 一\n---\n{body}\n")
    for path, count in (("about.html", 1), ("top10/2026.html", 3), ("digest/2026-W06.html", 2)):
        assert len(shown(room, path).find("//main//picture")) == count, path


def test_new_picture_under_an_old_name_gets_a_new_address(room: Room):
    pictured(room)
    before = shown(room, PATH).one("//main//img").get("src")
    room.write("images/x.jpg", packed(a_photo(1500, 1000, seed=2), "jpg"))
    after = shown(room, PATH).one("//main//img").get("src")
    pattern = r"\.\./\.\./images/[0-9a-f]{20}-1200\.jpg"
    assert before != after and re.fullmatch(pattern, before) and re.fullmatch(pattern, after)
