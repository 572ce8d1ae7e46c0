"""The vendored web editor: what was put there, and no address of the hosts that it would ask."""

from hashlib import sha256

import pytest

from tools.editor import CMS, FILES, FOLDER, IMMUTABLE, vendored


def test_every_file_is_the_one_that_was_put_there():
    lines = (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: hash_ for hash_, name in (line.split("  ") for line in lines)}
    there = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    assert set(there) == {name for _package, _path, name in FILES} | {"SHA256SUMS"}
    assert {name: sha256((FOLDER / name).read_bytes()).hexdigest() for name in sums} == sums


def test_no_script_names_a_host_that_delivers_libraries():
    for script in FOLDER.rglob("*.js"):
        text = script.read_text("utf-8")
        assert "https://unpkg.com" not in text and "https://cdn.jsdelivr.net" not in text


def test_another_package_is_refused():
    with pytest.raises(ValueError, match=CMS):
        vendored({CMS: b"another", IMMUTABLE: b""})
