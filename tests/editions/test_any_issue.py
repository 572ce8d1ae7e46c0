"""Whatever an issue is called, no title can write a header or a tag."""

from hashlib import blake2b

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodnews.editions.kinds import EDITIONS
from goodnews.editions.pages import edition_pages
from goodnews.editions.printer import EditionPrinter
from goodnews.editions.views import MailView
from goodnews.pages import site_of
from goodnews.render.theme import TemplateFile
from tests.builders import ROOT, Room
from tests.editions.posting import read
from tests.proof import TIMES

TITLES = st.text(
    st.one_of(
        st.sampled_from("\r\n\t <>&\"'=?:;,@|[](){}\\/暖闻，。·𠮷䶮👩🏽\u200d🏭\u2028\x85"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    min_size=1,
    max_size=60,
).filter(lambda title: title.strip())
HEADERS = {
    *("Subject", "From", "Date", "Message-ID", "List-Id", "List-Archive", "List-Unsubscribe"),
    *("MIME-Version", "Content-Type", "Content-Language"),
}


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> tuple[EditionPrinter, MailView]:
    """A printer, and the view of a mail to put titles into."""
    room = Room(tmp_path_factory.mktemp("any"), {"mail_unsubscribe": "leave@list.example"})
    room.story()
    arrangement = room.arranged()
    folder = ROOT / "theme/templates"
    templates = {
        path.relative_to(folder).as_posix(): TemplateFile(
            str(path), blake2b(path.read_bytes(), digest_size=16).digest()
        )
        for path in folder.rglob("*")
        if path.is_file()
    }
    printer = EditionPrinter(
        site_of(arrangement), (str(ROOT / "theme"),), str(room.content), templates, str(room.folder)
    )
    return printer, msgspec.msgpack.decode(next(edition_pages(arrangement)).view, type=MailView)


def titled(view: MailView, title: str) -> MailView:
    assert view.digest is not None
    (section,) = view.digest.body.sections
    (item,) = section.items
    of = msgspec.structs.replace
    section = of(section, items=(of(item, title=title, kicker=title, text=title),))
    head = of(view.digest.head, title=title, description=title)
    digest = of(view.digest, head=head, headline=title, body=of(view.digest.body, sections=(section,)))
    return of(view, digest=digest)


@given(title=TITLES)
@settings(max_examples=50 * TIMES)
def test_no_title_writes_a_header_or_a_tag(press: tuple[EditionPrinter, MailView], title: str):
    printer, view = press
    plain = elements(printer, titled(view, "甲"))
    raw = rendered(printer, titled(view, title))
    message = read(raw).message
    assert set(message.keys()) == HEADERS
    assert len(message.keys()) == len(HEADERS)
    assert not message.defects
    assert "".join(message["Subject"].split()) == "".join(title.split())
    assert elements(printer, titled(view, title)) == plain


def rendered(printer: EditionPrinter, view: MailView) -> bytes:
    return printer.render(EDITIONS[0].name, "2026-W06/2026-W06.eml", msgspec.msgpack.encode(view))


def elements(printer: EditionPrinter, view: MailView) -> list[str]:
    """The tags of the HTML part, in their order, with the names of their attributes."""
    tree = read(rendered(printer, view)).html
    return [f"{one.tag} {sorted(one.attrib)}" for one in tree.iter() if isinstance(one.tag, str)]
