"""Pictures: below content/images, with words for those who do not see them."""

import pytest

from goodnews.newsroom.picture import Picture, is_picture
from tests.builders import Room
from tests.proof import newsroom, problem, story


def test_picture_has_a_file_and_its_words(room: Room):
    room.photo("images/2026/x.jpg")
    room.story(image="{file: images/2026/x.jpg, alt: 甲, caption: 乙, credit: 丙 摄}")
    assert story(room).pictures == (Picture("images/2026/x.jpg", "甲", "乙", "丙 摄"),)


def test_pictures_stay_in_the_order_written(room: Room):
    room.photo("images/x.jpg")
    room.photo("images/y.png", seed=2)
    room.story(image="[{file: images/y.png, alt: 乙}, {file: images/x.jpg, alt: 甲}]")
    assert [picture.file for picture in story(room).pictures] == ["images/y.png", "images/x.jpg"]


def test_picture_that_is_lost_keeps_its_words(room: Room):
    room.story(kind="photo", image="{missing: true, alt: 甲, caption: 乙}")
    assert story(room).pictures == (Picture("", "甲", "乙"),)


def test_picture_with_a_file_is_not_missing(room: Room):
    room.photo("images/x.jpg")
    room.story(image="{file: images/x.jpg, missing: true, alt: 甲}")
    assert problem(room) == (
        "content/stories/2026/hotline.md:8: image.missing: found a file as well, expected one of the two. "
        "Remove `missing: true`."
    )


def test_picture_without_alt_is_a_problem(room: Room):
    room.photo("images/x.jpg")
    room.story(image="\n  file: images/x.jpg\n  caption: 乙")
    assert problem(room) == (
        "content/stories/2026/hotline.md:9: image.alt: found nothing, expected a value. Add `alt: …` to `image`."
    )


@pytest.mark.parametrize(
    "file",
    [
        "../x.jpg",
        "/etc/passwd",
        "images/../x.jpg",
        "images/../../x.jpg",
        "images//x.jpg",
        "images/./x.jpg",
        "images/a b.jpg",
    ],
)
def test_picture_outside_images_is_a_problem(room: Room, file: str):
    room.photo("images/x.jpg")
    room.story(image=f"{{file: {file}, alt: 甲}}")
    assert problem(room) == (
        f"content/stories/2026/hotline.md:8: image.file: found '{file}', "
        "expected a picture below images/ (.jpg, .jpeg, .png, .webp, .avif, .gif). "
        "Put it into content/images, named with letters, digits, - and _, and write images/… ."
    )


@pytest.mark.parametrize("file", ["content/images/x.jpg", "/content/images/x.jpg", "'images\\x.jpg'", "./images/x.jpg"])
def test_picture_by_another_kind_of_path_is_told_by_its_own(room: Room, file: str):
    room.photo("images/x.jpg")
    room.story(image=f"{{file: {file}, alt: 甲}}")
    assert problem(room).endswith("Write 'images/x.jpg'.")


def test_a_picture_may_be_named_by_its_address_on_the_site(room: Room):
    room.photo("images/x.jpg")
    room.story(image="{file: /images/x.jpg, alt: 甲}")
    assert room.check().stories[0].pictures[0].file == "images/x.jpg"


def test_picture_that_does_not_exist_is_a_problem_on_its_line_with_the_nearest(room: Room):
    room.photo("images/2026/x.jpg")
    room.story(image="\n- {file: images/2026/x.jpg, alt: 甲}\n- {file: images/2026/x.jpeg, alt: 乙}")
    assert problem(room) == (
        "content/stories/2026/hotline.md:10: image: found 'images/2026/x.jpeg', "
        "expected a picture below content/images. Did you mean 'images/2026/x.jpg'?"
    )


def test_picture_that_is_only_a_name_is_a_problem(room: Room):
    room.story(image="images/x.jpg")
    assert problem(room) == (
        "content/stories/2026/hotline.md:8: image: found 'images/x.jpg', expected {file: …, alt: …}. "
        "Write the file and what it shows."
    )


def test_equal_pictures_are_known_as_one(room: Room):
    room.photo("images/2026/x.jpg")
    room.photo("images/2026/y.JPG")
    room.story(image="[{file: images/2026/x.jpg, alt: 甲}, {file: images/2026/y.JPG, alt: 乙}]")
    pictures = newsroom(room).pictures
    assert sorted(pictures) == ["images/2026/x.jpg", "images/2026/y.JPG"]
    assert len(set(pictures.values())) == 1


def test_picture_that_nothing_shows_is_not_even_looked_at(room: Room):
    room.write("images/x.jpg", b"broken")
    room.story()
    assert newsroom(room).pictures == {}


@pytest.mark.parametrize("path", ["images/x.jpg", "images/2026/图.PNG", "images/a-b_c.webp"])
def test_picture_is_known_by_its_name(path: str):
    assert is_picture(path)


@pytest.mark.parametrize(
    "path",
    [
        "x.jpg",
        "images/a b.jpg",
        "images/a#b.jpg",
        "images/a%20b.jpg",
        "images/a?b.jpg",
        "images/x.svg",
        "images/x",
        "images\\x.jpg",
        "images/a\\..\\x.jpg",
        "Images/x.jpg",
    ],
)
def test_anything_else_is_no_picture(path: str):
    assert not is_picture(path)
