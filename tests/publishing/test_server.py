"""A server, by rsync: over a real ssh as well, and what is missing is told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from goodnews.publishing.process import reason_of
from goodnews.publishing.server import Server
from goodnews.publishing.store import STAGING, NotPublished
from tests.builders import Room
from tests.publishing.places import Place, SshServer, everything_in, files_in, folder_at, rsync_at


def test_site_goes_over_ssh_and_back(
    site: Room, published_folder: Path, tmp_path: Path, ssh: SshServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", ssh.path)
    name = "public it's"  # which a shell would take apart
    shutil.copytree(published_folder / "public", tmp_path / name)
    shutil.copytree(published_folder / ".public.publication", tmp_path / f".{name}.publication")
    place = rsync_at(tmp_path / name, "site")
    first = files_in(site.output)
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    place.publish(site)
    assert place.public() == files_in(site.output)
    with place.opened().held(dry=False), pytest.raises(NotPublished, match="under way"):
        place.publish(site)
    place.back()
    assert place.public().items() >= first.items()
    assert not (tmp_path / name / STAGING).exists()


def test_publication_signs_in_once(built: Room, tmp_path: Path, ssh: SshServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", ssh.path)
    place = rsync_at(tmp_path / "public", "site")
    store = place.opened()
    keys = ssh.keys.read_bytes()
    try:
        with store.held(dry=False):
            ssh.keys.write_bytes(b"")  # nobody gets in any more
            store.write("record.json", b"{}")
            assert store.read("record.json") == b"{}"
    finally:
        ssh.keys.write_bytes(keys)


def test_server_that_refuses_is_told(built: Room, tmp_path: Path, ssh: SshServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", ssh.path)
    keys = ssh.keys.read_bytes()
    ssh.keys.write_bytes(b"")
    try:
        with pytest.raises(NotPublished, match=r"ssh failed: .*Permission denied .*\. Nothing was changed; once"):
            rsync_at(tmp_path / "public", "site").publish(built)
    finally:
        ssh.keys.write_bytes(keys)


@pytest.mark.parametrize(("program", "package"), [("ssh", "openssh-client"), ("rsync", "rsync")])
def test_program_that_is_not_installed_is_told_with_the_line(
    built: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, package: str
):
    place = rsync_at(tmp_path / "public", "nowhere" if program == "ssh" else "")
    (tmp_path / "bin").mkdir()
    for name in ("sh", "mkdir", "dirname", "flock", "cat", "rm", "find", "xargs", "printf", "sha256sum", "ls", "mv"):
        found = next(path for path in (Path("/usr/bin", name), Path("/bin", name)) if path.exists())
        (tmp_path / "bin" / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    told = rf"{program} is not installed here\. On Debian and Ubuntu, run: sudo apt install {package}"
    with pytest.raises(NotPublished, match=told):
        place.publish(built)


@pytest.mark.parametrize("at", [folder_at, rsync_at])
@pytest.mark.parametrize("dry", [False, True])
def test_what_is_no_folder_is_no_target(built: Room, tmp_path: Path, at: Callable[[Path], Place], dry: bool):
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "there")
    before = everything_in(tmp_path)
    for name in ("file", "file/public"):
        with pytest.raises(NotPublished, match=r"/file is a file, not a folder\. Move it away, or publish to another"):
            at(tmp_path / name).publish(built, dry)
    for name in ("nowhere", "nowhere/public"):
        told = r"/nowhere is a link that leads nowhere\. Make the folder that it leads to, or remove the link"
        with pytest.raises(NotPublished, match=told):
            at(tmp_path / name).publish(built, dry)
    assert everything_in(tmp_path) == before
    at(tmp_path / "link").publish(built)
    assert files_in(tmp_path / "there") == files_in(built.output)


@pytest.mark.parametrize("at", [folder_at, rsync_at])
def test_what_is_no_file_stays_where_it_is(built: Room, tmp_path: Path, at: Callable[[Path], Place]):
    place, public = at(tmp_path / "public"), tmp_path / "public"
    (tmp_path / "elsewhere").mkdir()
    (public / "robots.txt").mkdir(parents=True)
    with pytest.raises(NotPublished, match=r"robots\.txt/ is there already"):
        place.publish(built)
    (public / "robots.txt").rmdir()
    (public / "robots.txt").symlink_to(tmp_path / "elsewhere/robots")
    with pytest.raises(NotPublished, match=r"robots\.txt is a link to another place"):
        place.publish(built)
    (public / "robots.txt").unlink()
    (public / "story").write_text("theirs")
    with pytest.raises(NotPublished, match="story is there already"):
        place.publish(built)
    (public / "story").unlink()
    (public / "static").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotPublished, match="static is a link to another place"):
        place.publish(built)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert files_in(public) == {}
    (public / "static").unlink()
    place.publish(built)
    (public / "robots.txt").unlink()
    (public / "robots.txt").symlink_to(tmp_path / "elsewhere")
    place.publish(built)
    assert files_in(public) == files_in(built.output)


def test_folder_that_another_publishes_to_as_a_folder_is_held_for_both(built: Room, tmp_path: Path):
    server, folder = rsync_at(tmp_path / "public"), folder_at(tmp_path / "public")
    with server.opened().held(dry=False), pytest.raises(NotPublished, match="under way"):
        folder.publish(built)
    with folder.opened().held(dry=False), pytest.raises(NotPublished, match="under way"):
        server.publish(built)
    server.publish(built)
    assert folder.publish(built)[:3] == (0, 0, 0)  # one record


def test_names_that_a_shell_would_take_apart_stay_names(tmp_path: Path):
    store = Server("", str(tmp_path / "a $(touch pwned) `touch pwned`; b"))
    with store.held(dry=False):
        store.write("record.json", b"{}")
        assert store.read("record.json") == b"{}"
        assert store.fetch("; touch pwned") is None
    assert not any("pwned" in path.name and path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (
            'rsync: [receiver] mkstemp "/srv/x" failed: Permission denied (13)\n'
            "rsync error: some files/attrs were not transferred (code 23) at main.c(1338) [sender=3.2.7]\n",
            'rsync: [receiver] mkstemp "/srv/x" failed: Permission denied (13)',
        ),
        (
            "Host key verification failed.\nrsync: connection unexpectedly closed (0 bytes received so far) [sender]\n"
            "rsync error: unexplained error (code 255) at io.c(232) [sender=3.2.7]\n",
            "Host key verification failed.",
        ),
        (
            "rsync error: timeout in data send/receive (code 30)\n",
            "rsync error: timeout in data send/receive (code 30)",
        ),
        ("", ""),
    ],
)
def test_reason_of_rsync_is_its_first_line(said: str, reason: str):
    assert reason_of("rsync", said) == reason
