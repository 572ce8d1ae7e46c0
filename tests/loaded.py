"""Imported by the server of `tests/forked.py`: all that commands import, and what newsrooms have in common, made."""

import datetime
import importlib
import pkgutil
import tempfile
from pathlib import Path

import pelican

import ballot
import goodnews
from tests import once
from tests.builders import Room

assert pelican
for package in (goodnews, ballot):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

remembering = once.made_once()  # held by a name: what nobody holds is over at once
remembering.__enter__()
with tempfile.TemporaryDirectory() as folder:
    room = Room(Path(folder))
    room.story()
    room.build(today=datetime.date(2026, 6, 1))
