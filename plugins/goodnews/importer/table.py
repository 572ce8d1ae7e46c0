"""A table (.csv): one row is one story, its columns are named by the fields of a story or their Chinese names."""

import csv
import re

from goodnews.importer.days import day_in
from goodnews.importer.matching import folded
from goodnews.importer.raw import WITHHELD, LineKind, Raw, RawPicture, Refused
from goodnews.importer.roles import ROLE
from goodnews.importer.scrambled import decoded
from goodnews.importer.transcript import Transcript, warn_of_encoding
from goodnews.language import _
from goodnews.problem import choices

ROWS_MOST = 2_000
COLUMNS_MOST = 200
_NAME_MOST = 60  # characters of a column's name; what is longer is a question of a form, and names no field
_DELIMITERS = (",", ";", "\t", "，")
_FIELDS = {
    "title": "标题 题目 题名 新闻标题 稿件标题 headline 主题 主标题 新闻题目",
    "kicker": "肩题 引题 眉题",
    "subtitle": "副题 副标题",
    "date": "日期 发布日期 发表日期 时间 发布时间 发表时间 发稿时间 发稿日期 "
    "刊发日期 刊发时间 刊登日期 刊登时间 刊播时间 见报日期 见报时间 推送时间",
    "category": "栏目 板块 版块 分类 类别",
    "region": "地区 地域 地点 属地 所在地 发生地",
    "leadin": "段首",
    "dateline": "电头",
    "campaign": "专题 专题行动",
    "column": "专栏",
    "kind": "体裁",
    "summary": "摘要 提要",
    "digest_summary": "速览段落",
    "body": "正文 内容 稿件正文 稿件内容 全文 text",
    "sources": "来源 稿源 出处 媒体 媒体名称 来源媒体 刊发媒体 刊登媒体 "
    "发布媒体 首发媒体 供稿单位 报送单位 来稿单位 推荐单位 publication",
    "bylines": "署名 作者 记者 通讯员 撰稿 撰稿人 撰文 上报人 摄影 author",
    "event_date": "发生日期 发生时间 事件日期 事件时间 活动日期 活动时间",
    "caption": "图说 图片说明 配图说明 照片说明 图注",
    "pictures": "图片张数 图片数 图片数量 配图数 配图数量 配图张数 照片张数 照片数 照片数量",
    "url": "网址 链接 原文链接 address",
}
_ROLES = ("记者", "通讯员", "撰稿", "撰文", "摄影")  # columns that say what the people in them did
_NAMES = {word: field for field, words in _FIELDS.items() for word in (field, *words.split())}
_VAGUE = ("日期", "时间", "内容", "媒体")  # 提交时间 is not the day of a story
_CONTACT = re.compile(
    r"称呼|昵称|投稿人|来稿人|证件|账号|电话|手机|联系|邮箱|邮件|微信|QQ|身份证|银行|住址|家庭|通[讯信]地址|姓名|提交者|提交人|填写人|同意|授权|IP|phone|mobile|mail|contact|consent|wechat|submitter",
    re.IGNORECASE,
)
SENDER = "提交者"
_CONSENT = re.compile(r"同意|授权|consent", re.IGNORECASE)
_REFUSED = re.compile(r"(?:否|不|未|没有|no\b|n\b|false|0\b|[-*] \[ \])", re.IGNORECASE)
_ANSWERED = "提交答卷时间"  # a column of 问卷星, beside others that are not about the story
_ABOUT_THE_ANSWER = (_ANSWERED, "序号", "所用时间", "来源", "来源详情", "来自IP", "总分")
_FORMULA = re.compile(r"[=+\-@\t\r]")
_FULL = str.maketrans("=+-@", "＝＋－＠")


def read_table(name: str, data: bytes) -> tuple[Raw, ...]:
    """raises  Refused if its first row names no title and no text, or its quotes never end"""
    text = decoded(data)
    lines = re.split("\r\n|\n|\r", text)
    delimiter = ","
    if said := re.fullmatch(r"sep=(.)", lines[0].strip("\"' ")):  # as Excel is told
        delimiter, lines = said[1], lines[1:]
    else:
        delimiter = max(
            _DELIMITERS, key=lambda sign: sum(field_of(cell) != "" for cell in lines[0].split(sign, COLUMNS_MOST))
        )
    rows = _rows(lines, delimiter)
    while len(rows) > 1 and sum(cell.strip() != "" for cell in rows[0]) <= 1 and any(map(field_of, rows[1])):
        rows = rows[1:]  # what the table is called stands above the names of its columns
    columns = [_column(cell) for cell in rows[0]] if rows else []
    if len(columns) > COLUMNS_MOST:
        raise Refused(
            _("It has more than {count} columns. Delete those that no story needs.").format(count=COLUMNS_MOST)
        )
    fields = [field_of(column) for column in columns]
    if "title" not in fields and "body" not in fields:
        words = _("Its first row names no column that a story has. Name them {names}, or as docs/content.md does.")
        raise Refused(words.format(names=choices(["标题", "日期", "栏目", "地区", "摘要", "正文", "来源"])))
    if twice := next((column for column in columns if column and columns.count(column) > 1), ""):
        raise Refused(_("Two columns are called {name}. Rename or delete one.").format(name=f"“{twice}”"))
    found = [
        story_of(f"{name}: {number}", row, columns)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not found:
        raise Refused(_("It has no row below the names of its columns."))
    return tuple(found)


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True):
            rows.append(row)
            if len(rows) > ROWS_MOST:
                raise Refused(_("It has more than {count} rows. Split it into several files.").format(count=ROWS_MOST))
    except csv.Error:
        words = _(
            "Its quotes do not match near row {row}, or a cell is longer than a story may be. Save it as CSV again."
        )
        raise Refused(words.format(row=len(rows) + 1)) from None
    return rows


def _column(cell: str) -> str:
    """A column's name as forms write it: `1、标题（必填）*` is 标题."""
    if len(cell) > _NAME_MOST:
        return cell[:_NAME_MOST].strip()
    plain = re.sub(r"[（(\[【].*?[)）\]】]|[*＊:：]", "", cell.strip().strip("\ufeff"))
    return re.sub(r"^(?:\d+|Q\d+|[一二三四五六七八九十]+)\s*[、.．]\s*", "", plain).strip()


def field_of(column: str) -> str:
    plain = _column(column.strip("\"'"))
    named = _NAMES.get(plain, "") or _NAMES.get(plain.lower(), "")
    if named or is_about_the_sender(plain):
        return named
    behind = [word for word in _NAMES if len(word) >= 2 and word not in _VAGUE and plain.endswith(word)]  # 稿件标题
    return _NAMES[max(behind, key=len)] if behind else ""


def _role(column: str) -> str:
    """What the people of a column did, as its name says: 记者, 稿件通讯员; else they wrote it."""
    return next((role for role in _ROLES if _column(column).endswith(role)), "作者")


def is_about_the_sender(column: str) -> bool:
    """Whether a column says who sent a story, how to reach them, or to what they agree: it enters no file."""
    return _CONTACT.search(column) is not None


def story_of(name: str, row: list[str], columns: list[str]) -> Raw:
    """One story: what it says in lines as a page would have them, and its columns by name.

    A cell that is no text of the story is a line of its own below it: a field that holds it claims that line, and what
    nothing claims is told as unknown.
    """
    found = Transcript(name)
    cells: dict[str, str] = {}
    others: list[str] = []
    makers: list[str] = []  # each column of them, with its role
    pictures = 0  # that belong to it, as a column counts them
    sender: list[str] = []  # columns about whoever sent it, without what they say
    for column, cell in zip(columns, row, strict=False):
        field = field_of(column)
        if not cell.strip():
            continue
        if not field and _CONSENT.search(column) and _REFUSED.match(cell.strip()):
            found.tell(_("whoever sent it does not agree to publication"), column, line=0)
            continue
        if (not field and is_about_the_sender(column)) or (_ANSWERED in columns and column in _ABOUT_THE_ANSWER):
            sender.append(f"{column}：{WITHHELD}")
            continue
        harmless = _harmless(cell)
        if harmless != cell:
            found.tell(_("a formula, kept as plain text"), cell, line=0)
        if field == "bylines":
            told = ROLE.match(folded(harmless.strip())) is not None  # 记者 甲一、通讯员 乙二
            makers.append(harmless.strip() if told else f"{_role(column)}：{harmless.strip()}")
            cells[field] = "\n".join(makers)
        elif field == "pictures" and (count := _count(harmless)) is not None:
            cells[field] = f"{column}：{harmless}"
            pictures = count
        elif field and field != "pictures" and field not in cells:
            cells[field] = harmless
        else:
            others.append(f"{column}：{harmless}" if column else harmless)
    if len(row) > len(columns):
        extra = " | ".join(cell for cell in row[len(columns) :] if cell.strip())
        others += [extra] if extra else []
        found.tell(_("a row with more cells than columns"), extra or str(len(row)), line=0)
    elif len(row) < len(columns):
        found.tell(_("a row with fewer cells than columns"), f"{len(row)} < {len(columns)}", line=0)
    if "body" not in cells and "summary" in cells:  # a list of what may be told: that is all there is of the text
        cells["body"] = cells.pop("summary")
    found.said |= {key: cell for key, cell in cells.items() if key != "body"}
    if day := day_in(cells.get("date", "")):
        found.said["date"] = day.date.isoformat()
    _write(found, cells, others)
    for _picture in range(pictures):
        found.show(RawPicture(found.said_on["pictures"], ""))
    for column in sender:
        found.write(column, "footer")
    if "sources" in cells:
        found.said["publication"] = cells["sources"]
    warn_of_encoding(found, cells.get("body", ""))
    return found.raw()


_ORDER: tuple[tuple[str, str, LineKind, int], ...] = (  # field, words before it, what it is
    ("kicker", "", "text", 0),
    ("title", "", "heading", 1),
    ("subtitle", "", "text", 0),
    ("bylines", "", "text", 0),
    ("summary", "摘要：", "text", 0),
    ("body", "", "text", 0),
    ("caption", "", "caption", 0),
    ("sources", "来源：", "text", 0),
)


def _write(found: Transcript, cells: dict[str, str], others: list[str]) -> None:
    for field, before, kind, level in _ORDER:
        if field in cells:
            found.write(before + cells[field].strip("\r\n"), kind, level)
    texts = {field for field, *_rest in _ORDER}
    for field in cells:
        if field not in texts:
            found.write(cells[field].strip().replace("\r", "").replace("\n", " "), "cell")
            found.said_on[field] = found.line
    for words in others:
        found.write(words, "cell")


def _count(cell: str) -> int | None:
    """How many pictures a cell counts: `2`, `3张`; None if it says anything else."""
    counted = re.fullmatch(r"\s*(\d{1,2})\s*[张幅]?\s*", cell)
    return int(counted[1]) if counted else None


def _harmless(cell: str) -> str:
    """The cell without what makes a spreadsheet run it: its first sign is written full-width."""
    plain = cell.lstrip()
    figure = plain[:1] in "+-" and plain[1:2].isdigit() and not any(sign in plain for sign in "=()|!")
    return cell if figure or not _FORMULA.match(plain) else plain[0].translate(_FULL) + plain[1:]
