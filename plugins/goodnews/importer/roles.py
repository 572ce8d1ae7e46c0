"""The roles that a line gives to people, as newspapers name them: before the names, or behind."""

import re

from goodnews.importer.matching import HAN, folded

# A reporter's rank and medium come before the noun: 某报全媒体首席记者.
_MEDIA = "日报|晚报|早报|时报|工报|商报|都市报|周报|报|网|社|电视台|电台|台|杂志|融媒体中心|融媒|传媒|客户端"
_MEDIUM = rf"(?:本[报刊社网台]|{HAN}{{1,8}}?(?<!本)(?:{_MEDIA}))"  # 余嘉熙本报记者: a name, then 本报
_OUTLET = rf"(?:{_MEDIUM}-)?{_MEDIUM}"  # 某报-某网
_RANK = r"(?:全媒体?|融媒体?|新媒体|见习|实习|首席|特约|特派|特聘|高级|资深|驻\S{1,4}?|摄影|文字|视频|客户端)"
REPORTER = rf"(?:{_OUTLET}\s?)?{_RANK}*(?:记者站?|通讯员|实习生|撰稿人|撰稿|评论员|特派员|观察员|摄影师)(?:站)?"
_OFFICES = (
    "选编 核稿 审稿 编选 摘编 组稿 统稿 "
    "责任编辑 值班编辑 执行编辑 见习编辑 实习编辑 新媒体编辑 图片编辑 版面编辑 本期编辑 本版编辑 特约编辑 "
    "编辑 责编 美编 副主编 执行主编 主编 总编辑 编审 审读 审核 审校 校对 校审 终审 复审 初审 一审 "
    "二审 三审 一校 二校 三校 总监制 监制 总策划 策划 统筹 值班主任 播音 朗读 主播 主持 配音 剪辑 "
    "视频 音频 素材来源 素材提供 素材 版面设计 设计 版式 排版 制图 绘图 制表 漫画 插画 海报 题图 整理 编写 撰文 文字 "
    "翻译 作者单位 作者 供稿单位 供稿 供图 图片来源 图源 图片 摄影报道 摄影 摄像 摄 文/图 图/文 文图 "
    "督印 签发人 签发 审签 编发 报送单位 推荐单位 选送单位 报送 "
    "今日值班 今天值班 本期值班 本周值班 图文 综合 采写 执笔 报道 出品 联合出品 来稿 来源 稿源 点评人 发布"
).split()
BY = "By"  # of an English byline
_SHORT = ("文", "图", "摄", "编")  # roles that are words otherwise: a mark must follow
AFTER = "摄影报道 摄影 摄 供图 供稿 文/图 图/文 文图 图文 文 图 报道 撰文 制图 编辑 整理".split()
ROLE = re.compile(
    rf"(?P<reporter>{REPORTER})|(?P<office>{'|'.join(sorted(_OFFICES, key=len, reverse=True))})"
    rf"|(?P<short>[{''.join(_SHORT)}])(?=\s*[:|/·])"
)
_AFTERS = "|".join(AFTER)
# A role behind names: at the end, or before another role, or where the next name has one behind it as well.
BEHIND = re.compile(
    rf"\s*[/|·]?\s*(?P<role>{_AFTERS})(?!\s*[:|/]\s*{HAN})"
    rf"(?=\s*$|\s*[,;)\]]|[\s,、;|]*(?:{REPORTER})|[\s,、;]*{HAN}{{2,4}}\s*[/|·]?\s*(?:{_AFTERS})(?:$|[\s,;)]))"
)
APART = re.compile(  # blanks or a stroke set the names apart
    rf"(?:{HAN}{{2,4}}\s+){{1,6}}(?:摄|摄影|摄影报道|供图|文/图|图)$|{HAN}{{2,4}}\s*[/|]\s*(?:摄|摄影|摄影报道|供图|图)$"
)


def is_reporter(role: str) -> bool:
    return role == BY or re.fullmatch(REPORTER, folded(role)) is not None
