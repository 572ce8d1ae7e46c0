"""The shell of the tests of commands."""

import pytest

from tests.builders import Room
from tests.shell import Shell


@pytest.fixture
def shell(room: Room) -> Shell:
    return Shell(room)
