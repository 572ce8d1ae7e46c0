"""A folder of this machine: full, closed, or full of links."""

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from benchmarks.publishing import missing
from goodnews.publishing.store import Refused
from tests.builders import Room
from tests.publishing.places import files_in, folder_at


def test_full_disk_is_told_and_readers_see_a_whole_site(site: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = folder_at(tmp_path / "public")
    place.publish(site)
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
        with pytest.raises(Refused, match=r"The target refused: No space left on device\. Readers have a whole site"):
            place.publish(site)
        assert missing(place.public(), site.url) == []
    monkeypatch.undo()
    place.publish(site)
    assert place.public().items() >= files_in(site.output).items()
    assert not (tmp_path / "public/.publishing").exists()


def test_nothing_goes_through_a_link(site: Room, tmp_path: Path):
    place = folder_at(tmp_path / "public")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").mkdir()
    (tmp_path / "public/static").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="static is a link to another place"):
        place.publish(site)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_state_lies_beside_the_site_and_not_in_it(site: Room, tmp_path: Path):
    place = folder_at(tmp_path / "public")
    place.publish(site)
    site.story("one", title="换了标题")
    site.build()
    place.publish(site)
    assert not any(path.name.startswith(".") for path in (tmp_path / "public").rglob("*"))
    assert {path.name for path in (tmp_path / ".public.publication").iterdir()} == {"record.json", "objects"}
