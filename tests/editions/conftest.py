"""What tests of editions share."""

import msgspec
import pytest

from goodnews.editions.pages import edition_pages
from goodnews.editions.views import PaperView
from goodnews.pages import site_of
from goodnews.pages.views.parts import Site
from tests.builders import Room
from tests.editions.english import English


@pytest.fixture(scope="session")
def issue(tmp_path_factory: pytest.TempPathFactory) -> tuple[PaperView, Site]:
    """A digest on paper with one story, to put others into."""
    room = Room(tmp_path_factory.mktemp("paper"))
    room.story()
    arrangement = room.arranged()
    page = next(page for page in edition_pages(arrangement) if page.kind == "paper.a4")
    return msgspec.msgpack.decode(page.view, type=PaperView), site_of(arrangement)


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> English:
    return English.printed_into(tmp_path_factory.mktemp("english"))
