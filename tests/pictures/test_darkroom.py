"""What is made of a picture: in the right size, upright, in sRGB, without metadata, small, and made only once."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from goodnews.pictures import darkroom
from goodnews.pictures.darkroom import DRAWING, PHOTOGRAPH, Rendition, developed, height_at, tidy, widths_of
from goodnews.pictures.photo import Photo, looked_at
from goodnews.press.page import Changed
from tests.builders import Room
from tests.photos import a_drawing, a_photo, colour, packed

SECRET = b"Luoyang 34.6197N"


def hash_of(data: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(data, digest_size=16).digest()


class Darkroom:
    """A darkroom in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.content, self.store = folder / "content", folder / "store"
        self.content.mkdir()

    def __call__(self, data: bytes, suffix: str, width: int, format_: str) -> bytes:
        (self.content / f"x.{suffix}").write_bytes(data)
        return developed(Rendition(f"x.{suffix}", hash_of(data), width, format_), str(self.content), str(self.store))

    def image(self, data: bytes, suffix: str, width: int, format_: str) -> Image.Image:
        return Image.open(io.BytesIO(self(data, suffix, width, format_)))


@pytest.fixture
def dark(tmp_path: Path) -> Darkroom:
    return Darkroom(tmp_path)


@pytest.mark.parametrize(
    ("own", "widths"),
    [
        (1, (1,)),
        (300, (300,)),
        (480, (480,)),
        (600, (480, 600)),
        (801, (480, 800, 801)),
        (4000, (480, 800, 1200)),
    ],
)
def test_picture_is_offered_in_the_usual_widths_and_its_own_but_never_larger(own: int, widths: tuple[int, ...]):
    assert widths_of(own) == widths


@pytest.mark.parametrize("format_", PHOTOGRAPH)
def test_photograph_comes_in_every_format_and_keeps_its_shape(dark: Darkroom, format_: str):
    image = dark.image(packed(a_photo(1500, 1000), "jpg"), "jpg", 480, format_)
    assert image.size == (480, 320)
    assert image.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[format_]


@pytest.mark.parametrize("format_", PHOTOGRAPH)
def test_nothing_but_pixels_is_left(dark: Darkroom, format_: str):
    exif = Image.Exif()
    exif[0x010F] = "camera"
    exif.get_ifd(0x8825)[2] = (34.0, 37.0, 10.9)  # where it was taken
    exif[0x9286] = SECRET
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    original = packed(a_photo(600, 400), "jpg", exif=exif, icc_profile=profile, comment=SECRET, xmp=xmp)
    assert SECRET in original
    data = dark(original, "jpg", 480, format_)
    image = Image.open(io.BytesIO(data))
    assert SECRET not in data and b"camera" not in data
    assert not image.getexif()
    assert not {"exif", "icc_profile", "xmp", "comment", "gps"} & image.info.keys()


@pytest.mark.parametrize("suffix", ["png", "webp", "avif"])
def test_nothing_but_pixels_is_left_of_other_formats(dark: Darkroom, suffix: str):
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    data = dark(packed(a_photo(600, 400), suffix, exif=exif), suffix, 480, "webp")
    assert SECRET not in data and not Image.open(io.BytesIO(data)).getexif()


def test_metadata_that_cannot_be_written_again_does_not_stop_a_picture(dark: Darkroom):
    exif = Image.Exif()
    exif[0x0112] = 6  # held sideways
    exif[0x011A] = 72.0  # dots an inch, a fraction
    sound = packed(a_photo(60, 40), "jpg", exif=exif)
    fraction, byte = b"\x01\x1a\x00\x05", b"\x01\x1a\x00\x01"
    assert sound.count(fraction) == 1
    assert dark.image(sound.replace(fraction, byte), "jpg", 40, "webp").size == (40, 60)


@pytest.mark.parametrize("held", range(1, 9))
def test_picture_is_turned_upright(dark: Darkroom, held: int):
    upright = Image.new("RGB", (600, 400), "white")
    upright.paste("red", (0, 0, 300, 200))  # upper left
    undo = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[held]
    exif = Image.Exif()
    exif[0x0112] = held
    data = packed(upright if undo is None else upright.transpose(undo), "jpg", exif=exif, quality=95)
    image = dark.image(data, "jpg", 480, "jpg").convert("RGB")
    assert image.size == (480, 320)
    corners = [colour(image, at) for at in ((60, 40), (420, 40), (60, 280), (420, 280))]
    assert [min(corner[1:]) > 200 for corner in corners] == [False, True, True, True]


def test_colours_of_another_screen_become_those_of_every_screen(dark: Darkroom):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # On that screen the first number lights green, and the second red.
    other = srgb.replace(b"rXYZ", b"....", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"....", b"gXYZ", 1)
    image = Image.new("RGB", (60, 40), (200, 60, 30))
    found = dark.image(packed(image, "png", icc_profile=other), "png", 60, "png").convert("RGB")
    assert all(abs(is_ - was) <= 3 for is_, was in zip(colour(found, (30, 20)), (60, 200, 30), strict=True))
    assert "icc_profile" not in found.info


def test_numbers_stay_without_a_profile_and_with_one_of_no_use(dark: Darkroom):
    image = Image.new("RGB", (60, 40), (200, 60, 30))
    useless = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for data in (packed(image, "png"), packed(image, "png", icc_profile=useless)):
        found = dark.image(data, "png", 60, "png")
        assert (found.mode, colour(found.convert("RGB"), (30, 20))) == ("RGB", (200, 60, 30))


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_pixels_can_be_shown(dark: Darkroom, mode: str):
    base = a_photo(120, 80)
    image = (
        base.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
        if mode == "I;16"
        else base.convert(mode)
    )
    suffix = "jpg" if mode == "CMYK" else "png"
    data = packed(image, suffix)
    found = dark.image(data, suffix, 120, "webp").convert("RGB")
    if mode != "1":
        assert abs(ImageStat.Stat(found.convert("L")).mean[0] - ImageStat.Stat(base.convert("L")).mean[0]) < 12


@pytest.mark.parametrize("format_", DRAWING)
def test_drawing_keeps_its_colours_and_what_is_see_through(dark: Darkroom, format_: str):
    found = dark.image(packed(a_drawing(), "png"), "png", 300, format_).convert("RGBA")
    assert colour(found, (10, 10))[3] == 0
    assert colour(found, (100, 80)) == (168, 50, 23, 255)


@pytest.mark.parametrize("format_", PHOTOGRAPH)
@pytest.mark.parametrize("width", [480, 800])
def test_photograph_of_800_pixels_is_within_the_budget_however_much_there_is_to_see(
    dark: Darkroom, width: int, format_: str
):
    data = packed(a_photo(1600, 1200, detail=120), "jpg", quality=95)
    assert len(data) > 400_000
    assert len(dark(data, "jpg", width, format_)) <= 60_000


@pytest.mark.parametrize("format_", DRAWING)
def test_drawing_that_cannot_be_small_without_loss_loses_a_little(dark: Darkroom, format_: str):
    drawing = a_photo(800, 600, detail=300)
    drawing.putalpha(Image.linear_gradient("L").resize((800, 600)))
    data = packed(drawing, "png")
    lossless = len(packed(drawing, format_, **({"lossless": True} if format_ == "webp" else {})))
    assert len(dark(data, "png", 800, format_)) < lossless


def test_equal_bytes_come_of_equal_pictures_wherever_they_are_made(tmp_path: Path):
    data = packed(a_photo(900, 600), "jpg")
    found = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        dark = Darkroom(tmp_path / name)
        order = (480, 800, 900) if name == "a" else (900, 480, 800)
        darkroom._last.clear()
        found.append({(w, f): dark(data, "jpg", w, f) for w in order for f in PHOTOGRAPH})
    assert found[0] == found[1]


def test_rendition_is_made_once_in_its_life(dark: Darkroom, monkeypatch: pytest.MonkeyPatch):
    data = packed(a_photo(600, 400), "jpg")
    first = dark(data, "jpg", 480, "avif")
    monkeypatch.setattr(darkroom, "_encoded", lambda *_: pytest.fail("made again"))
    assert dark(data, "jpg", 480, "avif") == first


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 1000])
def test_damaged_rendition_in_the_cache_is_made_again(dark: Darkroom, damage: bytes):
    data = packed(a_photo(600, 400), "jpg")
    first = dark(data, "jpg", 480, "webp")
    (kept,) = dark.store.iterdir()
    kept.write_bytes(damage)
    assert dark(data, "jpg", 480, "webp") == first


def test_picture_that_changed_since_it_was_looked_at_ends_the_build(dark: Darkroom):
    (dark.content / "x.jpg").write_bytes(packed(a_photo(60, 40), "jpg"))
    darkroom._last.clear()
    with pytest.raises(Changed):
        developed(Rendition("x.jpg", b"another", 60, "webp"), str(dark.content), str(dark.store))


def test_only_what_nobody_wanted_for_a_month_leaves_the_cache(dark: Darkroom):
    import os

    data = packed(a_photo(60, 40), "jpg")
    for format_ in PHOTOGRAPH:
        dark(data, "jpg", 60, format_)
    old = Rendition("x.jpg", hash_of(data), 60, "webp")
    wanted = Rendition("x.jpg", hash_of(data), 60, "jpg")
    for rendition in (old, wanted):
        os.utime(dark.store / rendition.key, (1, 1))
    tidy(str(dark.store), [wanted])
    left = {path.name for path in dark.store.iterdir()}
    assert left == {Rendition("x.jpg", hash_of(data), 60, format_).key for format_ in ("avif", "jpg")}


@settings(max_examples=40)
@given(st.integers(1, 1400), st.integers(1, 900), st.sampled_from(["jpg", "png"]))
def test_rendition_has_the_size_that_the_page_was_told(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, suffix: str
):
    data = packed(a_photo(width, height, detail=3), suffix)
    dark = Darkroom(tmp_path_factory.mktemp("dark"))
    (dark.content / f"x.{suffix}").write_bytes(data)
    photo = looked_at(str(dark.content / f"x.{suffix}"), hash_of(data))
    assert isinstance(photo, Photo)
    widest = widths_of(photo.width)[-1]
    image = dark.image(data, suffix, widest, DRAWING[-1] if photo.drawn else PHOTOGRAPH[-1])
    assert image.size == (widest, height_at(photo, widest))


# --- On the site


def test_site_shows_a_photograph_in_every_size_and_the_original_nowhere(room: Room):
    room.write("images/2026/x.jpg", packed(a_photo(900, 600), "jpg"))
    room.story(image="{file: images/2026/x.jpg, alt: 图}")
    room.build()
    names = {re.sub(r"^images/[0-9a-f]{20}-", "", path) for path in room.files() if path.startswith("images/")}
    assert names == {f"{width}.{format_}" for width in (480, 800, 900) for format_ in PHOTOGRAPH}


def test_equal_pictures_are_one_on_the_site(room: Room):
    room.photo("images/x.jpg")
    room.photo("images/y.jpg")
    room.story(image="[{file: images/x.jpg, alt: 甲}, {file: images/y.jpg, alt: 乙}]")
    room.build()
    assert len([path for path in room.files() if path.startswith("images/")]) == 3


def test_edit_of_a_text_and_a_lost_output_make_no_picture_again(room: Room, monkeypatch: pytest.MonkeyPatch):
    room.photo("images/x.jpg")
    room.story(image="{file: images/x.jpg, alt: 图}")
    room.build()
    before = room.files()
    monkeypatch.setattr(darkroom, "_encoded", lambda *_: pytest.fail("made again"))
    room.story(body="换了正文。", image="{file: images/x.jpg, alt: 图}")
    assert not [path for path in room.build().report.printed if path.startswith("images/")]
    import shutil

    shutil.rmtree(room.output)
    room.build()
    after = room.files()
    pictures = {path for path in before if path.startswith("images/")}
    assert pictures and all(before[path] == after[path] for path in pictures)
