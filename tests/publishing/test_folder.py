"""A folder of this machine: full, closed, or full of links."""

import errno
import os
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from benchmarks.publishing import missing
from goodnews.publishing.store import NotPublished
from tests.builders import Room
from tests.publishing.places import Place, files_in, folder_at


@pytest.fixture
def published(published_folder: Path, tmp_path: Path) -> Place:
    """A folder as the first publication of the built site left it."""
    shutil.copytree(published_folder, tmp_path, dirs_exist_ok=True)
    return folder_at(tmp_path / "public")


def test_full_disk_is_told_and_readers_see_a_whole_site(
    site: Room, published: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    site.photo("images/2026/two.jpg", seed=2)
    site.story("two", title="第二条热线", date="2026-02-05", image="{file: images/2026/two.jpg, alt: 另一张}")
    site.build()
    copy = shutil.copyfile
    for room in (0, 1, 2, 3):  # files that still fit; what is in place is not put again
        left = [room]

        def full(source: Any, target: Any, left: list[int] = left, **more: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return copy(source, target, **more)

        monkeypatch.setattr(shutil, "copyfile", full)
        with pytest.raises(
            NotPublished, match=r"The target refused: No space left on device\. Readers have a whole site; once"
        ):
            published.publish(site)
        assert missing(published.public(), site.url) == []
    monkeypatch.undo()
    published.publish(site)
    assert published.public().items() >= files_in(site.output).items()
    assert not (tmp_path / "public/.publishing").exists()


def test_first_publication_that_finds_the_disk_full_says_that_there_never_was_a_whole_site(
    built: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(source: Any, target: Any, **more: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    place = folder_at(tmp_path / "public")
    monkeypatch.setattr(shutil, "copyfile", full)
    for _try in range(2):
        told = r"The target refused: .*/public/.*: No space left on device\. Readers never had a whole site here"
        with pytest.raises(NotPublished, match=told):
            place.publish(built)
    monkeypatch.undo()
    place.publish(built)


def test_folder_that_may_not_be_read_is_told_before_anything(
    built: Room, published: Place, monkeypatch: pytest.MonkeyPatch
):
    scandir = os.scandir

    def closed(path: str) -> Any:
        if path.endswith("/story/"):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    told = r"The target refused: .*/story/: Permission denied\. Nothing was changed; once that is fixed, publish again"
    with pytest.raises(NotPublished, match=told):
        published.publish(built)


def test_state_lies_beside_the_site_and_not_in_it(site: Room, published: Place, tmp_path: Path):
    site.story("one", title="换了标题")
    site.build()
    published.publish(site)
    assert not any(path.name.startswith(".") for path in (tmp_path / "public").rglob("*"))
    assert {path.name for path in (tmp_path / ".public.publication").iterdir()} == {"record.json", "objects"}


def test_file_that_was_about_to_be_kept_when_the_process_was_killed_is_in_nobodys_way(
    site: Room, published: Place, tmp_path: Path
):
    objects = tmp_path / ".public.publication/objects"
    objects.mkdir(exist_ok=True)
    index = tmp_path / "public/index.html"
    half = objects / f"{sha256(index.read_bytes()).hexdigest()}.new"
    half.write_bytes(b"half")
    site.story("one", title="换了标题")
    site.build()
    published.publish(site)
    assert not half.exists()
    assert half.with_suffix("").is_file()
