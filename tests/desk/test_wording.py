"""Wording that may not be meant for print: found where it is, and only where it is."""

import pytest

from goodnews.desk.wording import PRIVATE, wording
from goodnews.problem import ContentError
from goodnews.text.private import is_card, is_identity
from tests.builders import Room


def found(text: str) -> list[str]:
    return [one.text for one in wording(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("TODO 补数字", ["TODO"]),
        ("人数（待核实）", ["（待核实）"]),
        ("【待补】", ["【待补】"]),
        ("发了12万元？？", ["？？"]),
        ("某某××市总工会", ["××"]),
        ("时间TBD。", ["TBD"]),
        ("见下。（图片）", ["（图片）"]),
        ("【图1】", ["【图1】"]),
        ("[图片]", ["[图片]"]),
        ("此处插入一张图", ["此处插入一张图"]),
        ("点击上方蓝字关注我们", ["点击上方蓝字", "关注我们"]),
        ("长按二维码关注", ["长按二维码关注"]),
        ("阅读原文", ["阅读原文"]),
        ("欢迎转发到朋友圈", ["转发到朋友圈"]),
        ("联系人13800138000。", ["13800138000"]),
        ("138 0013 8000", ["138 0013 8000"]),
        ("+86 138-0013-8000", ["+86 138-0013-8000"]),
        ("电话：１３８００１３８０００", ["１３８００１３８０００"]),
        ("身份证11010519491231002X", ["11010519491231002X"]),
        ("号码11010519491231002x，", ["11010519491231002x"]),
        ("4111-1111-1111-1111", ["4111-1111-1111-1111"]),
        ("0379-63210000", ["0379-63210000"]),
        ("4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("3782 822463 10005", ["3782 822463 10005"]),
        ("110105 19491231 002X", ["110105 19491231 002X"]),
        ("身份证11010519491231002Ｘ", ["11010519491231002Ｘ"]),
        ("身份证号110105194912310021", ["身份证号110105194912310021"]),
        ("护照E12345678", ["护照E12345678"]),
        ("138.0013.8000", ["138.0013.8000"]),
        ("138－0013－8000", ["138－0013－8000"]),
        ("13800138000/13900139000", ["13800138000", "13900139000"]),
        ("（0379）63210000", ["0379）63210000"]),
        ("+86 379 63210000", ["+86 379 63210000"]),
        ("待 核", ["待 核"]),
        ("人数待领导审定", ["待领导审定"]),
        ("XX市总工会", ["XX"]),
        ("todo 补", ["todo"]),
        ("（视频）", ["（视频）"]),
        ("戳上方蓝字", ["戳上方蓝字"]),
        ("长按识别二维码", ["长按识别二维码"]),
        ("图片来自网络，侵权请联系", ["图片来自网络", "侵权请"]),
        ("以下是根据要求润色后的稿件", ["以下是根据要求润色后的"]),
        ("锟斤拷", ["锟斤拷"]),
    ],
)
def test_what_an_editor_may_not_have_meant_is_found(text: str, told: list[str]):
    assert found(text) == told
    assert found(f"一段正文，没有别的。{text}") == told


@pytest.mark.parametrize(
    ("text", "told"), [("责任编辑：甲", "责任编辑："), ("校对：乙", "校对："), ("— END —", "— END —"), ("END", "END")]
)
def test_line_around_a_post_is_found(text: str, told: str):
    assert found(f"正文。\n\n{text}\n") == [told]
    assert not found(f"正文{text}")


@pytest.mark.parametrize(
    "text",
    [
        *("等待核酸检测结果", "享受待遇，招待客人", "期待查看", "他在等待补贴", "真的吗？", "3×4", "TODOS"),
        *("![图片](images/x.jpg)", "[图片](story:x)", "（资料图片）", "插图作者", "图书馆", "（图书）"),
        *("点击率上升", "大家都很关注", "关注一线职工", "读完原文", "朋友圈里的好人"),
        *(
            "筹集资金138001380元",
            "编号2026020412345678",
            "12351热线",
            "<!-- TODO 待核 -->",
            "11010519491231002",
            "110105194912310021",
        ),
        *(
            "https://a.cn/13800138000",
            "images/2026/13800138000.jpg",
            "4111111111111112",
            "二〇二六年",
            "2025年12月31日",
        ),
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str):
    assert found(text) == []


def test_identity_numbers_have_a_day_of_birth_and_a_check_digit():
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194912310020")
    assert not is_identity("11010519491331002X")


def test_card_numbers_have_a_check_digit():
    assert is_card("4111 1111 1111 1111")
    assert not is_card("4111 1111 1111 1112")
    assert not is_card("0000 0000 0000 0000")


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("pages/about.md", "---\ntitle: 关于\nsummary: 甲\n---\n一段。\n\n电话13800138000\n", "7: body"),
        ("pages/about.md", "---\ntitle: 关于\nsummary: 电话13800138000\n---\n一段。\n", "3: summary"),
        ("digests/2026-W06.md", "---\nnumber: 一\n---\n（图片）\n", "4: body"),
    ],
)
def test_it_is_remarked_in_every_text_at_its_line_and_field(room: Room, path: str, text: str, told: str):
    room.story()
    room.write(path, text)
    (line,) = room.advice()
    assert line.startswith(f"content/{path}:{told}: found '")


def test_caption_and_editors_note_of_a_story_are_looked_at_too(room: Room):
    room.story(editors_note="\n  TODO 再问\n", image="{missing: true, alt: 图, caption: 待核实}")
    lines = room.advice()
    assert [line.partition(": found")[0] for line in lines if "TODO" in line or "待核" in line] == [
        "content/stories/2026/hotline.md:9: editors_note",
        "content/stories/2026/hotline.md:11: image",
    ]


@pytest.mark.parametrize("title", ["洛阳热线有人接", "洛阳热线，有人接！", "洛阳热线　有人接"])
def test_story_told_twice_is_remarked(room: Room, title: str):
    room.story("a")
    room.story("b", title=title, region="[河南省/洛阳市, 山西省]")
    room.story("c", title=title, region="山西省")
    room.story("d", title=title, date="2026-02-05")
    assert room.advice() == [
        "content/stories/2026/b.md:2: title: found the title, day and region of content/stories/2026/a.md, "
        "expected each story once. Keep one of the two, or tell them apart by their titles."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "车牌京A·12345的车",
        "一辆沪AD12345新能源车",
        "粤B12345D",
        "川A88K88的司机",
        "住在人民路12号3单元501室",
        "家住和平里小区5号楼302室",
        "新华小区3栋2单元1201",
        "农民工李大山被拖欠工资三万元",
        "职工张建国身患肝癌",
        "骑手王小明与平台发生纠纷",
        "身患尘肺病的农民工李大山说",
        "被拖欠工资的快递员刘强，",
        "保洁员赵春花的工资一直被拖欠",
        "工人陈刚被查出尘肺病",
        "外卖员周洋申请仲裁",
        "网约车司机孙立军因拖欠工资向工会求助",
        "环卫工人马秀英查出乳腺癌三期",
        "女工郑晓芳患抑郁症多年",
        "货车司机高志远欠下二十万元外债",
        "困难职工周建平确诊尿毒症，每周透析三次",
        "快递员韩雪因工资纠纷找到法律援助中心",
        "身患重病的保安吴永贵收到慰问金",
        "外卖骑手徐磊突发脑梗",
        "被欠薪的建筑工人罗文斌讨回3.2万元",
        "钱塘区职工沈国强罹患肝硬化",
        "员工许佳与公司打起官司",
        "患者李秀兰今年52岁，是退休纺织女工",
        "退休职工田淑珍患老年痴呆",
        "住在解放路88弄5号402室的张阿姨",
        "家在幸福小区3号楼二单元401",
        "地址：光明街12号院6号楼1203室",
        "车主的鲁F·3K721被拖走",
        "湘C·D05912新能源货车",
        "环卫工姜玉梅上月查出宫颈癌",
        "困难职工丁爱华患糖尿病十余年",
        "矿工侯宝山患尘肺病，干不了重活",
        "货车司机申大勇与货主发生运费纠纷",
        "外卖员贺小军遭拖欠工资8000元",
        "农民工严守义被拖欠的工资已经到账",
        "女工白雪梅离婚后独自带孩子",
        "快递员余庆丰因劳动争议申请仲裁",
        "保洁员范桂芝突发脑梗，被送进医院",
        "被辞退的员工钟晓琳，向工会反映",
        "确诊白血病的职工孔令辉来信感谢",
        "护工乔秀英得了类风湿病",
        "家政员施美玲欠下十多万元医药费",
        "司机倪国栋与公司打官司",
        "保安齐大海被查出肝硬化",
        "微信号：abc_12345",
        "微信 wxid_8a7b6c5d",
        "QQ 234567890",
        "抖音号：lili888",
        "邮箱：wangxiaoyu@qq.com",
        "发到 li.na@gmail.com 即可",
        "手机一三八〇〇一三八〇〇〇",
        "电话幺三八零零幺三八零零零",
        "手机号138零零一三八000",
        "身份证号是一一〇一〇一一九九〇〇三〇七〇〇一一",
        "住在朝阳路12号院3-2-501",
        "家住幸福小区5-2-301",
        "地址：阳光花园8栋2-1103",
        "三号楼二单元五〇一室",
        "王小雨今年8岁，去年确诊患白血病",
        "王小雨，河北人，患白血病三年",
        "李强欠债二十万元",
        "马六尿毒症透析五年",
        "王建国在矿上干了二十年，患尘肺病",
        "他叫张小明，患白血病",
        "职工王芳的女儿王小雨身患白血病",
        "儿子李明去年查出脑瘫",
        "联系人：李晓梅",
    ],
)
def test_what_leads_to_a_private_person_is_found(text: str):
    assert [one.rule in PRIVATE for one in wording(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "新A股上市12345",
        "京G20高速",
        "地址：和平路12号工会大厦305室",
        "职工服务中心在3号楼201室",
        "快递员黄某被欠薪",
        "货车司机段师傅被查出急性广泛前壁心肌梗死",
        "赵女士是物业保洁员，被欠工资4000元",
        "外卖骑手何应学第一个发言",
        "职工王某某身患癌症",
        "律师张伟为被拖欠工资的农民工打官司",
        "工会主席李明说，职工患病可以申请",
        "患病职工家庭",
        "司机刘师傅患病",
        "职工黄女士确诊",
        "环卫工人罗列病症",
        "记者 王小明 通讯员 李强",
        "骑手王小明送餐途中救起患病老人",
        "劳动者申请仲裁",
        "鲁班工匠A12",
        "津贴C10000元",
        "甘肃G30高速",
        "湘A标段",
        "职工王芳帮助被拖欠工资的工友",
        "司机李强说，患病的人",
        "苏E123",
        "京A8路公交",
        "律师王磊帮助被拖欠工资的农民工讨薪",
        "工会主席陈刚看望患病职工",
        "劳模工匠李建军攻克焊接难题，获评全国劳动模范",
        "医生张玉兰为职工查出早期肺癌，抢救及时",
        "记者周宁 通讯员吴敏",
        "骑手王勇见义勇为，救下落水儿童",
        "职工张伟说，同事患病时大家都来帮忙",
        "快递员刘洋被评为“最美职工”",
        "司机陈浩被查出驾驶证过期",
        "员工李娜申请仲裁员资格考试",
        "工人赵刚患难见真情",
        "总工会地址：人民路12号工会大厦3楼301室",
        "服务站设在东风小区5号楼1层",
        "活动在3号楼2单元门前举行",
        "粤港澳大湾区A区",
        "京沪高铁G1234次",
        "皖A级景区",
        "产品型号鲁西B12345",
        "川渝C位",
        "宁波工会主席杨国强被起诉",
        "女职工患病可以申请互助金",
        "职工常见病、多发病",
        "职工何种情况可以申请仲裁",
        "司机马上送患病乘客去医院",
        "员工任务重，易患颈椎病",
        "工人万师傅患病后得到帮助",
        "外卖骑手高某被欠薪",
        "职工白血病救助金",
        "职工高血压患病率下降",
        "职工方便了，少患病",
        "环卫工人石某某查出肿瘤",
        "骑手余先生与平台发生纠纷",
        "患者满意度",
        "患者陈女士说",
        "患者江苏籍，今年40岁",
        "病人关系融洽",
        "司机于近日查出",
        "职工文化宫与公司有合同纠纷",
        "职工康复中心收治患尘肺病职工",
        "农民工史上最大规模欠薪案",
        "患者黄骅市人，男",
        "劳动者申请仲裁流程",
        "职工王丽丽向患病同事捐款",
        "司机李强发现乘客突发心脏病",
        "员工陈静因工作表现突出获奖",
        "骑手赵磊与平台恳谈",
        "快递员孙浩与顾客成了朋友",
        "工人李师傅家欠下外债",
        "职工马拉松比赛",
        "外卖员许多被拖欠工资",
        "职工陈丽华（化名）患癌",
        "微信公众号：河北工人报",
        "关注微信公众号hbgrb2025了解",
        "QQ音乐上线，QQ群里很热闹",
        "投稿邮箱：news@acftu.org",
        "二〇二五年一月二十日",
        "一二三四五六七八九十",
        "住在12号院的职工，2025-12-31",
        "王院长说，患白血病的孩子",
        "李医生介绍，查出肺癌的职工",
        "王芳说，患病的工友",
        "安全生产，职工患尘肺病的",
        "石家庄市，被欠薪的农民工",
        "何为职业病？因患尘肺病",
        "李大姐今年52岁，患糖尿病",
        "王建国说，他帮患尘肺病的工友",
        "张伟是律师，为被欠薪农民工讨薪",
        "杨梅是全国劳模，看望身患重病的职工",
        "联系人：张主任",
    ],
)
def test_people_with_an_office_or_a_hidden_name_and_public_places_are_left_alone(text: str):
    assert list(wording(text)) == []


def test_editor_who_made_sure_is_named_and_asked_no_more(room: Room):
    body = "职工张建国身患肝癌，住在人民路12号3单元501室，车牌京A·12345，电话13800138000。TODO"
    room.story(body=body)
    assert len(room.advice()) == 5
    room.story(body=body, privacy="{checked: 李编辑}")
    assert [line.partition("found ")[2] for line in room.advice()] == [
        "'TODO', expected a text without notes to oneself. Settle it, or remove the note."
    ]
    assert room.check().stories[0].privacy == "李编辑"
    room.story(body=body, privacy="{checked: 李编辑}", retraction="{date: 2026-02-09, text: 撤回。}")
    assert len(room.advice()) == 1


@pytest.mark.parametrize(
    ("privacy", "problem"),
    [
        ("checked", "privacy: found 'checked', expected a name after `checked`. Write `privacy: {checked: …}` with"),
        ("{checked: }", "privacy.checked: found nothing, expected a value."),
        ("{checked: 李, by: 王}", "privacy.by: found an unknown field, expected a known field."),
        ("[{checked: 李}, {checked: 王}]", "privacy: found a list, expected a name after `checked`."),
    ],
)
def test_who_made_sure_is_told(room: Room, privacy: str, problem: str):
    room.story(privacy=privacy)
    with pytest.raises(ContentError) as stopped:
        room.check()
    assert problem in str(stopped.value.problems[0])
