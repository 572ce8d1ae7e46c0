"""A picture is examined before a page shows it; one that cannot be shown is a problem where it is used."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from goodnews.files import hash_of
from goodnews.pictures.photo import Unfit, looked_at
from tests.builders import Room
from tests.photos import a_drawing, a_photo, packed, photo_file
from tests.proof import TIMES, newsroom, problem, problems

STORY = "content/stories/2026/hotline.md"


def showing(room: Room, data: bytes, path: str = "images/x.jpg") -> Room:
    """A story that shows one file."""
    room.write(path, data)
    room.story(image=f"\n  file: {path}\n  alt: 图")
    return room


def a_png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims more pixels than any memory holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif", "gif"])
def test_photo_has_its_size_whatever_its_format(room: Room, suffix: str):
    showing(room, photo_file(suffix), f"images/x.{suffix}")
    (photo,) = newsroom(room).pictures.values()
    assert (photo.width, photo.height) == (60, 40)


def test_photo_is_as_wide_as_it_is_seen(room: Room):
    exif = Image.Exif()
    exif[0x0112] = 6  # held sideways
    showing(room, packed(a_photo(60, 40), "jpg", exif=exif))
    (photo,) = newsroom(room).pictures.values()
    assert (photo.width, photo.height) == (40, 60)


@pytest.mark.parametrize(
    ("image", "suffix", "drawn"),
    [
        (a_photo(60, 40), "jpg", False),
        (a_photo(60, 40), "png", False),
        (a_drawing(), "png", True),
        (a_drawing().convert("RGB"), "png", True),
        (a_drawing().convert("RGB").convert("P"), "gif", True),
        (a_drawing(), "webp", True),
    ],
)
def test_drawing_is_told_from_a_photograph(room: Room, image: Image.Image, suffix: str, drawn: bool):
    how = {"lossless": True} if suffix == "webp" else {}
    showing(room, packed(image, suffix, **how), f"images/x.{suffix}")
    (photo,) = newsroom(room).pictures.values()
    assert photo.drawn is drawn


@pytest.mark.parametrize("data", [b"", b"x", b"<svg/>", b"\xff\xd8\xff\xe0", photo_file("jpg", 600, 400)[:2000]])
def test_broken_picture_is_a_problem_on_its_line(room: Room, data: bytes):
    showing(room, data)
    assert problem(room) == (
        f"{STORY}:9: image: found 'images/x.jpg': a broken picture, expected a picture that opens. "
        "Export it again, or copy the original again."
    )


@pytest.mark.parametrize("suffix", ["png", "webp", "avif", "gif"])
def test_picture_that_was_copied_in_part_is_broken(room: Room, suffix: str):
    whole = photo_file(suffix, 600, 400)
    showing(room, whole[: len(whole) * 2 // 3], f"images/x.{suffix}")
    assert "a broken picture" in problem(room)


def test_picture_that_moves_is_a_problem(room: Room):
    frames = [a_photo(60, 40, seed) for seed in (1, 2)]
    data = packed(frames[0], "gif", save_all=True, append_images=frames[1:])
    showing(room, data, "images/x.gif")
    assert problem(room) == (
        f"{STORY}:9: image: found 'images/x.gif': a moving picture, expected a still picture. "
        "Export one frame of it as JPEG or PNG."
    )


def test_phone_s_jpeg_with_a_second_picture_behind_it_is_no_moving_picture(room: Room):
    out = io.BytesIO()
    a_photo(60, 40).save(out, "MPO", save_all=True, append_images=[a_photo(60, 40, 2)])
    showing(room, out.getvalue())
    (photo,) = newsroom(room).pictures.values()
    assert (photo.width, photo.height, photo.drawn) == (60, 40, False)


@pytest.mark.parametrize(
    ("width", "height", "found"),
    [(9000, 9001, "a picture of 9000 × 9001 pixels"), (60_000, 60_000, "a picture too large to open")],
)
def test_huge_picture_is_refused_before_it_fills_the_memory(room: Room, width: int, height: int, found: str):
    showing(room, a_png_that_claims(width, height), "images/x.png")
    assert problem(room) == (
        f"{STORY}:9: image: found 'images/x.png': {found}, expected at most 80 million pixels. "
        "Save it smaller: pages show at most 1200 pixels of width."
    )


@pytest.mark.parametrize(("width", "height"), [(800, 16_384), (20, 20_000), (1300, 17_800)])
def test_picture_taller_than_a_page_can_show_is_refused_with_its_line(room: Room, width: int, height: int):
    showing(room, packed(Image.new("RGB", (width, height), (200, 90, 40)), "png"), "images/x.png")
    assert problem(room) == (
        f"{STORY}:9: image: found 'images/x.png': a picture of {width} × {height} pixels, "
        f"expected at most 16383 pixels high at a width of {min(width, 1200)}. "
        "Split it into several pictures, one below the other."
    )


@pytest.mark.parametrize(("width", "height"), [(800, 16_383), (2400, 32_000)])
def test_picture_just_as_tall_as_a_page_can_show_is_taken(room: Room, width: int, height: int):
    showing(room, packed(Image.new("RGB", (width, height), (200, 90, 40)), "png"), "images/x.png")
    assert len(newsroom(room).pictures) == 1


def test_picture_of_another_format_than_its_name_says_is_a_problem(room: Room):
    showing(room, photo_file("png"))
    assert problem(room) == (
        f"{STORY}:9: image: found 'images/x.jpg': a file whose content is PNG, "
        "expected content that matches its name (.jpg). Name it .png, or export it again as JPG."
    )


def test_renamed_picture_is_judged_by_its_new_name_though_its_content_is_known(room: Room):
    showing(room, photo_file("png"), "images/x.png").build()
    (room.content / "images/x.png").rename(room.content / "images/x.jpg")
    room.story(image="\n  file: images/x.jpg\n  alt: 图")
    assert "a file whose content is PNG" in problem(room)


def test_picture_in_a_text_is_looked_at_as_well(room: Room):
    room.write("images/x.jpg", b"x")
    room.story(body="一段。\n\n![图](images/x.jpg)")
    assert problem(room).startswith(f"{STORY}:11: body: found 'images/x.jpg': a broken picture")


def test_every_place_that_shows_a_broken_picture_is_told(room: Room):
    showing(room, b"x")
    room.story("other", "![图](images/x.jpg)")
    assert [line.partition(" found")[0] for line in problems(room)] == [
        f"{STORY}:9: image:",
        "content/stories/2026/other.md:9: body:",
    ]


def test_known_picture_is_not_opened_again(room: Room, monkeypatch: pytest.MonkeyPatch):
    showing(room, photo_file("jpg")).build()
    monkeypatch.setattr("goodnews.pictures.photo.looked_at", lambda *_: pytest.fail("opened again"))
    room.story(body="换了正文。", image="\n  file: images/x.jpg\n  alt: 图")
    assert room.build().report.printed


@settings(max_examples=50 * TIMES)
@given(st.sampled_from(["jpg", "png", "webp", "avif", "gif"]), st.integers(0, 10**6), st.binary(max_size=12))
def test_damaged_file_is_a_picture_or_unfit_and_never_an_error(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, at: int, damage: bytes
):
    whole = photo_file(suffix)
    at %= len(whole)
    data = whole[:at] + damage + whole[at + len(damage) :]
    path: Path = tmp_path_factory.mktemp("damage") / f"x.{suffix}"
    path.write_bytes(data)
    from hashlib import blake2b

    found = looked_at(str(path), blake2b(data, digest_size=16).digest())
    assert isinstance(found, Unfit) or (found.width > 0 and found.height > 0)


def test_file_that_changes_while_it_is_looked_at_is_unfit(tmp_path: Path):
    path = tmp_path / "x.jpg"
    path.write_bytes(photo_file("jpg"))
    found = looked_at(str(path), hash_of(b"another"))
    assert isinstance(found, Unfit) and found.fix == "Build again."
