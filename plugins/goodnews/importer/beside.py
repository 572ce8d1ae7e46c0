"""The pictures that a browser saved beside a page."""

import os
import stat
from urllib.parse import unquote

from goodnews.importer.images import PICTURE_MOST

ALBUM_MOST = 120_000_000  # bytes of all pictures of a page


class Beside:
    """The folder that a browser saves beside a page: nothing outside of it is read, and no link is followed."""

    def __init__(self, path: str) -> None:
        folder, file = os.path.split(os.path.abspath(path))
        stem = os.path.splitext(file)[0]
        self._folder = folder
        self._names = (f"{stem}_files", f"{stem}.files", f"{stem}_文件", f"{stem}.fld")
        self._left = ALBUM_MOST

    def read(self, source: str) -> tuple[str, bytes] | None:
        """Name and bytes of a file in that folder, None for any other."""
        plain = unquote(source.partition("#")[0]).replace("\\", "/")
        parts = [part for part in plain.split("/") if part not in ("", ".")]
        if plain.startswith("/") or len(parts) < 2 or parts[0] not in self._names or ".." in parts or "\0" in plain:
            return None
        path = self._folder
        for part in parts:
            path = os.path.join(path, part)
            try:
                state = os.lstat(path)
            except (OSError, ValueError):
                return None
            if stat.S_ISLNK(state.st_mode):
                return None
        if not stat.S_ISREG(state.st_mode) or not 0 < state.st_size <= min(PICTURE_MOST, self._left):
            return None
        try:
            with open(path, "rb") as file:
                data = file.read(PICTURE_MOST)
        except OSError:
            return None
        self._left -= len(data)
        return parts[-1], data
