"""Figures, dates, units and signs as they are said."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodnews.editions.spoken import cardinal, spoken

SAID = {
    "2026年2月4日": "二零二六年二月四日",
    "2026-02-04": "二零二六年二月四日",
    "2026-W06": "二零二六年第六周",
    "10月8日": "十月八日",
    "2月2日—8日": "二月二日至八日",
    "2024—2026年": "二零二四至二零二六年",
    "2025/2026赛季": "二零二五、二零二六赛季",
    "近1000年": "近一千年",
    "2000多年": "两千多年",
    "85后、00后": "八五后、零零后",
    "3·15": "三一五",
    "2个人在2号楼": "两个人在二号楼",
    "第2期，2期，2月，2年，2年级，2级": "第二期，两期，二月，两年，二年级，二级",
    "2—3人": "两至三人",
    "第3期": "第三期",
    "12038人": "一万两千零三十八人",
    "20000元，200元": "两万元，二百元",
    "1,234,567.89元": "一百二十三万四千五百六十七点八九元",
    "3.5万": "三点五万",
    "100500": "十万零五百",
    "10亿": "十亿",
    "10%—20%": "百分之十至百分之二十",
    "10~20%": "百分之十至二十",
    "-3%，5‰": "百分之负三，千分之五",
    "10-20人": "十至二十人",
    "1/3": "三分之一",
    "3×5≈15": "三乘五约等于十五",
    "1+1，100+个，互联网+": "一加一，一百多个，互联网加",
    "比分3:1，6:30到10:00，2:05": "比分三比一，六点三十分到十点，两点零五分",
    "拨打12351求助，12345热线，热线接听1200个": "拨打幺二三五幺求助，幺二三四五热线，热线接听一千二百个",
    "13800001234，0379-12345678": "幺三八零零零零幺二三四，零三七九幺二三四五六七八",
    "400-123-4567": "四零零幺二三四五六七",
    "-5℃，37.5°C": "零下五摄氏度，三十七点五摄氏度",
    "50km，30㎡，2kg，120km/h": "五十公里，三十平方米，两公斤，一百二十公里每小时",
    "¥100，$2.5万": "一百元，二点五万美元",
    "GDP增长5%，APP": "G D P增长百分之五，A P P",
    "No.3，№3": "第三号，第三号",
    "5G，C919，H7N9，PM2.5": "五G，C九一九，H七N九，P M二点五",
    "GB/T 28001-2011": "G B T 二八零零一、二零一一",
    "G20峰会，Top10，K21路，CO2": "G二十峰会，Top十，K二十一路，C O二",
    "8:00-17:30": "八点至十七点三十分",
    "￥2.5万元，3kg/人": "二点五万元，三公斤每人",
    "2到3个，2~3公里，第2、3期": "两到三个，两至三公里，第二、三期",
    "降幅-2.3个百分点，气温-5℃": "降幅负二点三个百分点，气温零下五摄氏度",
    "比例1∶3，以3-1获胜": "比例一比三，以三比一获胜",
    "上12306，服务12345人，12345万": "上幺二三零六，服务一万两千三百四十五人，一万两千三百四十五万",
    "转8001，1998级": "转八零零幺，一九九八级",
    "7月24日-26日，2025年1-6月": "七月二十四日至二十六日，二零二五年一至六月",
    "1.2.3版": "一点二点三版",
    "007，985高校，996元": "零零七，九八五高校，九百九十六元",
    "２０２６年，①②，½，Ⅱ级，〇": "二零二六年，一 二 ，二分之一 ，二级，零",
    "500元/人，和/或": "五百元每人，和、或",
    "https://www.acftu.org/a1": "acftu点org斜杠a一",
    "🎉<b>好</b>": "b 好 b",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_chinese_says_it_in_words(written: str, said: str):
    assert spoken(written, "zh-CN") == said


def test_english_says_signs_and_leaves_figures_to_the_voice():
    assert spoken("10–20% of 5 km² & No. 3 at 20 °C ≈ 3 × 4 🎉", "en") == (
        "10 to 20 percent of 5 square kilometres and number 3 at 20 degrees Celsius about 3 times 4"
    )


@given(st.integers(0, 10**16 - 1))
def test_an_amount_says_its_number(number: int):
    assert _value(cardinal(number)) == number


def _value(words: str) -> int:
    """The number that Chinese words say, read by the school's rule."""
    plain = words.replace("两", "二").replace("零", "")
    for name, unit in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        head, found, rest = plain.rpartition(name)
        if found:
            return (_value(head) if head else 1) * unit + (_value(rest) if rest else 0)
    return "零一二三四五六七八九".index(plain or "零")


@given(st.text(st.sampled_from("0123456789.,:/%‰-—~+×≈°C月日年个人第万亿元拨热线 GDPkm①½Ⅱ𠮷·〇")))
def test_no_figure_is_left_whatever_stands_around_it(text: str):
    said = spoken(text, "zh-CN")
    assert [letter for letter in said if unicodedata.category(letter)[0] == "N"] == []


@given(
    st.text(st.one_of(st.sampled_from("1234567890%+-—:./·"), st.sampled_from("工会职工驿站热水夏天买买提𠮷䶮，。“”")))
)
def test_no_word_is_lost(text: str):
    def words(said: str) -> list[str]:
        return re.findall("[工会职驿站热水夏天买提𠮷䶮，。“”]", said)

    assert words(spoken(text, "zh-CN")) == words(text)


@given(st.text())
def test_any_text_is_said(text: str):
    for language in ("zh-CN", "en"):
        spoken(text, language)


def test_a_long_text_is_said_at_once():
    for text in (
        "1" * 20000,
        "1," * 10000,
        "1-" * 10000,
        "A1" * 10000,
        "1:" * 10000,
        "1." * 10000,
        "a/" * 10000,
        "热线1" * 7000,
    ):
        spoken(text, "zh-CN")
