"""house.yaml and names.yaml: how the house writes names and words."""

import pytest

from goodnews.newsroom.house import Better, FullName, House
from goodnews.problem import ContentError
from tests.builders import Room


def told(room: Room, name: str, text: str) -> list[str]:
    room.write(name, text)
    with pytest.raises(ContentError) as stopped:
        room.check()
    return [str(problem).removeprefix(f"{room.folder}/content/") for problem in stopped.value.problems]


def test_usage_is_read_with_its_reasons(room: Room):
    room.write(
        "house.yaml",
        "forms:\n  副主席、书记: {write: 书记、副主席, reason: 党内职务在前。, fix: true}\n"
        "words:\n  苦力: 码头工人\n  船老大: {write: [船长, 船主], within: [船老大巷]}\n"
        "order:\n  各级: [省总工会, 市总工会]\n",
    )
    assert room.check().registries.house == House(
        forms={"副主席、书记": Better(("书记、副主席",), "党内职务在前。", fix=True)},
        words={"苦力": Better(("码头工人",)), "船老大": Better(("船长", "船主"), within=("船老大巷",))},
        order=(("省总工会", "市总工会"),),
    )


@pytest.mark.parametrize("text", ["", "# none yet\n", "words:\n", "order: {}\n"])
def test_house_may_have_no_rule(room: Room, text: str):
    assert room.check().registries.house == House()
    room.write("house.yaml", text)
    assert room.check().registries.house == House()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("word:\n  甲: 乙\n", "house.yaml:1: word: found an unknown field, expected a known field."),
        ("words: 甲\n", "house.yaml:1: words: found '甲', expected words, each with the better one."),
        ("words:\n  甲:\n", "house.yaml:2: words.甲: found nothing, expected a value."),
        ("words:\n  甲: {reason: 不好}\n", "house.yaml:2: words.甲.write: found nothing, expected a value."),
        ("words:\n  甲: {write: 乙, because: 不好}\n", "house.yaml:2: words.甲.because: found an unknown field"),
        (
            "words:\n  甲: {write: [乙, 丙], fix: true}\n",
            "house.yaml:2: words.甲.fix: found 2 words to choose from, expected one, for a program to write it. "
            "Leave one, or remove `fix`.",
        ),
        (
            "words:\n  甲: {write: 乙, fix: yes}\n",
            "house.yaml:2: words.甲.fix: found 'yes', expected one of",
        ),
        (
            "words:\n  甲: {write: 乙, within: [丙]}\n",
            "house.yaml:2: words.甲.within: found '丙', expected a longer word that holds '甲'. "
            "Write the whole word in which it is right.",
        ),
        (
            "words:\n  甲: 乙\n  乙: 丙\n",
            "house.yaml:2: words.甲: found '乙', expected a word that the file does not tell to avoid. "
            "Did you mean '丙'?",
        ),
        (
            "words:\n  甲: 甲\n",
            "house.yaml:2: words.甲: found '甲', expected a word that the file does",
        ),
        ("forms:\n  甲: 乙\nwords:\n  甲: 丙\n", "house.yaml:4: words.甲: found '甲', expected each word once."),
        (
            f"words:\n  {'长' * 41}: 乙\n",
            f"house.yaml:2: words.{'长' * 41}: found '{'长' * 41}', expected a name or a word of at most 40",
        ),
        (
            "words:\n  ，: 乙\n",
            "house.yaml:2: words.，: found '，', expected a name or a word of at most 40",
        ),
        ("words:\n  甲: {write: [乙, 乙]}\n", "house.yaml:2: words.甲.write: found '乙', expected each word once."),
        ("order:\n  各级: [甲]\n", "house.yaml:2: order.各级: found 甲, expected two names or more, each once."),
        (
            "order:\n  各级: [甲, 甲]\n",
            "house.yaml:2: order.各级: found 甲, 甲, expected two names or more",
        ),
        ("order: [甲, 乙]\n", "house.yaml:1: order: found '乙', expected lists of names by what they are."),
    ],
)
def test_what_is_wrong_with_the_house_is_told_at_its_line(room: Room, text: str, problem: str):
    assert told(room, "house.yaml", text)[0].startswith(problem)


def test_names_take_words_that_only_look_as_if_they_held_them(room: Room):
    room.write("names.yaml", "全总: 全国总工会\n区总: {full: 区总工会, within: [区总面积]}\n")
    assert room.check().registries.names == {
        "全总": FullName("全国总工会"),
        "区总": FullName("区总工会", ("区总面积",)),
    }


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("全国总工会: 全总", "expected a longer name than the one before the colon. Write the short name before"),
        ("总会: 全总", "expected a longer name than the one before the colon."),
        ("大全总: {within: [大全总览]}", "大全总.full: found nothing, expected a value."),
        (
            "区总: {full: 区总工会, within: [面积]}",
            "区总.within: found '面积', expected a longer word that holds '区总'.",
        ),
        ("区: 全总", "区: found '全总', expected a full name. Did you mean '全国总工会'?"),
    ],
)
def test_what_is_wrong_with_a_name_is_told_at_its_line(room: Room, line: str, problem: str):
    found = told(room, "names.yaml", f"全总: 全国总工会\n{line}\n")[-1]
    assert found.startswith("names.yaml:2: ")
    assert problem in found
