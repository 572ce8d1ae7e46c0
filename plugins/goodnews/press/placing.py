"""Placing: printed files are moved from beside the output into it."""

import os

from goodnews.press.page import Unprintable


def put_in_place(staging: str, output: str) -> None:
    """Move everything into place; whatever is in the way is found before the first move.

    A folder that does not exist yet is moved as a whole: on a first build that is every folder.
    """
    moves: list[tuple[str, str]] = []
    folders = [""]
    while folders:
        below = folders.pop()
        for entry in _entries(os.path.join(staging, below)):
            path = f"{below}{entry.name}"
            target = os.path.join(output, path)
            if not os.path.lexists(target):
                moves.append((entry.path, target))
            elif entry.is_dir() and os.path.islink(target):  # it may lead anywhere
                raise Unprintable(f"{path}/", "a link is in its place; move it out of the output")
            elif entry.is_dir() and os.path.isdir(target):
                folders.append(f"{path}/")
            elif entry.is_dir():
                raise Unprintable(f"{path}/", "a file is in its place; move it out of the output")
            elif os.path.isdir(target):
                raise Unprintable(path, "a folder is in its place; move it out of the output")
            else:
                moves.append((entry.path, target))
    for source, target in moves:
        os.replace(source, target)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:  # nothing was printed
        return []
