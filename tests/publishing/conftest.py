"""A newsroom that is built, and the places that it is published to."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from tests.builders import Room
from tests.publishing.places import KEY, Place, bucket_at, folder_at, rsync_at


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """Three stories, one with a photograph, built once for all tests."""
    room = Room(tmp_path_factory.mktemp("built"))
    room.photo("images/2026/one.jpg")
    room.story("one", image="{file: images/2026/one.jpg, alt: 一张照片}")
    room.story("two", title="第二条热线", date="2026-02-05")
    room.story("three", title="第三条热线", date="2026-02-06")
    room.build()
    return room


@pytest.fixture
def site(room: Room, built: Room) -> Room:
    """A copy of that newsroom. Its own build finds the pictures and cards drawn already."""
    shutil.copytree(built.folder, room.folder, dirs_exist_ok=True)
    room.build()
    return room


@pytest.fixture(scope="session")
def storage() -> Iterator[str]:
    """Address of a server that speaks the protocol of S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(storage: str, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name, value in KEY.items():
        monkeypatch.setenv(name, value)
    return bucket_at(f"news-{uuid.uuid4().hex[:12]}", storage)


@pytest.fixture(params=["folder", "rsync", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of store in turn."""
    if request.param == "bucket":
        found: Place = request.getfixturevalue("bucket")
        return found
    return folder_at(tmp_path / "public") if request.param == "folder" else rsync_at(tmp_path / "public")
