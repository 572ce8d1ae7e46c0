"""Files that are written completely or not at all."""

import os
import sys
from pathlib import Path


def write(path: Path, data: bytes, *, secret: bool = False) -> bool:
    """Write a file atomically; it is on disk when this returns.

    secret   only its owner may read it
    returns  whether anything changed
    """
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(mode=0o700 if secret else 0o777, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)
    return True


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder: after a power cut a new file's bytes can be on disk but its name lost."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there, and names are written with the file
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def destroy(path: Path) -> bool:
    """Overwrite a file and remove it.

    On some disks and file systems the old bytes remain: docs/vote.md says what an operator must do then.

    returns  whether there was one
    """
    if not path.is_file():
        return False
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)
    return True
