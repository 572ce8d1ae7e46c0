"""Saved pages: all items from headline to end, pictures from the saved folder alone, nothing run or fetched."""

from pathlib import Path

import pytest

from goodnews.importer.reading import read
from tests.importer.builders import RAW, picture
from tests.importer.pages import bring
from tests.importer.reading import refused, taken, texts, told

LONG = "九百盏提灯，铜的提梁，玻璃的罩，一盏能亮一整夜，送到守夜人的手上。"


def wechat(inside: str, head: str = "") -> str:
    return (
        f'<html><head>{head}</head><body><h1 id="activity-name">题</h1><em id="publish_time">2026年2月9日 09:30</em>'
        f'<div id="js_content" style="visibility: hidden; opacity: 0;">{inside}</div><div id="js_tool">阅读 12</div>'
    )


def test_page_of_wechat_is_read_though_its_text_is_hidden():
    (raw,) = read(str(RAW / "wechat-digest.html"))
    lines = texts(raw)
    assert lines[0] == "灯亮着，电话有人接 | 潮信一周"
    assert lines[-1] == "编辑：戊金　校对：庚土"
    assert [line.text for line in raw.lines if line.kind == "heading" and line.level == 2] == ["身边", "伙伴"]
    assert raw.said == {
        "title": "灯亮着，电话有人接 | 潮信一周",
        "publication": "潮信示例报",
        "author": "潮信编辑部",
        "date": "2026-02-09",
        "address": "https://mp.weixin.qq.com/s/chaoxin-example-0001",
    }
    assert not [line for line in lines if "阅读" in line or "预览" in line or "alert" in line]


def test_pictures_of_wechat_come_from_the_saved_folder_and_others_are_named():
    (raw,) = read(str(RAW / "wechat-digest.html"))
    assert [(one.name, bool(one.data)) for one in raw.pictures] == [
        ("640.jpg", True),
        ("640(1).png", True),
        ("https://mmbiz.qpic.cn/mmbiz_gif/example/0?wx_fmt=gif", False),
    ]


def test_page_of_a_portal_that_says_gb2312_keeps_its_names():
    (raw,) = read(str(RAW / "portal-story.html"))
    lines = texts(raw)
    assert lines[0] == "法律援助船靠岸，三天理清一笔旧账"
    assert lines[1].endswith("作者：庚喆　责编：辛堃")
    assert lines[-1].endswith("（记者 庚喆）")
    assert "要回工钱的人 | 14" in lines
    assert (raw.said["publication"], raw.said["date"]) == ("渡口示例报", "2026-02-05")
    assert not [line for line in lines if "首页" in line or "分享到" in line or "相关阅读" in line]


def test_date_of_wechat_is_found_in_its_script(tmp_path: Path):
    page = wechat(f"<p>{LONG}", '<script>var ct = "1770600600";</script>').replace("2026年2月9日 09:30", "昨天")
    assert taken(tmp_path, "a.html", page).said["date"] == "2026-02-09"


def test_page_without_known_container_is_read_whole_but_for_its_furniture(tmp_path: Path):
    page = f"<nav>首页 要闻</nav><h2>题</h2><div>{LONG}<br>又一行</div><footer>版权所有</footer>"
    assert texts(taken(tmp_path, "a.html", page)) == ["题", LONG, "又一行"]


def test_scripts_styles_and_handlers_are_dropped(tmp_path: Path):
    page = wechat(
        f"<script>alert(1)</script><style>p{{}}</style><p onclick='alert(2)'>{LONG}</p><iframe src='http://x.example/v'></iframe>"
        "<noscript>脚本</noscript><template>模板</template><svg><text>画</text></svg>"
    )
    raw = taken(tmp_path, "a.html", page)
    assert texts(raw)[-1] == LONG
    assert told(raw)[1:] == [(3, "something to be played, left out", "http://x.example/v")]


def test_hidden_text_is_left_out_and_told(tmp_path: Path):
    raw = taken(
        tmp_path, "a.html", wechat(f"<p>{LONG}</p><p style='display : none'>看不见的话</p><p hidden>也看不见</p>")
    )
    assert [text for _line, _what, text in told(raw)][1:] == ["看不见的话", "也看不见"]
    assert texts(raw)[-1] == LONG


def test_lists_quotes_captions_and_tables_say_what_they_are(tmp_path: Path):
    page = wechat(
        f"<p>{LONG}</p><ul><li>甲</li><li><p>乙</p></li></ul><blockquote><p>丙</p></blockquote><figure><figcaption>丁</figcaption></figure>"
        "<table><tr><th>期次<th>人数<tr><td>九<td>321</table><table><tr><td><p>一</p><p>二</p></td><td>三</td></tr></table>"
    )
    raw = taken(tmp_path, "a.html", page)
    assert [(line.kind, line.text) for line in raw.lines[3:]] == [
        ("list", "甲"),
        ("list", "乙"),
        ("quote", "丙"),
        ("caption", "丁"),
        ("table", "期次 | 人数"),
        ("table", "九 | 321"),
        ("text", "一"),
        ("text", "二"),
        ("text", "三"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "../secret.png",
        "page_files/../../secret.png",
        "page_files/..%2f..%2fsecret.png",
        "/etc/passwd",
        "file:///etc/passwd",
        "other_files/a.png",
        "page_files/link.png",
        "page_files/linked/a.png",
        "page_files\\..\\..\\secret.png",
        "page_files/%00.png",
        "page_files/none.png",
        "page_files/folder",
        "http://tongji.example/a.png",
        "//tongji.example/a.png",
    ],
)
def test_picture_outside_the_saved_folder_is_named_and_never_read(tmp_path: Path, source: str):
    home = tmp_path / "home"
    for folder in (home / "page_files/folder", home / "other_files"):
        folder.mkdir(parents=True)
    for file in (tmp_path / "secret.png", home / "secret.png", home / "other_files/a.png"):
        file.write_bytes(picture())
    (home / "page_files/link.png").symlink_to(tmp_path / "secret.png")
    (home / "page_files/linked").symlink_to(home / "other_files")
    raw = taken(home, "page.html", wechat(f"<p>{LONG}<img src='{source}'></p>"))
    assert [one.data for one in raw.pictures] == [b""]


@pytest.mark.parametrize("folder", ["page_files", "page.files", "page_文件"])
def test_picture_is_found_in_the_folder_that_browsers_make(tmp_path: Path, folder: str):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "图 1.png").write_bytes(picture())
    raw = taken(
        tmp_path,
        "page.html",
        wechat(f"<p>{LONG}<img data-src='https://x.example/1' src='./{folder}/%E5%9B%BE%201.png'>"),
    )
    assert [(one.name, one.data) for one in raw.pictures] == [("图 1.png", picture())]


@pytest.mark.parametrize("quote", ["'", ""])
def test_picture_inside_the_page_is_taken_and_a_place_keeper_is_not(tmp_path: Path, quote: str):
    import base64

    large = picture(40, 30) + b"\0" * 9_000
    source = f"{quote}data:image/png;base64,{base64.b64encode(large).decode()}{quote}"
    small = "'data:image/gif;base64,R0lGOD' data-src='https://x.example/2'"
    raw = taken(tmp_path, "page.html", wechat(f"<p>{LONG}<img src={source}><img src={small}>"))
    assert [(one.name, one.data) for one in raw.pictures] == [("picture.png", large), ("https://x.example/2", b"")]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000,
        "<p>" + "".join(f"<b id={n}>" for n in range(3_000)) + "x</p><p>x" * 3_000,
        "<p " + " ".join(f"a{n}=1" for n in range(400_000)) + ">x",
        "<p " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">x",
        "<table><tr><td>" * 50_000,
    ],
    ids=["divs", "bold", "attributes", "quoted attributes", "tables"],
)
def test_page_nested_without_measure_is_refused_at_once(tmp_path: Path, page: str):
    assert refused(tmp_path, "a.html", page).startswith("Its parts are nested too deeply.")


@pytest.mark.parametrize(
    "page", ["<html><body></body></html>", "<script>x</script>", "<html>" + "<!-- x -->" * 5, "</b>" * 9]
)
def test_page_that_shows_nothing_is_refused(tmp_path: Path, page: str):
    assert refused(tmp_path, "a.html", page).startswith("It shows no text.")


def test_page_saved_as_one_file_of_mail_parts_is_refused_with_the_way_out(tmp_path: Path):
    page = "From: <Saved by Blink>\r\nSubject: x\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    assert "Save the page as “web page, complete”" in refused(tmp_path, "a.html", page)


def test_credits_behind_an_article_are_kept_and_the_rest_around_it_is_told(tmp_path: Path):
    page = (
        f"<div>首页 要闻</div><h1>题</h1><div class='TRS_Editor'><p>{LONG}</p></div><p>（责任编辑：辛堃）</p>"
        "<div>相关阅读</div>"
    )
    raw = taken(tmp_path, "a.html", page)
    assert texts(raw) == ["题", LONG, "（责任编辑：辛堃）"]
    assert told(raw) == [(0, "text around the article, left out", "首页 要闻 （责任编辑：辛堃） 相关阅读")]


def test_page_with_several_articles_gives_them_all(tmp_path: Path):
    page = f"<h1>一周</h1><main><article><h2>甲</h2>{LONG}</article><article><h2>乙</h2>{LONG}</article></main>"
    assert texts(taken(tmp_path, "a.html", page)) == ["一周", "甲", LONG, "乙", LONG]


def test_text_between_headline_and_article_is_kept(tmp_path: Path):
    page = f"<div><h1>题</h1>2026-02-05 <span>来源：渡口示例报</span><div>甲</div><div id='zoom'>{LONG}</div></div>"
    raw = taken(tmp_path, "a.html", page)
    assert texts(raw) == ["题", "2026-02-05 来源：渡口示例报", "甲", LONG]
    assert (raw.said["date"], raw.said["publication"]) == ("2026-02-05", "渡口示例报")


def test_long_script_is_no_long_tag(tmp_path: Path):
    script = "if(a<b&&c){d='x'}" * 2_000
    page = wechat(f"<p>{LONG}", f"<script>{script}</script><!-- <p {script} --><style>a<b{'{}' * 2_000}</style>")
    assert texts(taken(tmp_path, "a.html", page))[-1] == LONG


def test_page_whose_whole_text_stands_in_a_form_is_read(tmp_path: Path):
    assert texts(taken(tmp_path, "a.html", f"<form><h2>题</h2><p>{LONG}</p></form>")) == ["题", LONG]


def test_text_in_a_box_that_opens_when_touched_is_read(tmp_path: Path):
    page = wechat(
        f"<p>{LONG}</p><svg><text>画</text><g><foreignObject><p>展开一</p><p>展开二</p></foreignObject></g></svg><p>后</p>"
    )
    assert texts(taken(tmp_path, "a.html", page))[-4:] == [LONG, "展开一", "展开二", "后"]


def test_lines_that_are_set_as_they_stand_stay_lines(tmp_path: Path):
    assert texts(taken(tmp_path, "a.html", wechat(f"<pre>{LONG}\n  二\n\n三</pre>")))[-3:] == [LONG, "二", "三"]


HEADS = [
    "<h1>列岛示例网</h1><div class='bt'>守夜人有灯</div>",
    "<p><b>守夜人有灯</b></p>",
    "<h2>热点</h2><h2>守夜人有灯</h2>",
    "",
]


@pytest.mark.parametrize("before", HEADS)
def test_headline_that_is_a_box_like_any_other_is_known_by_the_title_of_the_page(tmp_path: Path, before: str):
    page = f"<title>守夜人有灯_要闻--列岛示例网</title><div>首页</div>{before}<div>来源：渡口示例报</div>"
    page += f"<div id='zoom'>{LONG}</div>"
    raw = taken(tmp_path, "a.html", page)
    lines = [(line.kind, line.text) for line in raw.lines]
    assert lines[0] == ("heading", "守夜人有灯")
    assert lines[-1] == ("text", LONG)
    assert (raw.said["publication"] == "渡口示例报") if before else "publication" not in raw.said


def test_title_of_the_page_is_not_put_before_a_text_that_begins_with_it(tmp_path: Path):
    page = f"<title>九百盏提灯--列岛示例网</title><div id='zoom'><p><strong>九百盏提灯</strong></p>{LONG}</div>"
    assert texts(taken(tmp_path, "a.html", page)) == ["九百盏提灯", LONG]


def test_page_without_headline_and_container_begins_with_its_title(tmp_path: Path):
    raw = taken(tmp_path, "a.html", f"<title>守夜人有灯 - 列岛示例网</title><p>{LONG}</p>")
    assert (texts(raw), raw.said["title"]) == (["守夜人有灯", LONG], "守夜人有灯")


def test_a_caption_belongs_to_the_picture_above_it(tmp_path):
    page = tmp_path / "page.html"
    image = '<p><img data-src="./none/{}.jpg"></p>'
    text = "<p>2月3日，洛阳市总工会开了早餐点。</p>"
    inner = text + image.format(1) + "<p>图为骑手在吃面。王芳 摄</p>" + image.format(2) + text.replace("早餐", "午餐")
    inner += image.format(3) + image.format(4) + "<p>图为灯。李强 摄</p>"
    page.write_text(f'<html><body><div id="js_content"><h1>一碗面</h1>{inner}</div></body></html>', "utf-8")
    (raw,) = read(str(page))
    (draft,) = bring(raw).drafts
    assert [line.partition("caption: ")[2] for line in draft.text.split("\n") if line.startswith("- {missing")] == [
        "'图为骑手在吃面。', credit: 王芳 摄}",
        "",
        "",
        "'图为灯。', credit: 李强 摄}",
    ]
