"""A picture, its caption, and who took or gave it."""

from goodnews.importer.raw import RawPicture
from tests.importer.pages import NEWS, bring, raw


def test_the_name_and_the_stroke_behind_a_caption_are_its_credit():
    found = bring("图片新闻\n2月3日，福建厦门的女职工在海边跑步。丙三/摄\n（图片由福建省总工会提供）\n")
    (draft,) = found.drafts
    assert "credit: '丙三 摄，福建省总工会 供图'}" in draft.text
    assert "跑步。丙三" not in draft.text
    assert not [entry for entry in found.account if entry.is_unknown]


def test_a_text_with_an_author_beside_a_picture_is_no_photograph():
    (draft,) = bring("洛阳：快递站开来一辆车\n2月3日，体检车开到快递站点，众人排起了队。\n文/图：丙三\n").drafts
    assert "kind: photo" not in draft.text


def test_who_took_a_picture_may_stand_below_the_day_on_which_it_was_taken():
    page = "影像\n" + "".join(
        f"{title}\n图为{place}的养路工换上新手套。（2月{day}日摄）\n\n通讯员 关山月明 摄\n\n"
        for title, place, day in (("新手套", "洛阳市", 2), ("旧手套", "开封市", 3))
    )
    found = bring(page).drafts
    assert [draft.title for draft in found] == ["新手套", "旧手套"]
    assert all("credit: 关山月明 摄}" in draft.text for draft in found)


def test_the_mark_of_a_picture_names_nobody():
    page = (
        "礼包送到路口\n" + NEWS.format("洛阳") + "\n■图片新闻\n驿站里的书架\n2月3日，开封市的骑手在驿站看书。 甲一 摄\n"
    )
    story, picture = bring(page).drafts
    assert "图片: [新闻]" not in story.text
    assert "kind: photo" in picture.text


def test_who_gave_a_picture_is_its_credit_and_made_nothing_of_the_text():
    page = "一周速览\n维权服务\n河南：早餐端到手上\n2月3日，洛阳市总工会开了早餐点。\n图源：洛阳市总工会\n"
    page += "建功立业\n河北：焊工比武\n2月4日，唐山市的焊工比了一场，来了二十五人。\n"
    draft, _other = bring(page, "weekly").drafts
    assert "图源: [" not in draft.text
    assert "credit: '图源：洛阳市总工会'}" in draft.text


def test_numbered_captions_below_the_text_of_a_picture_story_are_its_pictures():
    page = (
        "雨中四小时\n本报记者 甲一 摄影报道\n2月3日，暴雨冲断洛阳一处供电线，抢修班赶到。\n①攀上电杆。\n②姜汤上山。\n"
    )
    (draft,) = bring(page + "③来电了。\n", "photo").drafts
    assert draft.text.count("- {missing: true") == 3
    assert "caption: '姜汤上山。'}" in draft.text


def test_a_picture_within_a_signed_story_does_not_end_it():
    page = (
        "技能写进合同\n（记者甲一）2月3日，柳州市总工会请来众人，说了半日。\n师傅在调试机床。乙二 摄\n先摸底\n"
        "两个月里走了十二家企业，问题一条条记下来。\n热线夜里有人接\n" + NEWS.format("洛阳") + "\n"
    )
    assert [draft.title for draft in bring(page).drafts] == ["技能写进合同", "热线夜里有人接"]


def test_a_picture_right_above_a_caption_is_not_that_of_the_caption_above_it():
    page = "".join(
        f"图{number}：2月3日，{city}的养路工换上新手套，活干得更快了。丙三 摄\n"
        for number, city in zip("①②③", ("洛阳市", "开封市", "德州市"), strict=True)
    )
    pictures = tuple(RawPicture(line, f"{line}.jpg") for line in (0, 1, 2))
    found = bring(raw(page, pictures=pictures), "photo").drafts
    assert [draft.text.count("{missing: true") for draft in found] == [1, 1, 1]
