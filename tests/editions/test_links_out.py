"""A link in an issue leads to its source, in every edition."""

from html import escape
from pathlib import Path

from tests.builders import Room
from tests.editions.posting import mail_of
from tests.editions.test_book import book_of, parts

OUT = "https://news.example/a?b=1&c=2"


def test_every_edition_of_an_issue_leads_out(room: Room):
    room.story("before", date="2026-02-03")
    room.story("ferry", "", title="渡口修好了", kind="link", sources=f"[{{name: 某报, url: '{OUT}'}}]")
    mail = mail_of(room)
    assert f'href="{escape(OUT)}"' in mail.source
    assert "news.example ↗" in mail.source
    assert OUT in mail.text
    assert any(escape(OUT) in data.decode() for name, data in parts(book_of(room)).items() if name.endswith("html"))
    folder = Path(room.settings.editions) / "2026-W06"
    articles = [path.read_text("utf-8") for path in folder.rglob("*.html") if "wechat" in str(path)]
    assert any(escape(OUT) in article for article in articles)
