"""The text of an item."""

from tests.importer.pages import bring


def test_lists_and_tables_stay_lists_and_tables_and_are_no_summary():
    (draft,) = bring(
        "三件事\n\n2月3日，德城区总工会公布了驿站的账。\n\n| 驿站 | 人次 |\n| --- | --- |\n| 甲站 | 300 |\n\n"
        "- 开门早\n- 关门晚\n\n大家都说好。\n"
    ).drafts
    assert "| 驿站 | 人次 |\n| --- | --- |\n| 甲站 | 300 |\n\n- 开门早\n- 关门晚\n\n大家都说好。" in draft.text
    assert "summary: 2月3日，德城区总工会公布了驿站的账。大家都说好。" in draft.text.replace("'", "")
