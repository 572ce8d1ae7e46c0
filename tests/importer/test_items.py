"""What an item is made of: where it ends, and who is named in it as what."""

from tests.importer.pages import bring, stories_of


def test_a_line_that_goes_on_with_a_sentence_is_no_kicker_of_the_next_item():
    page = """河南：早餐端到手上
本报讯 2月3日，洛阳市总工会开了12个早餐点，
环卫工、骑手、

河北：九百份年货
本报讯 2月4日，海港区总工会备好九百份年货。
"""
    found = bring(page)
    assert not any("kicker" in draft.text for draft in found.drafts)
    assert "Proposal: join line 3 to line 2." in str(found.warnings[0])


def test_the_name_and_the_stroke_behind_a_caption_are_its_credit():
    found = bring("图片新闻\n2月3日，福建厦门的女职工在海边跑步。丙三/摄\n（图片由福建省总工会提供）\n")
    (draft,) = found.drafts
    assert "credit: '丙三 摄，福建省总工会 供图'}" in draft.text
    assert "跑步。丙三" not in draft.text
    assert not [entry for entry in found.account if entry.is_unknown]


def test_who_gave_a_picture_did_not_take_it():
    (draft,) = bring("图片新闻\n2月3日，福建厦门的女职工在海边跑步。\n（图片由福建省总工会提供）\n").drafts
    assert "credit: 福建省总工会 供图}" in draft.text


def test_an_intern_has_a_role_of_her_own():
    (story,) = stories_of(
        "柳州：粉车间里的调解员\n本报讯（全媒体记者 欧阳某某 实习生 戊五）2月3日，柳州市总工会聘了10名调解员。\n"
    )
    assert [(byline.role, byline.names) for byline in story.bylines] == [
        ("全媒体记者", ("欧阳某某",)),
        ("实习生", ("戊五",)),
    ]
