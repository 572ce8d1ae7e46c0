"""Questions: what `new` asks at a terminal, and that nothing is written before the last answer."""

import datetime
from collections.abc import Sequence

import pytest

from goodnews.desk.forms import Wanted, start
from goodnews.desk.questions import Desk, asked
from goodnews.importer.places import Places
from goodnews.importer.slugs import slug_of
from goodnews.newsroom.story import Registries
from tests.builders import TODAY, Room


class Person:
    """Gives the answers in their order, and keeps what was asked and said."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.said: list[str] = []

    def hear(self, question: str, _known: Sequence[str]) -> str:
        self.asked.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)

    def slug_of(self, title: str, known: Registries) -> str:
        return slug_of(title, Places(known.regions))

    @property
    def desk(self) -> Desk:
        return Desk(self.hear, self.said.append, self.slug_of)


def answered(room: Room, person: Person, kind: str = "", slug: str = "", title: str = "") -> Wanted:
    return asked(room.settings, Wanted(kind, slug, title), TODAY, person.desk)


def test_story_is_asked_for_from_its_kind_to_its_name(room: Room):
    person = Person("1", "洛阳热线有人接", "3", "涧西", "2026-06-05", "")
    wanted = answered(room, person)
    day = datetime.date(2026, 6, 5)
    assert wanted == Wanted(
        "story", "luoyang-re-xian-ren-jie", "洛阳热线有人接", "维权服务", "河南省/洛阳市/涧西区", day
    )
    assert person.said == [
        "  1  a story",
        "  2  the digest of a week",
        "  3  the annual page",
        "  4  a standing page",
        "  5  a link to a story elsewhere",
        "  1  工作动态",
        "  2  思想引领",
        "  3  维权服务",
        "  河南省/洛阳市/涧西区",
    ]
    path = start(room.settings, wanted, TODAY)
    assert path == str(room.content / "stories/2026/luoyang-re-xian-ren-jie.md")
    (story,) = room.check(drafts=True).stories
    assert (story.title, story.section, story.regions, story.date) == (
        "洛阳热线有人接",
        "维权服务",
        ("河南省/洛阳市/涧西区",),
        day,
    )


def test_empty_answers_take_what_is_proposed(room: Room):
    wanted = answered(room, Person("", "甲乙", "", "", "", ""))
    assert wanted == Wanted("story", "jia-yi", "甲乙", "工作动态", "全国", TODAY)


def test_typed_characters_are_taken_as_they_are_meant(room: Room):
    person = Person("", "\u200bCafé reöpens\ufeff", "１", "", "２０２６-０６-０５", "")
    wanted = answered(room, person)
    assert (wanted.title, wanted.slug, str(wanted.day)) == ("Café reöpens", "cafe-reopens", "2026-06-05")


def test_a_character_that_cannot_be_printed_is_named(room: Room):
    person = Person("", "甲\u202e乙", "甲乙", "", "", "", "")
    assert answered(room, person).title == "甲乙"
    assert "The character U+202E cannot be printed. Type the title without it." in person.said


@pytest.mark.parametrize(("kind", "slug"), [("digest", "2026-W23"), ("top10", "2026")])
def test_digest_and_annual_page_are_named_by_their_day(room: Room, kind: str, slug: str):
    assert answered(room, Person(""), kind) == Wanted(kind, slug)


def test_what_was_typed_is_not_asked_again(room: Room):
    person = Person()
    assert answered(room, person, "page", "about-us", "关于") == Wanted("page", "about-us", "关于")
    assert person.asked == []


def test_region_of_several_is_chosen_by_number_or_by_a_longer_part(room: Room):
    wanted = answered(room, Person("甲乙", "", "西", "2", "", ""), "story")
    assert wanted.region == "陕西省"
    wanted = answered(room, Person("甲乙", "", "无此地", "西", "陕西", "", ""), "story")
    assert wanted.region == "陕西省"


def test_wrong_answers_are_asked_again_with_a_word_of_help(room: Room):
    person = Person("9", "story", "", "长" * 61, "甲乙", "0", "维权", "洛阳", "5月1日", "2026-05-01", "A B", "jia-yi")
    assert answered(room, person).slug == "jia-yi"
    assert [line for line in person.said if not line.startswith("  ")] == [
        "Type a number from 1 to 5.",
        "A title has 1 to 60 characters, two Latin letters counting as one; this one has 0.",
        "A title has 1 to 60 characters, two Latin letters counting as one; this one has 61.",
        "Type a number from 1 to 3.",
        "'5月1日' is not a date like 2026-02-04",
        "Expected a slug: a-z, 0-9 and hyphens. Write 'a-b'.",
    ]


def test_name_that_is_taken_is_not_proposed(room: Room):
    room.story("jia-yi", date="2026-06-01")
    wanted = answered(room, Person("甲乙", "", "", "", "jia-yi", ""), "story")
    assert wanted.slug == "jia-yi-2"


def test_who_leaves_in_the_middle_leaves_nothing_behind(room: Room):
    before = sorted(room.folder.rglob("*"))
    with pytest.raises(EOFError):
        answered(room, Person("1", "甲乙", "1"))
    assert sorted(room.folder.rglob("*")) == before
