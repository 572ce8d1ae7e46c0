"""Furniture: lines of a portal or an app around a text. Each rule that drops a line has a name, which the
account prints."""

import re
from collections.abc import Callable, Iterable

from goodnews.importer.matching import folded
from goodnews.language import _


def menu_rule() -> str:
    return _("menus and footer of a site")


def blank_rule() -> str:
    return _("a blank line")


def links_rule() -> str:
    return _("links to other pages")


def marks_rule() -> str:
    return _("a line of marks")


def page_rule() -> str:
    return _("a page reference")


def advertisement_rule() -> str:
    return _("an advertisement, or a call to readers")


def part_rule() -> str:
    return _("the number of a part")


def rubric_rule() -> str:
    return _("what kind of text follows")


def contact_rule() -> str:
    return _("who sent it, and how to reach them")


# name of the rule -> the whole line, folded
_RULES: tuple[tuple[str, Callable[[], str], str], ...] = (
    ("rule", marks_rule, r"[-=_*~·.•#+|/\\<> ]{2,}|[■□◆◇●○★☆▲△▼▽※§]{1,}"),
    ("end", lambda: _("the mark of an end"), r"[(\[-]*\s*(?:完|end|the end|全文完|本文完)\s*[)\]-]*"),
    (
        "share",
        lambda: _("buttons to share, like and follow"),
        r"(?:分享(?:(?:到|至|给).{0,20}|本[文页]|\s*[\d(].{0,6})?|打赏(?:作者|支持|\s*\d.{0,4})?|点?(?:分享|收藏|点赞|在看|转发|赞赏)(?:本[文页站]|\s*[\d(].{0,6})?"
        r"|转发到.{0,8}|举报(?:本[文页]|(?:电话|邮箱|热线|中心|方式).{0,30})?|我要(?:评论|留言|纠错|投稿).{0,8}|留言.{0,4}"
        r"|评论\s*[(]?\d*[)]?|\d+\s*(?:条|个)?\s*(?:评论|留言|赞|收藏)|(?:赞|踩|顶)\s*\d*|阅读原文.{0,4}|(?:阅读|浏览|播放|点击)\s*[(]?\d+[万+)]*|写下你的评论.*"
        r"|点击.{0,12}(?:关注|蓝字|订阅|名片).{0,12}|(?:扫描?|长按).{0,12}(?:二维码|识别|小程序码).{0,20}|(?:扫码|扫描|长按).{0,6}(?:关注|订阅|下载|加入|阅读|分享).{0,12}|关注我们.{0,8}|喜欢(?:此内容|的人).*|(?:写|精选)留言|在小说阅读器.{0,6}|去阅读|关注(?:该|本)?公众号|轻触.*|预览时标签不可点.*"
        r"|(?:微信)?扫一扫(?:[,\s]*(?:关注|分享|阅读|手机看|在?手机.{0,12}|.{0,8}码).{0,12})?|继续滑动看下一个.*|听全文.*|向上滑动.*|收听(?:全文|音频)?|(?:发表|查看).{0,6}评论.*|欢迎(?:关注|转发|分享|订阅).{0,20})",
    ),
    (
        "site",
        menu_rule,
        r"(?:首页|网站首页|返回(?:首页|顶部|列表)|网站地图|站点地图|rss\s*订阅|rss"
        r"|版权(?:声明|所有).{0,60}|免责声明.{0,60}|联系我们|关于我们|用户协议|隐私(?:政策|声明)"
        r"|广告(?:服务|合作)?|登录(?:\s*注册)?|注册|客户端下载|手机版|移动版|无障碍.{0,6}"
        r"|copyright.*|©.*|.{0,40}icp[备证].*|.{0,20}公网安备.*|all rights reserved.*"
        r"|(?:主管|主办|承办|协办)(?:单位)?\s*:.{0,80}|网站标识码.*|技术支持:.{0,40}|您?(?:当前|现在|所在)(?:的)?位置:?.*|您的位置:?.*|首页\s*[>/-].*|(?:\[?\s*(?:打印|关闭|收藏|返回|纠错|推荐|分享)(?:本[页文]|窗口|列表)?\s*\]?\s*){1,6}|(?:上|下)一[篇条页]"
        r"|(?:(?:繁[體体](?:中文|版)?|简体(?:中文|版)?|手机版|移动版|客户端|无障碍|登录|注册|邮箱|english|首页|数字报|微博|微信|rss)[|/·\s]*){2,})",
    ),
    (
        "counter",
        lambda: _("counters and tools of a portal"),
        r"(?:[\[(]?\s*字[号体](?:\s*[:(].*|[\s大中小标准默认+\-A]*)[\])]?|[\[]?\s*[大中小]\s*[大中小]\s*[大中小]\s*】?|浏览(?:次数|量)?:?\s*\d+.*|点击(?:次数|率|量|数)?:?\s*\d+.*|阅读(?:次数|量|数)?:?\s*\d+.*|人气:?\s*\d+.*|(?:收藏|评论|赞)\s*0)",
    ),
    ("neighbour", menu_rule, r"(?:上|下)一[篇条页]\s*:.*"),
    (
        "tool",
        lambda: _("counters and tools of a portal"),
        r"本[期周]共\d{1,3}[条篇则][^。]{0,40}。?|扫码看更多.{0,8}|\[?小程序\]?.{0,40}|本版(?:邮箱|热线|电话)\s*:.*|广告(?:\s.{0,12})?|(?:展开|收起|查看|阅读)(?:全文|全部|更多)?|第\s*\d+\s*页\s*[,/]?\s*共\s*\d+\s*页|共\s*\d+\s*页.{0,10}|[(\[]?\s*全文(?:约|共)?\s*\d+\s*字.{0,16}|综合整理"
        r"|(?:图片|图文|部分内容)(?:来源|源自|来自)(?:于)?\s*:?\s*(?:网络|互联网)[。.]?",
    ),
    (
        "part",
        part_rule,
        r"(?:part|no|top|vol)\.?\s*\d{1,2}|\d{1,2}|(?:稿件|来稿)\s*[一二三四五六七八九十\d]{1,3}\s*[:、.]?",
    ),
    (
        "rubric",
        rubric_rule,
        r"(?:本报)?(?:深度(?:报道|调查)?|特写|特稿|通讯|消息|纪实|(?:新闻|现场)特写|人物(?:通讯|特写)|新闻(?:调查|纵深|观察)|一线见闻)",
    ),
    ("field", lambda: _("the label of a part"), r"\W{0,2}(?:正文|内容|稿件正文|导语)\s*[\])]?\s*:?\s*"),
    ("before", lambda: _("the headline that it had before"), r"原标题:.*"),
    (
        "mail",
        lambda: _("what mail programs add"),
        r"(?:发|来)自我的.{0,16}|(?:本|此)邮件(?:及其?附件)?.{0,4}(?:含有|包含|仅).{0,120}|请考虑环境.{0,30}"
        r"|(?:此|该)邮件.{0,60}(?:保密|机密).{0,60}|sent from my .{0,20}"
        r"|[\W_]*从.{0,16}发送[\W_]*"
        r"|\W{0,3}(?:(?:reply|click|write|send).{0,20}to unsubscribe|unsubscribe|for subscriptions?\b"
        r"|view (?:it|this.{0,8}) in (?:your|a) browser).{0,60}",
    ),
    (
        "further",
        links_rule,
        r"(?:延伸阅读|相关(?:阅读|链接|报道)|推荐阅读|往期(?:回顾|推荐))\s*:.+"
        r"|(?:阅读|查看|点击)?(?:原文|全文)(?:链接|地址)?\s*:?\s*https?://\S+",
    ),
    ("hotline", lambda: _("a hotline"), r"[^:。]{0,12}(?:热线|服务电话|咨询电话)\s*:\s*[\d\s()、/×-]{3,40}"),
    (
        "masthead",
        lambda: _("address, price and printer of a newspaper"),
        r"(?:本报|本社|社|报社)?(?:地址|社址):.{0,40}(?:邮政编码|邮编|电话|许可证|广告).*|(?:新闻|发行|投诉|广告|报料)热线:.*|邮政编码:.*"
        r"|(?:广告)?经营许可证.*|国内统一(?:连续出版物|刊)号.*|(?:邮发)?代号:?\s*[\d-]+.*|印刷:.*|每份零售.*|定价:.*|今日\s*\d+\s*版.*",
    ),
    (
        "manuscript",
        lambda: _("notes of the office on a manuscript"),
        r"(?:主?[报送发]|抄[送报])\s*:[^。]{2,50}(?:[办部委局会室科镇乡县区]|领导|单位|街道)|[(\[]?(?:共|此件|本期)印\s*\d+\s*份[)\]]?"
        r"|送\s*审\s*稿|发\s*稿\s*(?:单|签)|审\s*稿\s*(?:单|签)|[初定终]\s*稿|[(\[]?\s*(?:此|本|该)稿[^。]{0,24}(?:审核|审定|审阅|同意|发表|刊发)[^。]{0,12}。?.{0,6}[)\]]?"
        r"|(?:(?:栏目|版次|版面|责编|签发|送稿单位|供稿单位|电话|审核|字数|日期|来稿日期|密级)\s*\|\s*[^|]{0,16}(?:\|\s*|$)){1,6}",
    ),
    (
        "letter",
        lambda: _("a letter around the text"),
        r"(?:各位|尊敬的)?(?:编辑|老师)\s*[:,].{0,12}(?:稿件|来稿|附件).{0,40}"
        r"|(?:尊敬的|各位)?.{0,6}(?:编辑|老师|同志|领导)(?:老师|同志|们)?[,、]?\s*(?:[您你]?们?好)?[:!。,]?|[您你]们?好[!,。:]?"
        r"|(?:[您你]们?好[!。,]?\s*)?现(?:将|把|有|由).{0,24}(?:发上|发去|发给|发来|报送|寄上|附上|发送|投上|呈上).{0,60}"
        r"|.{0,8}(?:报送|报来|寄上|附上|发来|呈上|奉上|发送).{0,14}(?:请|望|敬请).{0,10}|此致|敬礼[!。]?|祝.{0,2}(?:好|工作顺利|编安|商祺|夏安|冬安)[!。]?"
        r"|[您你]们?好[!。,][^;]{0,40}(?:请|望|敬请)(?:您|予以?|老师|编辑)?(?:查收|审阅|审核|斧正|指正|采用|编发|审定)[^;]{0,30}"
        r"|[盼望]复[!。]?|谢谢[!。]?"
        r"|(?:[您你]们?好[!。,]?\s*)?(?:附件(?:为|是|里|中).{0,24}|.{0,12}稿件?.{0,12})?[,。]?请(?:您|予以?|老师|编辑)?(?:查收|审阅|审核|斧正|指正|采用|编发|审定)[。!]?",
    ),
    (
        "contact",
        contact_rule,
        r"(?:联系人|联系电话|联系方式|手机|电话|邮箱|投稿人|(?:联系|通[讯信])?地址|微信(?:号|id)?|邮编)\s*(?::.{0,80}|×××)",
    ),
    (
        "advertisement",
        advertisement_rule,
        # It tells the reader to scan, press or click; or is labelled; or sells.
        r"(?:扫码|扫描|扫一扫|长按|点击|点开|戳)[^。;]{0,30}(?:领取|进入|购买|下单|报名|加入|入会|识别|二维码|小程序|链接|专区|直达)[^。;]{0,24}[!。~]*"
        r"|(?:推广|广告|赞助|商业推广)\s*[|:·].{0,60}"
        r"|[^。;]{0,24}[|](?:扫码|扫描|长按|点击)[^。;]{0,30}"
        r"|[^。;]{0,40}(?:满\s*\d+\s*(?:元)?[减送]|立减|限时.{0,3}[折抢惠]|[\d一二三四五六七八九]折|先到先得|秒杀|包邮|优惠券|点击购买)[^。;]{0,30}[!]*",
    ),
    (
        "talk",
        lambda: _("buttons to share, like and follow"),
        r"(?:今日|本期)?(?:互动(?:话题|时间)?|话题(?:互动|讨论)?|留言互动)|[^。;]{0,40}(?:评论区|留言区)(?:见|留言|聊聊|说说|告诉我们|分享|等你)?.{0,24}"
        r"|(?:点?(?:分享|点赞|在看|收藏|转发|关注|朗读|打印|评论)[、,\s]*){2,}(?:三连|一键三连|一下|支持|哦)?[!。~]*|分享(?:给|让).{0,16}|点(?:个|亮|下|一点)?\s*(?:[\"「](?:在看|赞|小红心)[\"」]|在看|小红心)[^。;]{0,16}|(?:觉得|喜欢)[^。;]{0,16}点.{0,10}|(?:更多|精彩)[^。;]{0,12}点[^。;]{0,16}"
        r"|[(\[]?\s*未经[^。;]{0,8}(?:许可|授权|同意|允许)[^。;]{0,8}(?:不得|禁止|严禁|谢绝)[^。;]{0,8}(?:转载|使用|摘编)[)\]]?"
        r"|(?:更多|精彩)[^。;]{0,14}(?:下载|关注|登录|打开)[^。;]{0,14}(?:客户端|app|公众号|视频号|小程序)[^。;]{0,6}"
        r"|[^。;]{0,10}声明\s*:[^。;]{0,12}转载.{0,30}|转载请?(?:注明|联系).{0,20}"
        r"|[(\[*]*\s*(?:本[版刊报期](?:图片|图文|照片|题图)|版面)[^。;]{0,12}(?:提供|资料图片?|供图)[)\]*]*|(?:图片|照片|图文)\s*:\s*除署名.{0,20}"
        r"|(?:看见|看到|喜欢|读完)了?就[^。;]{0,6}(?:点赞|在看|转发)[^。;]{0,4}",
    ),
    (
        "notice",
        lambda: _("a notice, which is no news"),
        r"(?:更正|致歉|勘误|遗失声明|遗失启事|招领|注销公告|减资公告)(?:\s*[:]\s*|\s+).{4,200}|(?:遗失声明|公示|分类广告|招聘启事|寻人启事)(?:\s.{0,40})?"
        r"|根据有关规定,现(?:将|对).{0,60}公示.{0,80}",
    ),
    (
        "elsewhere",
        page_rule,
        r"[^。;]{2,40}(?:[(\[](?:[a-d]\d{1,2}|第?\d{1,2}版)[)\]]|\s(?:详见|见|转)\s*第?[a-d\d]{1,3}版)",
    ),
    (
        "page",
        page_rule,
        r"\d{1,2}\s+[\u4e00-\u9fff]{0,4}(?:新闻|要闻|专版|副刊|综合)|[a-d]?\d{1,2}\s+[\u4e00-\u9fff]{2,4}\s+[\u4e00-\u9fff]{2,8}报"
        r"|(?:第?[一二三四五六七八九十]{1,3}版(?:\s+[\u4e00-\u9fff·]{2,6})?|[\u4e00-\u9fff·]{2,6}\s+第?\s*[a-d]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*版)"
        r"(?:\s*[(\[]\s*(?:送审|大样|清样|初|定|终)稿?\s*[)\]])?"
        r"|[(\[]?\s*(?:(?:相关|详细|更多)?(?:报道|内容|消息)\s*(?:详?见|刊于?|在|转))\s*(?:今日|本报)?\s*第?\s*[a-d]?[\d一二三四五六七八九十、-]{1,6}\s*版\s*[)\]]?"
        r"|[(\[]?\s*(?:第?\s*\d{1,2}\s*版(?:[:.·]?.{0,8})?|[a-d]?\d{1,2}\s*版|(?:下转|上接|转|见|紧接|详见)\s*第?\s*[\d一二三四五六七八九十]{1,3}\s*版.{0,12}|版面?\s*\d{1,2}|\d{1,3}\s*/\s*\d{1,3})\s*[)\]]?",
    ),
)
_LISTS = re.compile(
    r"(?:点击|热点|阅读|本周|本月|新闻|文章)?排行(?:榜)?.{0,4}|同类(?:资讯|文章|新闻)|相关(?:阅读|新闻|推荐|链接|资讯|文章|报道)|(?:热门|编辑|精彩|为您|本站)?推荐(?:阅读|文章|资讯)?|热门(?:文章|资讯|新闻|评论)|最新(?:资讯|文章|动态|新闻)|猜你喜欢|往期(?:精彩)?(?:回顾|推荐|精彩)|延伸阅读|更多(?:推荐|新闻|精彩|阅读)?"
)
# A sentence may begin like a button (分享会上，……): only one that speaks of the site itself is a button.
_OF_A_SITE = ("share", "site", "counter")
_SENTENCE = re.compile(r"[。；;]|[\u4e00-\u9fff][,，]")
_ABOUT_THE_SITE = re.compile(
    r"公众号|二维码|蓝字|关注(?:我们|本)|订阅|长按|识别|点击|版权|copyright|©|备案|公网安备|转载", re.IGNORECASE
)
_PARTED = re.compile(r"\s*[|/·]\s*|\s+")
_ROW_MOST = 300  # characters of a row of buttons or of a menu
_MENU = re.compile(
    r"(?:网站|网友|在线|用户|会员)?(?:留言|投稿|协议|帮助|导航|反馈|公告|中心)|.{0,4}(?:协议|隐私|推广|声明|举报)"
    r"|积分.{2}|.*icp.*"
)
_COMPILED = [(name, words, re.compile(pattern, re.IGNORECASE)) for name, words, pattern in _RULES]


def rule_for(text: str, own: Iterable[str] = ()) -> str:
    """The name of the rule that drops a line, in the language of the terminal; '' if none does.

    own  what the newsroom's setting `furniture` lists: beginnings of lines
    """
    plain = folded(text).strip()
    if any(begin and plain.startswith(folded(begin)) for begin in own):
        return _("the setting `furniture`")
    bare = re.sub(r"^[^\w(\[©]+(?=.)", "", plain)  # ↑点击蓝字关注我们
    said = _SENTENCE.search(plain) is not None and _ABOUT_THE_SITE.search(plain) is None
    if found := _rule_of(plain, said) or _rule_of(bare, said):
        return found
    parts = (
        [part for word in _PARTED.split(plain) if (part := re.sub(r"^\W+", "", word) or word)]
        if len(plain) <= _ROW_MOST
        else []
    )
    rules = [_rule_of(part, said) for part in parts]
    if len(parts) >= 2 and all(rules):  # 打赏 收藏 0条评论 举报
        return rules[0]
    named = sum(
        rule == menu_rule() or _MENU.fullmatch(part) is not None for part, rule in zip(parts, rules, strict=True)
    )
    return menu_rule() if len(parts) >= 4 and named * 2 >= len(parts) else ""  # 网站首页 | 关于我们 | 网站留言 | …


def _rule_of(plain: str, said: bool) -> str:
    """The name of the rule that a whole line or a part of one meets.

    said  whether the line is a sentence that does not speak of the site
    """
    rules = (one for one in _COMPILED if not (said and one[0] in _OF_A_SITE))
    return next((words() for _name, words, pattern in rules if pattern.fullmatch(plain)), "")


def begins_links(text: str) -> bool:
    """Whether a line heads a list of links to other texts: 点击排行, 相关阅读."""
    return _LISTS.fullmatch(folded(text).strip(" :>[]|·")) is not None
