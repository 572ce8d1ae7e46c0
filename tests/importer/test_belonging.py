"""What of a page belongs together: a campaign, a note of the editors, a text and its rest."""

from tests.importer.pages import NEWS, bring, titles


def test_a_text_goes_on_where_its_headline_stands_again():
    other = "礼包送到路口\n" + NEWS.format("秦皇岛") + "\n\n"
    page = (
        "九个“工建办”\n串起两百多家企业工会\n"
        + NEWS.format("洛阳")
        + "\n(下转第3版)\n\n"
        + other
        + "九个“工建办”串起两百多家企业工会\n（上接第1版）\n各片区又办了五十多场竞赛，来的人一场比一场多。\n\n"
    )
    found = bring(page)
    first, second = found.drafts
    assert (first.title, second.title) == ("九个“工建办”串起两百多家企业工会", "礼包送到路口")
    assert "又办了五十多场竞赛" in first.text
    assert not [entry for entry in found.account if entry.is_unknown]


def test_lines_that_something_parts_from_the_item_above_belong_where_their_words_are():
    found = bring(
        "七户人家添了灯\n本报讯（记者 周小雨）2月3日，石岬镇工会给七户人家添了灯。\n（周小雨）\n\n"
        "心理热线已办一百多场讲座，王昊宇听过减压课。\n云课堂办了十期，热线的录音听众很多。\n\n"
        "夜里打热线，有人接\n本报记者 余小熙\n2月4日，心理热线又响了。\n热线的减压课和云课堂是去年开的，讲座常满。\n"
    )
    assert titles(found) == ["七户人家添了灯", "夜里打热线，有人接"]
    assert "云课堂办了十期" in found.drafts[1].text
    assert "云课堂办了十期" not in found.drafts[0].text


def test_a_note_of_the_editors_belongs_to_the_headline_below_it():
    page = (
        "礼包送到路口\n" + NEWS.format("秦皇岛") + "\n\n编者按 心里的疙瘩，也要有人来解。\n这条热线夜里有人接\n"
        "□ 本报记者 甲一\n2月4日，洛阳市总工会的热线照常有人值守，谁打来都有人接听。\n"
    )
    first, second = bring(page).drafts
    assert "editors_note" not in first.text
    assert "editors_note: '心里的疙瘩，也要有人来解。'" in second.text


def test_a_campaign_ends_where_a_page_does():
    page = (
        "2026年送温暖\n河南：热线夜里有人接\n"
        + NEWS.format("洛阳")
        + "\n\n第03版：综合新闻\n河北：礼包送到路口\n"
        + NEWS.format("秦皇岛")
        + "\n"
    )
    first, second = bring(page).drafts
    assert "campaign: 送温暖/2026" in first.text
    assert "campaign" not in second.text


def test_a_campaign_ends_at_a_line_of_marks():
    page = (
        "2026年送温暖\n\n河南洛阳\n旧驾驶室搬进教室\n本报讯（记者 周小雨）2月3日，旧驾驶室搬进了教室。\n\n{}"
        "河南郑州\n年货大集\n本报讯（记者 吴小海）2月3日，文化宫里人挤人。\n"
    )
    for mark, campaigned in (("", True), ("——————————\n", False)):
        first, second = bring(page.format(mark)).page.items
        assert (first.campaign is not None, second.campaign is not None) == (True, campaigned)


def test_a_campaign_ends_at_a_mark_that_its_own_headlines_do_not_have():
    page = (
        "2026年送温暖\n河南：热线夜里有人接\n"
        + NEWS.format("洛阳")
        + "\n■图片新闻\n雪里的站台\n2月3日，开封市的养路工在站台扫雪。 甲一 摄\n河北：礼包送到路口\n"
        + NEWS.format("秦皇岛")
        + "\n"
    )
    assert ["campaign: 送温暖/2026" in draft.text for draft in bring(page).drafts] == [True, False, False]
