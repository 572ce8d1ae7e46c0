"""Texts that columns broke: which pieces belong together, on a page that sets its paragraphs in."""

from goodnews.importer.damage import Join
from tests.importer.pages import bring

PAGE = """贵州：礼包送到找矿一线
　　本报讯（记者 李丰）1月30日，地质队员收到了礼包。
　　全省筹集了资金，慰问了困难职工。
读书会、宣讲团五大品牌，课程分夜校和公益班。周末影院、作家见面会
　　此外，线上招聘月请来一百家企业。
文化宫推出新服务
职工想学啥，课就开到哪
　　本报讯（记者 马学）2月2日，文化宫里的公益班正在上课，课程分很多种。
　　文化宫办读书会，市总工会打造大学堂、大舞台、
和线上专栏也办得热闹。
　　今年的课全部免费。
"""


def joins(page: str) -> list[Join]:
    return [warning.repair for warning in bring(page).warnings if isinstance(warning.repair, Join)]


def test_a_piece_in_another_item_goes_between_the_two_ends_that_it_was_torn_from():
    assert [(join.line, join.to) for join in joins(PAGE)] == [(10, 4), (4, 9)]


def test_taken_together_the_proposals_make_the_text_whole():
    whole = bring(PAGE, repairs=joins(PAGE)).drafts[1].text
    assert (
        "打造大学堂、大舞台、读书会、宣讲团五大品牌，课程分夜校和公益班。周末影院、作家见面会和线上专栏也办得热闹。"
        in whole
    )


def test_a_paragraph_that_is_set_in_goes_on_with_nothing():
    page = PAGE.replace("和线上专栏也办得热闹。\n", "")
    assert 5 not in [join.line for join in joins(page)]


def test_a_name_below_an_office_goes_on_with_it():
    page = """内蒙古：暖北疆
　　本报讯 2月3日，活动在呼和浩特启动。内蒙古自治区总工会党组书记、副主席
张慧宇要求，紧盯新就业形态劳动者。
　　各级工会用数字化手段，请社会力量加入。
"""
    assert joins(page) == [Join(3, 2, 3)]


def test_a_quotation_goes_on_where_its_other_mark_stands():
    page = """宁波：冬天有人惦记
　　本报讯 2月3日，体检车开到了站点。
爱”写进条文，扩大保障。
　　大家都说好。
忻州：二十条规定
　　本报讯 2月4日，忻州作出决定。决定把总工会职工的“真心关
　　决定还提出了别的。
"""
    assert [(join.line, join.to) for join in joins(page)] == [(3, 6)]


def test_what_follows_a_moved_piece_goes_along_if_it_speaks_of_the_same():
    page = """内蒙古：暖北疆
　　本报讯 2月3日，活动在呼和浩特启动，救助牧区困难家庭。
爱”写进条文，二十条规定扩大了保障。
　　忻州市人大常委会的贾主任说，规定出台只是开头，人大常委会还要看规定怎么落实。
忻州：二十条规定
　　本报讯 2月4日，忻州市人大常委会作出规定。规定把总工会职工的“真心关
"""
    assert [(join.line, join.to, join.last) for join in joins(page)] == [(3, 6, 4)]


def test_the_beginning_of_an_item_does_not_go_on_with_its_own_end():
    page = "一碗面\n2月4日，海港区总工会的驿站里，一碗面冒着热气。\n骑手说面是热的。\n驿站24小时不关门详情见\n"
    assert not [warning for warning in bring(page).warnings if warning.repair]
