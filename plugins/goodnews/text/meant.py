"""What an editor meant by another word for a field or a choice."""

from collections.abc import Iterable

from goodnews.problem import nearest

# What editors call a field or a word of ours: in Chinese (docs/content.zh-CN.md names them all), and as other programs
# do. The one that the file at hand knows is meant.
_OTHER_NAMES = {
    "标题": ("title",),
    "题目": ("title",),
    "日期": ("date",),
    "发布日期": ("date",),
    "栏目": ("category",),
    "地区": ("region", "place"),
    "摘要": ("summary",),
    "来源": ("sources",),
    "署名": ("bylines", "credits"),
    "体裁": ("kind",),
    "发生日期": ("event_date",),
    "发生时间": ("event_date_text",),
    "肩题": ("kicker",),
    "副题": ("subtitle",),
    "段首": ("leadin",),
    "电头": ("dateline",),
    "专题": ("campaign",),
    "专题行动": ("campaign",),
    "专栏": ("column",),
    "话题": ("topics",),
    "主题": ("topics",),
    "核心提示": ("highlight", "highlights"),
    "当天头条": ("lead",),
    "头条": ("leads", "lead"),
    "速览段落": ("digest_summary",),
    "编者按": ("editors_note", "note"),
    "图片": ("image", "photo", "file"),
    "相关报道": ("related",),
    "分篇": ("parts",),
    "更正": ("corrections",),
    "撤稿": ("retraction",),
    "用过的短名": ("aliases",),
    "状态": ("status",),
    "隐私": ("privacy",),
    "星期": ("weekday",),
    "天气": ("weather",),
    "作者": ("author",),
    "单位": ("affiliation",),
    "期号": ("number",),
    "总期号": ("issue",),
    "编辑": ("editors",),
    "文件": ("file",),
    "说明": ("caption", "text", "description"),
    "图说": ("caption",),
    "摄影": ("credit",),
    "名称": ("name",),
    "姓名": ("name",),
    "网址": ("url",),
    "短名": ("slug",),
    "口号": ("slogan",),
    "评选办法": ("method",),
    "次序": ("order",),
    "稿件": ("story",),
    "特写": ("feature",),
    "特稿": ("feature",),
    "图片新闻": ("photo",),
    "简讯": ("brief",),
    "日记": ("diary",),
    "草稿": ("draft",),
    "已发布": ("published",),
    **dict.fromkeys(("是", "yes", "on", "1"), ("true",)),
    **dict.fromkeys(("否", "no", "off", "0"), ("false",)),
    **dict.fromkeys(("headline", "subject"), ("title",)),
    **dict.fromkeys(("tags", "tag", "keywords"), ("topics", "keywords")),
    **dict.fromkeys(("categories", "section"), ("category",)),
    **dict.fromkeys(("description", "excerpt", "abstract"), ("summary", "description")),
    **dict.fromkeys(("authors", "writer", "reporter", "byline"), ("bylines", "credits", "editors")),
    **dict.fromkeys(("cover", "thumbnail", "featured_image", "banner", "picture", "images"), ("image", "file")),
    **dict.fromkeys(("link", "href", "website"), ("url",)),
    **dict.fromkeys(("src", "path", "url"), ("file",)),
    "title": ("name", "alt"),
    **dict.fromkeys(("draft", "published"), ("status", "draft", "published")),
}


def meant(word: str, known: Iterable[str], likeness: float = 0.5) -> str | None:
    """The known word that an editor meant by a slip of it or by another name, or None.

    likeness  of a slip, see `nearest`
    """
    known = list(known)
    named = (name for name in _OTHER_NAMES.get(word, ()) if name in known)
    return next(named, None) or nearest(word, known, likeness)
