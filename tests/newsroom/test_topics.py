"""Topics: what readers look for across all sections."""

from tests.builders import TOPICS, Room
from tests.looking import shown, view, views
from tests.proof import newsroom, problem

HERE = "content/stories/2026/hotline.md"


def test_story_may_have_several_topics(room: Room):
    room.write("topics.yaml", TOPICS)
    room.story(topics="[住房, 工资]")
    assert newsroom(room).stories[0].topics == ("住房", "工资")


def test_topic_that_is_not_registered_is_a_problem_with_the_one_that_was_meant(room: Room):
    room.write("topics.yaml", TOPICS)
    room.story(topics="[工姿]")
    assert problem(room) == f"{HERE}:8: topics: found '工姿', expected some of 工资, 住房. Did you mean '工资'?"


def test_topic_of_a_newsroom_without_topics_is_a_problem_that_says_where_they_are_registered(room: Room):
    room.story(topics="工资")
    assert problem(room) == (
        f"{HERE}:8: topics: found '工资', expected a name that is registered. Add it to content/topics.yaml."
    )


def test_topic_given_twice_is_a_problem(room: Room):
    room.write("topics.yaml", TOPICS)
    room.story(topics="[工资, 工资]")
    assert problem(room) == f"{HERE}:8: topics: found '工资', expected each topic once. Remove one of the two."


def test_newsroom_without_topics_has_no_page_link_or_feed_of_them(room: Room):
    room.story()
    assert not [path for path in views(room) if path.startswith(("topic/", "feeds/topic/"))]
    assert "话题" not in shown(room, "index.html").text()


def test_topic_has_a_page_a_feed_and_a_place_in_the_index_and_below_its_stories(room: Room):
    room.write("topics.yaml", TOPICS)
    room.story(topics="[工资]")
    found = views(room)
    assert [card.title for card in found["topic/wages/index.html"].cards] == ["洛阳热线有人接"]
    assert "topic/housing/index.html" not in found
    assert "feeds/topic/wages.atom" in found
    assert [link.text for link in found["topic/index.html"].groups[0].links] == ["工资"]
    assert [(link.text, link.url) for link in view(room, "story/2026/hotline.html").topics] == [
        ("工资", "topic/wages/index.html")
    ]
    assert shown(room, "story/2026/hotline.html").texts("//footer//ul[@aria-label='话题']//a") == ["工资"]


def test_renamed_topic_keeps_its_old_address_and_its_feed(room: Room):
    room.write("topics.yaml", TOPICS.replace("slug: wages", "slug: pay, aliases: [wages]"))
    room.story(topics="[工资]")
    found = views(room)
    assert {"topic/pay/index.html", "topic/wages/index.html", "feeds/topic/wages.atom"} <= set(found)
    assert found["topic/wages/index.html"].url == "topic/pay/index.html"
