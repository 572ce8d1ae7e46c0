"""Several stories of one letter."""

from tests.importer.pages import bring


def test_stories_of_one_letter_are_items_by_their_numbers():
    page = "各位老师好\n" + "".join(
        f"稿件{number}：{place}：{head}\n驿站里来了不少人，热水和饭菜都备好了。\n（通讯员 {name}）\n"
        for number, place, head, name in (
            ("一", "河南洛阳", "热线夜里有人接", "甲一"),
            ("二", "河北唐山", "礼包送到路口", "乙二"),
        )
    )
    found = bring(page).drafts
    assert [draft.title for draft in found] == ["热线夜里有人接", "礼包送到路口"]
    assert "leadin: 河北唐山" in found[1].text and "- {通讯员: [乙二]}" in found[1].text


def test_stories_of_one_letter_are_told_by_the_labels_of_their_headlines():
    page = "您好\n" + "".join(
        f"标题：{head}\n作者：{name}\n正文：\n洛阳市总工会把这件事办了起来，来的人不少。\n\n"
        for head, name in (("灯塔旁的小屋", "甲一"), ("先刷碗再吃饭", "乙二"))
    )
    drafts = bring(page).drafts
    assert [draft.title for draft in drafts] == ["灯塔旁的小屋", "先刷碗再吃饭"]
    assert not any("正文" in draft.text for draft in drafts)
