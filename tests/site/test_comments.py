"""A comment in any text reaches no file that is published: no page, feed, index or checksum of one."""

import pytest

from tests.builders import Room

SECRET = "13800000000"


@pytest.mark.parametrize("comment", [f"<!-- {SECRET} -->", f"前<!--{SECRET}-->后", f"- 一\n<!--\n{SECRET}\n-->\n- 二"])
def test_comment_reaches_no_published_file(room: Room, comment: str):
    room.story(body=f"一段。\n\n{comment}")
    room.write("digests/2026-W06.md", f"---\n---\n引言。\n\n{comment}\n")
    room.write("pages/about.md", f"---\ntitle: 关于\nsummary: 我们。\n---\n一段。\n\n{comment}\n")
    entry = f"## hotline\n\n### 新闻回放\n\n回放。\n\n{comment}\n\n### 点评\n\n点评。"
    room.write("top10/2026.md", f"---\ntitle: 年度\nsummary: 十件。\n---\n按语。{comment}\n\n{entry}\n")
    room.build()
    assert len(room.files()) > 20
    assert not [path for path, data in room.files().items() if SECRET.encode() in data]
