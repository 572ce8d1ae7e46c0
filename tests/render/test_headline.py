"""Headlines that break between words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.render.headline import by_word_in, words_of

NEVER_FIRST = "，。；：、？！）》”"


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ("免费学护理，考证找工作工会都管", "免费 学 护理， 考证找 工作 工会 都管"),
        ("职工下班，洛阳工会的灯亮了", "职工 下班， 洛阳 工会的 灯亮了"),
        ("900套温暖礼包", "900套 温暖 礼包"),
        ("做到第16年", "做到 第16年"),
        ("“城市超人”", "“城市 超人”"),
        ("驿站成了纳凉点", "驿站成了 纳凉点"),
        ("发出提示函：错峰施工", "发出 提示函： 错峰 施工"),
        ("三十多人，二十四小时", "三十多人， 二十四小时"),
        ("培训三百万人次", "培训 三百万人次"),
        ("三个月，到了", "三个月， 到了"),
        ("市集的账谈出来了", "市集的账 谈出来了"),
        ("文化宫里的寒假", "文化宫里的 寒假"),
        ("饿了么、大企业", "饿了么、 大企业"),
        ("旁边要添车位和换电站", "旁边 要 添车位 和 换电站"),
        ("考证不花钱，没花多少", "考证 不花钱， 没花 多少"),
        ("APP里有AI课", "APP里 有 AI课"),
        ("段师傅和熊全平", "段师傅 和 熊全平"),
    ],
)
def test_headline_is_cut_into_the_words_a_reader_sees(headline: str, words: str):
    assert words_of(headline) == words.split(" ")


@given(st.text(max_size=40))
def test_words_together_are_the_headline(text: str):
    assert "".join(words_of(text)) == text


@given(st.text(alphabet="工会的灯亮了，。；：“”《》（）3万Ab", max_size=30))
def test_no_word_begins_with_a_mark_that_ends_one(text: str):
    assert not [word for word in words_of(text)[1:] if word[0] in NEVER_FIRST]


def test_what_a_headline_holds_is_text():
    assert by_word_in("zh-CN")("工会<b>&灯") == "工会<wbr>&lt;<wbr>b<wbr>&gt;<wbr>&amp;灯"


def test_headline_of_another_language_stays_as_it_is():
    assert by_word_in("en")("Night school for welders") == "Night school for welders"
