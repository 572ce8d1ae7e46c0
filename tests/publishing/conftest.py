"""A newsroom that is built, and the places that it is published to."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from goodnews.desk.last_build import ledger_of
from tests.builders import Room
from tests.publishing.places import (
    KEY,
    KINDS,
    Place,
    SshServer,
    bucket_at,
    copy_bucket,
    folder_at,
    rsync_at,
    ssh_server,
)


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
    """A copy of that newsroom, as its own last build left it: a build prints what an edit changes."""
    shutil.copytree(built.folder, room.folder, dirs_exist_ok=True)
    cache = room.settings.cache
    Path(ledger_of(cache, built.settings.output)).rename(ledger_of(cache, room.settings.output))
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
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEY.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def bucket(storage: str, key: None) -> Place:
    return bucket_at(f"news-{uuid.uuid4().hex[:12]}", storage)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of store in turn, empty."""
    if request.param == "bucket":
        found: Place = request.getfixturevalue("bucket")
        return found
    return folder_at(tmp_path / "public") if request.param == "folder" else rsync_at(tmp_path / "public")


@pytest.fixture(scope="session")
def published_folder(built: Room, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder above one that the built site was published to."""
    folder = tmp_path_factory.mktemp("published")
    folder_at(folder / "public").publish(built)
    return folder


@pytest.fixture(scope="session")
def published_bucket(built: Room, storage: str) -> Place:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEY.items():
            patch.setenv(name, value)
        place = bucket_at(f"published-{uuid.uuid4().hex[:12]}", storage)
        place.publish(built)
    return place


@pytest.fixture
def published(place: Place, request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Each kind of store in turn, as the first publication of the built site left it."""
    if place.bucket:
        copy_bucket(request.getfixturevalue("published_bucket").bucket, place.bucket)
    else:
        shutil.copytree(request.getfixturevalue("published_folder"), tmp_path, dirs_exist_ok=True)
    return place


@pytest.fixture(scope="session")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    with ssh_server(tmp_path_factory.mktemp("ssh")) as server:
        yield server
