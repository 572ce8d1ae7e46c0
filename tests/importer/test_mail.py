"""Mails: their text and what is attached, in the encodings that they do not name; nothing of their sender."""

import base64
import time
from pathlib import Path

import pytest

from goodnews.importer.reading import read
from goodnews.importer.shapes import shapes_of
from tests.importer.builders import RAW, docx, mail, paragraph, picture, run, zipped
from tests.importer.pages import bring, vocabulary
from tests.importer.reading import all_taken, refused, taken, texts, told


def test_mail_that_says_gb2312_keeps_names_outside_it():
    (raw,) = read(str(RAW / "mail-gbk.eml"))
    assert raw.said == {
        "title": "来稿：渡口区听风室（作者 庚喆）",
        "subject": "渡口区听风室（作者 庚喆）",
        "date": "2026-02-05",
    }
    assert "通讯员 庚喆 辛堃" in texts(raw)
    assert [(one.name, bool(one.data)) for one in raw.pictures] == [("听风室.jpg", True)]


def test_sender_is_not_told_and_lines_of_contact_are_a_footer(tmp_path: Path):
    text = (
        "标题\n\n正文说，拨打热线12351就有人接，主题教育也在这里：一周一次。\n\n联系人：庚土\n手机（微信）：000\n"
        "gengtu@dukou.example\n-- \n渡口区码头联合会\n"
    )
    raw = taken(tmp_path, "a.eml", mail("来稿", text))
    assert "gengtu" not in " ".join(raw.said.values())
    assert [line.text for line in raw.lines if line.kind == "footer" and line.text] == [
        "联系人：庚土",
        "手机（微信）：000",
        "gengtu@dukou.example",
        "-- ",
        "渡口区码头联合会",
    ]
    assert "正文说，拨打热线12351就有人接，主题教育也在这里：一周一次。" in [
        line.text for line in raw.lines if line.kind == "text"
    ]


def test_nothing_of_the_sender_is_put_into_a_draft():
    (raw,) = read(str(RAW / "mail-gbk.eml"))
    found = bring(raw)
    assert found.drafts
    assert not [draft for draft in found.drafts if "联系人" in draft.text or "000-0000" in draft.text]
    _shapes, dropped = shapes_of(raw.lines, vocabulary())
    assert dropped[14] == "who sent it, and how to reach them"


def test_attached_pages_are_read_each_in_its_format(tmp_path: Path):
    inner = mail("转来的信", "信中信。", attached={"内.txt": "最里面的一页".encode("gb18030")})
    attached = {
        "稿件.docx": docx(paragraph(run("一间听风室"))),
        "表.csv": "标题,正文\n甲,乙\n".encode(),
        "照片.png": picture(),
        "转.eml": inner,
    }
    found = all_taken(tmp_path, "a.eml", mail("来稿", "见附件。", attached=attached))
    assert [raw.name for raw in found] == [
        "a.eml",
        "a.eml: 稿件.docx",
        "a.eml: 表.csv: 2",
        "a.eml: 转.eml",
        "a.eml: 转.eml: 内.txt",
    ]
    assert [one.name for one in found[0].pictures] == ["照片.png"]
    assert texts(found[-1]) == ["最里面的一页"]


def test_attachment_that_cannot_be_read_is_told_and_the_rest_is_read(tmp_path: Path):
    attached = {
        "a.doc": b"\xd0\xcf\x11\xe0",
        "b.exe": b"MZ",
        "c.txt": "读得了".encode(),
        "../../d.txt": "也读".encode(),
    }
    found = all_taken(tmp_path, "a.eml", mail("来稿", "见附件。", attached=attached))
    assert [text.partition(":")[0] for _line, _what, text in told(found[0])] == ["a.doc", "b.exe"]
    assert [raw.name for raw in found[1:]] == ["a.eml: c.txt", "a.eml: d.txt"]


def test_mail_with_a_page_for_a_text_is_read_as_a_page(tmp_path: Path):
    html = "<html><body><h2>题</h2><p>九百盏提灯送到守夜人的手上。</p><script>x</script><img src='http://tongji.example/p.gif'>"
    raw = taken(tmp_path, "a.eml", mail("来稿", "", html))
    assert [(line.kind, line.text) for line in raw.lines if line.text] == [
        ("heading", "题"),
        ("text", "九百盏提灯送到守夜人的手上。"),
    ]


def test_text_is_taken_before_its_page_and_not_twice(tmp_path: Path):
    raw = taken(tmp_path, "a.eml", mail("来稿", "九百盏提灯送到了。\n", "<p>九百盏提灯送到了。</p>"))
    assert [text for text in texts(raw) if text] == ["九百盏提灯送到了。"]


@pytest.mark.parametrize(
    "subject",
    [
        b"=?gb2312?B?" + base64.b64encode("庚喆的稿件".encode("gbk")) + b"?=",
        b"=?utf-8?Q?=E5=BA=9A=E5=96=86=E7=9A=84=E7=A8=BF=E4=BB=B6?=",
        "庚喆的稿件".encode("gb18030"),
        "庚喆的稿件".encode(),
        b"=?utf-8?B?"
        + base64.b64encode("庚喆的".encode()[:4])
        + b"?=\r\n =?utf-8?B?"
        + base64.b64encode("庚喆的稿件".encode()[4:])
        + b"?=",
    ],
)
def test_subject_is_read_however_it_was_written(tmp_path: Path, subject: bytes):
    data = b"From: a@x.example\r\nSubject: " + subject + b"\r\nMIME-Version: 1.0\r\n\r\n" + "正文。".encode()
    assert taken(tmp_path, "a.eml", data).said["title"] == "庚喆的稿件"


def test_mail_without_text_or_page_is_refused(tmp_path: Path):
    assert refused(tmp_path, "a.eml", mail("空的", "\n")) == "The mail holds no text."
    words = refused(tmp_path, "a.eml", mail("压缩", "", attached={"a.zip": zipped({"a": b"b"})}))
    assert words == "The mail holds no text. a.zip: Unpack it, and import the files in it."


def nested(depth: int) -> bytes:
    data = b"Subject: x\n\n" + "最里面。".encode()
    for _each in range(depth):
        data = mail("外", "外面。", attached={"in.eml": data})
    return data


def test_mails_within_mails_are_read_to_a_bound(tmp_path: Path):
    found = all_taken(tmp_path, "a.eml", nested(6))
    assert len(found) == 4
    assert "save it as a file of its own" in told(found[-1])[-1][2]


@pytest.mark.parametrize(
    "data",
    [
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(5_000)),
        b"Content-Type: text/plain; " + b'a="' * 200_000 + b"\n\nx",
        b"Content-Type: text/plain;" + b"\n a*0*=x;" * 100_000 + b"\n\nx",
        b"Subject: " + b"=?utf-8?Q?a?= " * 100_000 + b"\n\nx",
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 50_000,
    ],
    ids=["boundaries", "quotes", "pieces", "words", "parts"],
)
def test_mail_made_to_take_for_ever_is_refused_at_once(tmp_path: Path, data: bytes):
    begin = time.process_time()
    refused(tmp_path, "a.eml", data)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("parameters", "text"), [("format=flowed", "九百盏 提灯"), ("format=flowed; delsp=yes", "九百盏提灯")]
)
def test_line_that_flows_on_is_one_line(tmp_path: Path, parameters: str, text: str):
    data = f"Content-Type: text/plain; charset=utf-8; {parameters}\r\n\r\n九百盏 \r\n提灯\r\n\r\n送到了。\r\n".encode()
    assert texts(taken(tmp_path, "a.eml", data)) == [text, "", "送到了。"]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"From gengtu Mon Feb  9 08:30:00 2026\n"])
def test_what_stands_before_a_mail_is_passed_over(tmp_path: Path, before: bytes):
    raw = taken(tmp_path, "a.eml", before + mail("来稿", "正文。"))
    assert (raw.said["title"], texts(raw)) == ("来稿", ["正文。"])


def test_greeting_and_signature_of_a_mail_are_no_words_of_the_story(tmp_path: Path):
    text = (
        "各位编辑老师：\n您好！现将稿件发上，请审阅。\n\n2月5日，云南省昆明市总工会的托管班开课了。\n孩子们在画工装。\n\n"
        "此致\n敬礼\n某市总工会宣教部 甲一\n联系人：甲一\n"
    )
    (draft,) = bring(taken(tmp_path, "a.eml", mail("投稿：昆明托管班办到暑假", text)), date=None).drafts
    assert "title: 昆明托管班办到暑假\n" in draft.text
    assert not [words for words in ("您好", "宣教部", "甲一") if words in draft.text]


def test_a_story_below_a_farewell_is_kept(tmp_path: Path):
    text = "您好！\n此致\n敬礼\n\n昆明托管班办到暑假\n2月5日，云南省昆明市总工会的托管班开课了。\n"
    (draft,) = bring(taken(tmp_path, "a.eml", mail("来稿", text))).drafts
    assert "托管班开课了。" in draft.text


def test_an_attachment_is_of_the_mails_day(tmp_path: Path):
    found = all_taken(
        tmp_path,
        "a.eml",
        mail("来稿", "见附件。", attached={"a.txt": "题目在这里\n洛阳市总工会办了一件好事。\n".encode()}),
    )
    (draft,) = bring(found[-1], date=None).drafts
    assert "\ndate: 2026-02-09\n" in draft.text


PASSED_ON = """您好！附件为稿件及照片，请查收。

------------------ 原始邮件 ------------------
发件人: "甲"<a@b.example>;
发送时间: 2026年2月1日(星期天) 下午3:20
主题: 稿件

|小刘的8元午餐
|
|1月29日中午，德州市德城区的小刘用一张券吃上了热饭。

联系人：甲 电话：0534-2620000
"""


def test_what_a_mail_passes_on_is_read_and_who_wrote_it_is_not(tmp_path):
    for mark in ("", "> "):
        text = PASSED_ON.replace("|", mark)
        path = tmp_path / "mail.eml"
        path.write_bytes(b"Subject: Fw\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode())
        (one,) = read(str(path))
        (draft,) = bring(one).drafts
        assert "title: 小刘的8元午餐\n" in draft.text
        assert draft.text.endswith("---\n1月29日中午，德州市德城区的小刘用一张券吃上了热饭。\n")
        assert "b.example" not in draft.text


@pytest.mark.parametrize(
    "divider",
    [
        "—————— 转发邮件信息 ——————",
        "―――― 转发邮件信息 ――――",
        "----原始邮件----",
        "Begin forwarded message:",
        "========== Forwarded message ==========",
    ],
)
def test_a_mail_is_passed_on_behind_any_divider_and_has_its_own_day(tmp_path, divider):
    text = PASSED_ON.replace("------------------ 原始邮件 ------------------", divider).replace("|", "> ")
    text += '\n在 2026-01-20 09:10:00，"乙" <b@b.example> 写道：\n>> 上次的稿子收到了。\n来自我的手机邮箱\n'
    path = tmp_path / "mail.eml"
    head = b"Subject: Fw\nDate: Wed, 4 Feb 2026 09:02:00 +0800\nContent-Type: text/plain; charset=utf-8\n\n"
    path.write_bytes(head + text.encode())
    (one,) = read(str(path))
    (draft,) = bring(one, date=None).drafts
    assert "title: 小刘的8元午餐\n" in draft.text
    assert "\ndate: 2026-02-01\n" in draft.text
    assert draft.text.endswith("---\n1月29日中午，德州市德城区的小刘用一张券吃上了热饭。\n")


def test_what_an_answer_quotes_stays_out(tmp_path):
    text = "驿站有了热水\n2月3日，洛阳市总工会开了驿站。\n\n"
    text += "在 2026年1月20日，陈晓燕 <a@b.example> 写道：\n> 上次的稿子收到了。\n"
    path = tmp_path / "mail.eml"
    path.write_bytes(b"Subject: Re\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode())
    (one,) = read(str(path))
    (draft,) = bring(one).drafts
    assert not any(words in draft.text for words in ("b.example", "上次的稿子", "2026-01-20"))
