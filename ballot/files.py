"""Files that are written whole or not at all."""

import os
from pathlib import Path


def write(path: Path, data: bytes, *, secret: bool = False) -> bool:
    """Put a file in place at once, on disk before going on.

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
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    """Have the name of a file on disk too. (Windows cannot, and needs no telling.)"""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
