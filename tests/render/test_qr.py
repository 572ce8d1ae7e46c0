"""QR codes: an address in black on white, the same bytes each time."""

from io import BytesIO
from time import process_time

from PIL import Image

from goodnews.render.qr import code, picture

ADDRESS = "https://nuanwen.example/story/2026/gansu-qinghai-injury-claim.html"


def test_same_address_gives_the_same_code_and_another_a_different_one():
    assert code(ADDRESS) == code(ADDRESS) != code(ADDRESS.replace("2026", "2025"))


def test_code_is_black_on_white_with_a_quiet_zone_and_no_inline_style():
    drawing = code(ADDRESS)
    assert 'viewBox="0 0 43 43"' in drawing  # 37 modules and 3 on each side
    assert 'fill="#fff"' in drawing and 'stroke="#000"' in drawing
    assert "style" not in drawing and "id=" not in drawing


def test_picture_of_a_code_is_the_same_drawing():
    assert picture(ADDRESS) == picture(ADDRESS) != picture(ADDRESS.replace("2026", "2025"))
    with Image.open(BytesIO(picture(ADDRESS))) as shown:
        assert shown.size == (430, 430)


def test_code_is_cheap_enough_for_every_story_of_a_large_site():
    code(ADDRESS)
    began = process_time()
    for number in range(40):
        code(f"{ADDRESS}?{number}")
    assert (process_time() - began) / 40 < 0.008  # seconds; 1.7 ms where nothing else runs
