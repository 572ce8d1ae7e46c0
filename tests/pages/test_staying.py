"""What a page asks of a reader at its end: to come back, and to hand it on."""

import pytest
from PIL import Image

from tests.builders import Room
from tests.looking import annual, shown

STORY, DIGEST, HOME, YEAR = "story/2026/hotline.html", "digest/2026-W06.html", "index.html", "top10/2026.html"
STAY = "//*[@class='stay']"
WAYS = {
    "stay_line": "每周一封",
    "email_url": "https://mail.nuanwen.example/form",
    "wechat": "暖闻",
    "wechat_url": "https://weixin.qq.com/r/abc",
}


@pytest.mark.parametrize("path", [STORY, DIGEST, HOME, YEAR])
def test_reader_is_asked_to_stay_at_the_end_of_story_digest_and_year_and_on_home(room: Room, path: str):
    room.story()
    room.write("top10/2026.md", annual("hotline"))
    page = shown(room, path)
    assert page.text(f"{STAY}/p") == "每周一期，五分钟读完"
    subscribe = page.links(STAY)
    assert [link.rpartition("/")[2] for link in subscribe] == ["subscribe.html"]


def test_block_names_the_ways_that_the_settings_have(room: Room):
    room.goodnews = WAYS
    room.story()
    page = shown(room, STORY)
    assert page.text(f"{STAY}/p") == "每周一封"
    assert page.links(STAY) == [WAYS["email_url"], "../../subscribe.html"]
    assert "在微信里搜公众号“暖闻”。" in page.text(STAY)
    code = page.one(f"{STAY}//img")
    assert code.get("src") == "../../cards/wechat.png" and code.get("alt") == "公众号二维码"


def test_code_of_the_public_account_follows_the_settings(room: Room):
    room.goodnews = WAYS
    room.story()
    room.build()
    with Image.open(room.output / "cards/wechat.png") as picture:
        assert picture.width == picture.height > 200
    before = (room.output / "cards/wechat.png").read_bytes()
    room.goodnews = {**WAYS, "wechat_url": "https://weixin.qq.com/r/xyz"}
    room.build()
    assert (room.output / "cards/wechat.png").read_bytes() != before
    room.goodnews = {"wechat": "暖闻"}
    room.build()
    assert not (room.output / "cards/wechat.png").exists()


def test_name_of_the_public_account_is_enough(room: Room):
    room.goodnews = {"wechat": "<暖闻>"}
    room.story()
    page = shown(room, STORY)
    assert "“<暖闻>”" in page.text(STAY)
    assert not page.find(f"{STAY}//img")


@pytest.mark.parametrize("path", [STORY, DIGEST, YEAR])
def test_page_is_handed_on_by_its_own_address(room: Room, path: str):
    room.story()
    room.write("top10/2026.md", annual("hotline"))
    page = shown(room, path)
    address = f"https://nuanwen.example/{path}"
    assert page.one("//*[@class='hand-on']//button[@data-copy]").get("data-copy") == address
    assert page.find("//*[@class='hand-on']//svg") and page.find("//script[contains(@src, 'hand-on.js')]")


def test_pages_where_nothing_is_copied_load_no_script_for_it(room: Room):
    room.story()
    for path in (HOME, "section/care/index.html", "corrections.html"):
        assert not shown(room, path).find("//script[contains(@src, 'hand-on.js')]")


# --- Subscription


def test_subscription_begins_with_the_digest_and_all_stories_to_be_copied(room: Room):
    room.story()
    page = shown(room, "subscribe.html")
    assert page.texts("//*[@class='choices']//h2") == ["一周速览", "全部报道"]
    assert [button.get("data-copy") for button in page.find("//main//button")] == [
        "https://nuanwen.example/feeds/digest.atom",
        "https://nuanwen.example/feeds/all.atom",
    ]
    assert page.texts("//*[@class='choices']//code")[0] == "https://nuanwen.example/feeds/digest.atom"


def test_subscription_has_a_place_for_mail_and_wechat_where_there_are_any(room: Room):
    room.story()
    assert "邮箱" not in shown(room, "subscribe.html").text()
    room.goodnews = WAYS
    page = shown(room, "subscribe.html")
    assert WAYS["email_url"] in page.links()
    assert page.texts("//*[@class='choices']//h2") == ["一周速览", "全部报道", "用邮箱收", "微信公众号"]
