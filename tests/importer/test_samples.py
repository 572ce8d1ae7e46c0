"""The raw pages of tests/examples/raw, invented and damaged on purpose: what is recognised in each."""

import datetime

import pytest

from goodnews.importer.imported import Imported, Wanted, imported
from goodnews.importer.taken import Taken
from goodnews.importer.vocabulary import Vocabulary
from goodnews.newsroom.registries import registries_alone
from tests.builders import EXAMPLES, HARBOUR, Room
from tests.importer.pages import raw


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    room = Room(tmp_path_factory.mktemp("harbour"), registries=False)
    for name in ("sections.yaml", "campaigns.yaml", "columns.yaml", "regions.csv", "topics.yaml", "names.yaml"):
        if (HARBOUR / name).exists():
            room.write(name, (HARBOUR / name).read_bytes())
    return Vocabulary.of(registries_alone(room.settings))


def sample(known, name, day) -> Imported:
    text = (EXAMPLES / "raw" / name).read_text("utf-8")
    date = datetime.date.fromisoformat(day)
    return imported(raw(text, name), known, Wanted(source="潮信示例报", date=date), date, "来源名称", Taken())


def fields(found, *names):
    return [tuple(getattr(getattr(item, name), "text", None) for name in names) for item in found.page.items]


def people(item):
    return [(credit.role, credit.names) for one in item.signatures for credit in one.credits]


def unknown(found):
    return [entry.text for entry in found.account if entry.is_unknown]


def test_a_newspaper_page(known):
    found = sample(known, "newspaper-page.txt", "2026-02-10")
    assert found.page.profile == "newspaper"
    assert fields(found, "kicker", "leadin", "title") == [
        (None, "潮平市渡口区", "九百盏提灯送到守夜人手上"),
        ("石岬省采石场", None, "40人留守过年，礼包背上了山"),
        (None, "白滩市", "年货大集摆到盐田边"),
        (None, "雨岬省", "体检船绕岛一圈"),
    ]
    assert set(fields(found, "campaign")) == {("送灯/2026",)}
    assert people(found.page.items[0]) == [("记者", ("乙水",)), ("通讯员", ("丙火",))]
    assert people(found.page.items[3])[0] == ("记者", ("乙水", "丙火", "壬木"))
    assert [str(warning) for warning in found.warnings] == [
        "line 13: the text breaks off: 最多的是：路看清|了。 Proposal: join line 14 to line 13.",
        "line 21: the text breaks off: 一台会放戏的收音|机。陪着背上山的 Proposal: move line 31 behind line 21.",
        "line 29: “ and ” do not match",
    ]
    assert unknown(found) == []


def test_a_weekly_digest(known):
    found = sample(known, "weekly-digest.txt", "2025-07-27")
    assert (found.page.profile, len(found.page.items)) == ("weekly", 9)
    assert set(fields(found, "section")) == {("动态",), ("学堂",), ("商量",), ("身边",), ("手艺",)}
    assert fields(found, "leadin", "title")[2] == ("石岬省", "旧驾驶室搬进教室")
    (sheet,) = found.sheets
    assert sheet.path == "digests/2025-W30.md"
    assert "- {name: 渡口示例报}\n- and others\n" in sheet.text
    assert unknown(found) == []


def test_a_morning_digest(known):
    found = sample(known, "morning-digest.txt", "2026-02-11")
    assert (found.page.profile, len(found.page.items)) == ("morning", 5)
    assert "- {name: 潮信示例报, date: 2026-02-11" in found.drafts[0].text
    assert "made: the item has no headline" in found.drafts[0].text
    assert unknown(found) == []


def test_an_annual_page(known):
    found = sample(known, "annual-page.txt", "2026-01-05")
    assert (found.page.profile, len(found.page.items)) == ("annual", 10)
    assert fields(found, "title")[0] == ("骑手和平台谈成一份协议",)
    assert all(item.body and item.comment for item in found.page.items)
    (sheet,) = found.sheets
    assert sheet.path == "top10/2025.md"
    for row in ("kicker: 年终特别策划", "- {撰文: [甲木, 乙水]}", "- {制图: [丁土]}", "name: 戊, place: 望海市"):
        assert row in sheet.text
    assert unknown(found) == []


def test_a_page_of_photographs(known):
    found = sample(known, "photo-page.txt", "2026-01-20")
    assert (found.page.profile, len(found.page.items)) == ("photo", 4)
    assert {item.kind for item in found.page.items} == {"photo"}
    assert [people(item)[0][1] for item in found.page.items] == [("丁土",), ("丁土",), ("丙火",), ("庚土",)]
    assert [len(item.captions) for item in found.page.items] == [0, 0, 2, 0]
    assert unknown(found) == []


def test_a_field_diary(known):
    found = sample(known, "diary.txt", "2026-01-25")
    text = found.drafts[0].text
    for row in ("kind: diary", "column: 码头日记", "weekday: 星期四", "weather: 阴有小雪", "author: 甲木"):
        assert row in text
    assert "title: 驻码头第九天\n" in text
    assert unknown(found) == []
