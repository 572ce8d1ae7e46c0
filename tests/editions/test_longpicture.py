"""A digest as one long picture."""

import io
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from goodnews.editions.longpicture import WIDTH, drawn
from goodnews.editions.views import LongPicture
from goodnews.render import qr
from tests.builders import Room
from tests.editions.posting import printed


def words(*titles: str, headline: str = "九成诉求当天办结") -> LongPicture:
    sections = (("维权服务", titles or ("甘青工会跨省接力，伤残农民工拿到赔偿",)),)
    address = "https://nuanwen.example/digest/2026-W06.html"
    about, lead = "2026年第6周 · 8篇", "热线全年不停，工会的人当天回电话，问清难处，再找对的人来办。"
    return LongPicture("暖闻", "一周速览", headline, about, lead, sections, "扫码阅读本期", address)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_it_is_a_picture_of_few_colours_that_is_small_with_sixty_stories():
    titles = ("".join(chr(0x4E00 + (number * 977 + at * 131) % 3000) for at in range(60)) for number in range(60))
    data = drawn(words(*titles))
    assert (picture(data).format, picture(data).mode, picture(data).width) == ("PNG", "P", WIDTH)
    assert len(data) < 500_000


def test_the_same_words_give_the_same_bytes():
    assert drawn(words("甲", "乙")) == drawn(words("甲", "乙"))
    assert drawn(words("甲", "乙")) != drawn(words("甲", "丙"))


def test_the_code_at_its_end_is_that_of_the_page():
    shown = picture(drawn(words())).convert("L")
    code = picture(qr.picture(words().address)).convert("L")
    modules = code.width // qr.PIXELS
    side = modules * (300 // modules)
    found = shown.crop((72, shown.height - 72 - side, 72 + side, shown.height - 72))
    wanted = code.resize((side, side), Image.Resampling.NEAREST)
    assert found.point(lambda value: 255 * (value > 128)).tobytes() == wanted.tobytes()


def test_the_lead_has_its_paragraph_below_the_headline():
    short, long = (
        picture(drawn(msgspec.structs.replace(words(), lead=lead))) for lead in ("", "一段话说清一件事。" * 9)
    )
    assert 54 * 3 <= long.height - short.height <= 54 * 10 + 16


@pytest.mark.parametrize(
    "title", ["", "🎉🎉", "字" * 60, "<b>𠮷</b> & 䶮·阿依古丽", "Supercalifragilistic" * 6, "“引”"]
)
def test_any_title_is_drawn(title: str):
    assert picture(drawn(words(title, headline=title))).height > 600


def test_every_digest_has_one_which_is_printed_once(room: Room):
    room.story()
    assert "2026-W06/2026-W06.long.png" in printed(room).printed
    assert picture((Path(room.settings.editions) / "2026-W06" / "2026-W06.long.png").read_bytes()).width == WIDTH
    assert not [path for path in printed(room).printed if path.endswith(".long.png")]
