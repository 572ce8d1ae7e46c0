"""Back-ups: a box as a file of lines, the same for every database, so that one can be filled from another's.

A back-up holds no key: with it alone nobody can tie a ballot to a voter, or sign for the service. The three keys never
change; they are copied once, before the opening.
"""

import argparse
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ballot import canonical, traces
from ballot.box import Box
from ballot.database import Away, database_of
from ballot.language import _
from ballot.problem import Refused
from ballot.vote import Folders

VERSION = 2
Rows = Iterable[tuple[str, dict[str, Any]]]


def lines(rows: Rows) -> Iterator[bytes]:
    """The lines of a back-up: one per row, then one with their number and hash."""
    count, digest = 0, sha256()
    for table, row in rows:
        line = canonical.dumps([table, row])
        count += 1
        digest.update(line)
        yield line
    yield canonical.dumps({"lines": count, "sha256": digest.hexdigest(), "version": VERSION})


def rows(path: Path) -> list[tuple[str, dict[str, Any]]]:
    """Read a back-up; the last line must match all others. Raises Refused."""
    broken = Refused(_("{path} is not a complete back-up: use another one.").format(path=path))
    digest = sha256()
    found = []
    try:
        values = list(canonical.read_lines(path))
    except FileNotFoundError:
        raise Refused(_("{path} is missing.").format(path=path)) from None
    except (canonical.NotCanonical, OSError):
        raise broken from None
    for value in values[:-1]:
        digest.update(canonical.dumps(value))
        found.append((value[0], value[1]))
    if not values or values[-1] != {"lines": len(found), "sha256": digest.hexdigest(), "version": VERSION}:
        raise broken
    return found


def write(path: Path, rows: Rows) -> int:
    """Write a back-up, whole or not at all, readable by its owner only; returns how many lines. Raises Refused."""
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            count = 0
            for line in lines(rows):
                file.write(line)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # unlike a rename, this never replaces a file
    except FileExistsError:
        raise Refused(_("{path} exists already; give the new back-up another name.").format(path=path)) from None
    except FileNotFoundError:
        raise Refused(_("The folder {path} is missing.").format(path=path.parent)) from None
    finally:
        part.unlink(missing_ok=True)
    return count


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help=_("the file to write; it must not be there yet"))


def run(folders: Folders, options: argparse.Namespace) -> int:
    """`vote backup`: the service may run meanwhile. Raises Refused."""
    with Box(database_of(folders.private)) as box:
        try:
            count = write(options.file, box.dump())
        except Away as error:
            raise Refused(_("There is no ballot box to back up: {what}.").format(what=error)) from None
    traces.note(folders.private, options.file)
    print(_("{count} lines written to {path}.").format(count=count, path=options.file))
    return 0
