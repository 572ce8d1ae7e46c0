"""Pages of the site itself: standing ones, 404, corrections, subscription, robots."""

import re

from goodnews.newsroom.standing import TAKEN
from tests.builders import Room
from tests.looking import printed, shown, view, views


def test_standing_page_shows_its_text_with_inner_links(room: Room):
    room.story()
    room.write(
        "pages/about.md", "---\ntitle: 关于\nsummary: 我们是谁。\norder: 1\n---\n## 缘起\n\n见[甲](story:hotline)。\n"
    )
    page = shown(room, "about.html")
    assert page.text("//h1") == "关于"
    assert page.meta["description"] == "我们是谁。"
    assert page.texts("//main//h2") == ["缘起"]
    assert "story/2026/hotline.html" in page.links()


def test_foot_lists_standing_pages_with_an_order_in_that_order(room: Room):
    room.write("pages/b.md", "---\ntitle: 乙页\nsummary: 乙。\norder: 1\n---\n文。\n")
    room.write("pages/a.md", "---\ntitle: 甲页\nsummary: 甲。\norder: 2\n---\n文。\n")
    room.write("pages/c.md", "---\ntitle: 丙页\nsummary: 丙。\n---\n文。\n")
    texts = shown(room, "index.html").texts("//footer//li")
    assert texts[:2] == ["乙页", "甲页"]
    assert "丙页" not in texts
    assert shown(room, "c.html").text("//h1") == "丙页"


def test_standing_page_whose_name_ends_in_index_keeps_its_whole_address(room: Room):
    room.write("pages/name-index.md", "---\ntitle: 名录\nsummary: 名录。\n---\n文。\n")
    assert shown(room, "name-index.html").one("//link[@rel='canonical']").get("href").endswith("/name-index.html")


CONTACT = "---\ntitle: 联系我们\nsummary: 联系。\ncontact: true\n---\n文。\n"


def test_contact_page_leads_to_a_person_where_the_settings_name_one(room: Room):
    room.goodnews = {"contact": "mailto:desk@nuanwen.example"}
    room.write("pages/contact.md", CONTACT)
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 关于。\n---\n文。\n")
    page = shown(room, "contact.html")
    assert page.texts("//main//h2") == ["私下联系编辑部"]
    assert page.text("//main//a[@href='mailto:desk@nuanwen.example']") == "desk@nuanwen.example"
    assert "desk@" not in shown(room, "about.html").text()


def test_contact_page_says_so_where_the_settings_name_nobody(room: Room):
    room.write("pages/contact.md", CONTACT)
    page = shown(room, "contact.html")
    assert not page.find("//main//a")
    assert "编辑部还没有公布可以私下联系的地址。" in page.text("//main")


def test_new_address_of_the_newsroom_prints_the_contact_page_alone_again(room: Room):
    room.write("pages/contact.md", CONTACT)
    room.write("pages/about.md", "---\ntitle: 关于\nsummary: 关于。\n---\n文。\n")
    before = views(room)
    room.goodnews = {"contact": "https://nuanwen.example/write"}
    after = views(room)
    assert [path for path in after if after[path] != before[path]] == ["contact.html"]


# --- 404


def test_page_for_lost_addresses_links_from_the_root_of_the_host_for_it_is_shown_anywhere(room: Room):
    room.story()
    page = shown(room, "404.html")
    targets = page.find("//@href | //@src")
    inner = [target for target in targets if not target.startswith("#")]
    assert inner and all(target.startswith("/") and not target.startswith("//") for target in inner)


def test_page_for_lost_addresses_has_no_canonical_and_is_not_indexed(room: Room):
    page = shown(room, "404.html")
    assert not page.find("//link[@rel='canonical']")
    assert "og:url" not in page.meta
    assert page.meta["robots"] == "noindex"
    assert len(page.find("//h1")) == 1


def test_page_for_lost_addresses_leads_on(room: Room):
    room.story()
    links = shown(room, "404.html").links()
    assert "/index.html" in links
    assert "/section/care/index.html" in links


# --- Corrections


def test_corrections_are_listed_newest_first_with_their_stories(room: Room):
    room.story("a", title="甲事", corrections="[{date: 2026-02-05, text: 先改。}, {date: 2026-03-01, text: 后改。}]")
    room.story("b", title="乙事", corrections="[{date: 2026-02-20, text: 中改。}]")
    page = view(room, "corrections.html")
    assert [(str(line.date), line.text, line.story.text) for line in page.lines] == [
        ("2026-03-01", "后改。", "甲事"),
        ("2026-02-20", "中改。", "乙事"),
        ("2026-02-05", "先改。", "甲事"),
    ]


def test_corrections_page_links_the_corrected_stories(room: Room):
    room.story(title="甲事", corrections="[{date: 2026-02-05, text: '3<5'}]")
    page = shown(room, "corrections.html")
    assert page.links("//article") == ["story/2026/hotline.html"]
    assert "3<5" in page.text()


def test_corrections_page_says_what_counts_and_whom_to_tell(room: Room):
    room.write("pages/contact.md", "---\ntitle: 联系我们\nsummary: 怎样找到我们。\ncontact: true\n---\n写信。\n")
    page = shown(room, "corrections.html")
    assert "都算更正" in page.text()
    assert page.links() == ["contact.html"]


def test_corrections_page_without_corrections_says_so(room: Room):
    page = shown(room, "corrections.html")
    assert not page.find("//main//article")
    assert page.text().removeprefix(page.text("//h1")).strip()


# --- Subscription


def test_subscription_lists_every_feed_in_three_formats_by_family(room: Room):
    room.story(campaign="送温暖/2026", column="蹲点日记")
    page = view(room, "subscribe.html")
    families = {family: [feed.atom for feed in feeds] for family, feeds in page.groups}
    assert families == {
        "first": ["feeds/digest.atom", "feeds/all.atom"],
        "section": ["feeds/section/care.atom"],
        "region": ["feeds/region/henan.atom"],
        "campaign": ["feeds/campaign/songwennuan.atom"],
        "column": ["feeds/column/dundian.atom"],
    }


def test_subscription_lists_no_family_that_the_settings_leave_out(room: Room):
    room.goodnews = {"feeds": ["digest"]}
    room.story()
    found = views(room)
    assert [family for family, _feeds in found["subscribe.html"].groups] == ["first"]
    assert [path for path in found if path.startswith("feeds/")] == [
        "feeds/digest.atom",
        "feeds/digest.rss",
        "feeds/digest.json",
    ]


def test_subscription_page_links_every_feed_that_is_made_and_the_file_of_all(room: Room):
    room.story(campaign="送温暖/2026", column="蹲点日记")
    made = {path for path in views(room) if path.startswith("feeds/")}
    page = shown(room, "subscribe.html")
    assert set(page.links()) == made | {"opml.xml"}
    assert all(text.strip() for text in page.texts("//main//h2 | //main//summary"))


def test_subscription_page_without_feeds_is_whole(room: Room):
    room.goodnews = {"feeds": (), "email_url": "https://mail.example/join"}
    page = shown(room, "subscribe.html")
    assert not page.find("//main//ul[not(li)] | //main//summary")


# --- robots.txt


def test_robots_are_shown_the_sitemap(room: Room):
    assert re.findall(r"^Sitemap: (.*)$", printed(room, "robots.txt"), re.MULTILINE) == [
        "https://nuanwen.example/sitemap.xml",
        "https://nuanwen.example/sitemap-news.xml",
    ]
    assert "User-agent: *" in printed(room, "robots.txt")


def test_every_page_at_the_sites_root_keeps_its_name_from_standing_pages(room: Room):
    room.story()
    stems = {path.removesuffix(".html") for path in views(room) if "/" not in path and path.endswith(".html")}
    assert {"index", "404", "corrections", "subscribe"} <= stems <= set(TAKEN)


def test_reader_who_is_lost_can_search(room: Room):
    room.story()
    page = shown(room, "404.html")
    assert page.one("//main//form[@role='search']").get("action") == "/search.html"
    room.goodnews = {"search": False}
    assert not shown(room, "404.html").find("//form")
