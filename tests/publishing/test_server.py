"""A server, by rsync: over a real ssh as well, and what is missing is told."""

from pathlib import Path

import pytest

from goodnews.publishing.server import Server
from goodnews.publishing.store import Refused
from tests.builders import Room
from tests.publishing.places import files_in, folder_at, rsync_at, ssh_server


def test_site_goes_over_ssh_and_back(site: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "ssh").mkdir()
    with ssh_server(tmp_path / "ssh") as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        place = rsync_at(tmp_path / "public it's", "site")  # a name that a shell would take apart
        place.publish(site)
        first = files_in(site.output)
        assert place.public() == first
        site.story("four", title="第四条热线", date="2026-02-07")
        site.build()
        place.publish(site)
        assert place.public() == files_in(site.output)
        with place.opened().held(), pytest.raises(Refused, match="under way"):
            place.publish(site)
        place.back()
        public = place.public()
        assert {path: public[path] for path in first} == first


def test_server_that_refuses_is_told(site: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "ssh").mkdir()
    with ssh_server(tmp_path / "ssh") as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        (tmp_path / "ssh/known").write_text("")
        place = rsync_at(tmp_path / "public", "site")
        with pytest.raises(Refused, match=r"ssh failed: .*Permission denied .*\. Readers have a whole site"):
            place.publish(site)


@pytest.mark.parametrize(("program", "package"), [("ssh", "openssh-client"), ("rsync", "rsync")])
def test_program_that_is_not_installed_is_told_with_the_line(
    site: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, package: str
):
    place = rsync_at(tmp_path / "public", "nowhere" if program == "ssh" else "")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "mkdir", "flock", "cat", "rm", "find", "xargs", "sha256sum", "ls", "mv"):
        found = next(path for path in (Path("/usr/bin", name), Path("/bin", name)) if path.exists())
        (tmp_path / "bin" / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    told = rf"{program} is not installed here\. On Debian and Ubuntu, run: sudo apt install {package}"
    with pytest.raises(Refused, match=told):
        place.publish(site)


def test_folder_that_may_not_be_written_to_is_told(site: Room, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match=r"sh failed: mkdir: .*Not a directory"):
        rsync_at(tmp_path / "file/public").publish(site)


def test_folder_that_another_publishes_to_as_a_folder_is_held_for_both(site: Room, tmp_path: Path):
    server, folder = rsync_at(tmp_path / "public"), folder_at(tmp_path / "public")
    with server.opened().held(), pytest.raises(Refused, match="under way"):
        folder.publish(site)
    with folder.opened().held(), pytest.raises(Refused, match="under way"):
        server.publish(site)
    server.publish(site)
    assert folder.publish(site)[:3] == (0, 0, 0)  # one record


def test_names_that_a_shell_would_take_apart_stay_names(tmp_path: Path):
    store = Server("", str(tmp_path / "a $(touch pwned) `touch pwned`; b"))
    with store.held():
        store.write("record.json", b"{}")
        assert store.read("record.json") == b"{}"
        assert store.fetch("; touch pwned") is None
    assert not any("pwned" in path.name and path.is_file() for path in tmp_path.rglob("*"))
