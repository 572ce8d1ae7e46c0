"""Labels: words at the beginning of a line that say what the rest of it, or what stands below, is."""

import re

from goodnews.importer.matching import DECOR

_BARE_MOST = 24  # characters of a line that may have marks behind a label as well as before it
_LABELS = (
    (
        "highlights",
        r"核心提示|要点(?:提示|速览)?|本[期周](?:要点|导读|看点|提要|焦点|头条)|今日(?:要闻|看点|导读|提要)|导读|内容提要|要闻提示|(?:今日|本周)?要闻(?:速览|导读)",
    ),
    ("note", r"编者按|编者的话|编前语|编后语?|编辑按|按语|写在前面|开栏的话|卷首语"),
    (
        "recap",
        r"新闻回放|新闻回顾|(?:好|暖)?故事(?:回放|简介|梗概)?|(?:主要|先进|人物)?事迹(?:简介)?|事件回放|事件回顾|新闻事件|新闻概述|内容回放|回放",
    ),
    (
        "comment",
        r"(?:微|锐|快|小编|编辑)?点?评|评点|编辑点评|专家点评|入选理由|推荐理由|上榜理由|评语|短评|评委点评|颁奖词|专家观点",
    ),
    (
        "letters",
        r"(?:网友|读者|粉丝|精选|热门|会员)?(?:留言|热评|评论|心声|跟帖|点赞)(?:精选|选登|摘录|摘登|区|墙|板)?|网友(?:说|热议|怎么说)|读者来信",
    ),
    (
        "sources",
        r"(?:部分)?(?:图文|图片|文字|内容|稿件|消息|信息|文图|资料|本文|本期|新闻|素材)*(?:来源|稿源|综合自|综合|源自|转自)(?:于)?",
    ),
    ("method", r"评选(?:办法|方法|规则|说明|过程)|入选办法|推选办法"),
    (
        "extra",
        r"今日天气|天气(?:预报|提示)?|每日一[句言语问]|今日(?:限行|提示|一句|寄语|金句|油价)|温馨提示|农历|(?:每日|今日|早安)?(?:微语|心语|寄语|金句|语录)",
    ),
    ("summary", r"摘要|内容摘要|提要"),
)
_LABELLED = [
    (name, re.compile(rf"(?P<label>{pattern})\s*(?:[:|-]|$|(?<=按)\s|\]\s*|(?=《))\s*(?P<rest>.*)"))
    for name, pattern in _LABELS
]
_APART = {
    name: re.compile(rf"(?P<label>{pattern})\s+(?P<rest>.+)")
    for name, pattern in _LABELS
    if name in ("recap", "comment")
}


def label_in(plain: str) -> tuple[str, int, int] | None:
    """The label that a line, folded, begins with: its name, and from where to where the rest stands; None if none."""
    at = len(plain) - len(plain.lstrip(DECOR))
    said = plain[at:].rstrip(DECOR) if len(plain) < _BARE_MOST else plain[at:]
    for name, label in _LABELLED:
        found = label.fullmatch(said)
        if not found and name in _APART:  # ●点评　办得实……
            found = _APART[name].fullmatch(plain[at:])
        if found and (name != "letters" or not found["rest"]):
            return name, at + found.start("rest"), at + found.end("rest")
    return None
