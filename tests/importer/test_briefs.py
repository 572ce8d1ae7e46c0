"""Short items, comments and letters below a heading of their own."""

from tests.importer.pages import NEWS, bring


def test_entries_below_a_heading_of_short_news_are_items():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n\n简　讯\n"
        "▲2月2日，公寓段请来社区医护，为司机查体问诊。（黄小涛）\n▲某省总工会派出15个慰问组，16个州市都走到。（赵小浩）\n\n"
        "一碗面八块钱\n本报讯（记者 吴小海）2月2日，骑手吃上了八块钱的面。\n"
    )
    assert len(found.page.items) == 4
    assert "公寓段" in found.drafts[1].text
    assert "慰问组" in found.drafts[2].text


def test_a_short_item_has_its_headline_behind_the_mark():
    page = (
        "热线夜里有人接\n" + NEWS.format("洛阳") + "\n\n【工会简讯】\n▲河南：公寓上网，骑手挑房\n"
        "洛阳市总工会与住房部门合建平台，房源一页就能查。\n▲停车难，当面谈\n重庆市总工会办面对面交流会，交管部门当场答复。\n"
    )
    _first, second, third = bring(page).drafts
    assert (second.title, third.title) == ("公寓上网，骑手挑房", "停车难，当面谈")
    assert "kind: brief" in second.text and "leadin: 河南" in second.text


def test_short_items_stand_behind_their_headlines_in_brackets():
    page = (
        "热线夜里有人接\n"
        + NEWS.format("洛阳")
        + "\n\n工会简讯\n【河北秦皇岛：驿站送礼包】日前，海港区的礼包进了驿站。\n"
        "【公寓办义诊】2月2日，洛阳的公寓请来了医生。\n"
    )
    assert [draft.title for draft in bring(page).drafts] == ["热线夜里有人接", "驿站送礼包", "公寓办义诊"]


def test_a_comment_below_a_story_is_an_item_with_its_own_headline_and_author():
    page = (
        "礼包送到路口\n"
        + NEWS.format("洛阳")
        + "\n■ 快评\n路口也是家门口\n丁禾\n在路口站一天的人，最知道一杯热水的分量。\n"
    )
    page = page.replace("丁禾", "郝禾")
    story, comment = bring(page).drafts
    assert "快评" not in story.text and "title: 礼包送到路口" in story.text
    assert "title: 路口也是家门口  # guessed\nkicker: 快评  # guessed\n" in comment.text
    assert "- {作者: [郝禾]}" in comment.text


def test_a_readers_letter_is_an_item_and_its_mark_names_nobody():
    page = (
        "礼包送到路口\n"
        + NEWS.format("洛阳")
        + "\n■来信\n澡堂几点关门\n编辑同志：澡堂能不能晚关一小时？夜班的人赶不上。\n"
    )
    story, letter = bring(page).drafts
    assert "来信" not in story.text
    assert "title: 澡堂几点关门  # guessed\nkicker: 来信  # guessed\n" in letter.text


def test_notes_of_the_reporter_with_a_headline_of_their_own_are_an_item():
    page = (
        "船坞不灭的灯\n本报记者 甲一\n船坞里的灯亮了半宿，洛阳的修船人还没有走。\n（一）父亲的锤\n那把锤用了多年。\n"
        "记者手记\n灯下有人\n采访那几天，我们总是在天亮前赶到船坞。\n延伸阅读\n近年来，沿江各市有了修船工作室29个。\n"
    )
    story, notes = bring(page).drafts
    assert (story.title, notes.title) == ("船坞不灭的灯", "灯下有人")
    assert "## 延伸阅读" in notes.text
