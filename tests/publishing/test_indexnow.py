"""Search engines that are told of a publication."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goodnews.publishing import indexnow
from tests.builders import Room
from tests.publishing.listening import Listener
from tests.shell import Shell

SITE = "https://nuanwen.example"
KEY = "8f1c0b7d2e5a4936"


class Service(Listener):
    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.bodies]


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()
    yield found
    found.leave()


@pytest.fixture
def shell(room: Room, service: Service) -> Shell:
    shell = Shell(room)
    shell.settings(indexnow_key=KEY, indexnow_url=service.address)
    assert shell.run("build").returncode == 0
    return shell


def test_search_engines_are_told_of_the_pages_that_changed(shell: Shell, service: Service, tmp_path: Path):
    target = str(tmp_path / "public")
    assert shell.run("publish", target, "--dry-run").returncode == 0
    assert service.told == []
    assert shell.run("publish", target).stderr == ""
    (told,) = service.told
    assert (told["host"], told["key"], told["keyLocation"]) == ("nuanwen.example", KEY, f"{SITE}/{KEY}.txt")
    assert {f"{SITE}/", f"{SITE}/story/2026/one.html"} <= set(told["urlList"])
    assert not [address for address in told["urlList"] if not address.endswith((".html", "/")) or "404" in address]
    service.bodies.clear()
    shell.desk.story("one", "另一段正文。")
    shell.run("build")
    shell.run("publish", target)
    (told,) = service.told
    assert told["urlList"] == [f"{SITE}/story/2026/one.html"]
    service.bodies.clear()
    shell.run("publish", target)
    assert service.told == []


def test_key_lies_where_search_engines_ask_for_it(shell: Shell, tmp_path: Path):
    shell.run("publish", str(tmp_path / "public"))
    assert (tmp_path / f"public/{KEY}.txt").read_text() == KEY


def test_without_a_key_nobody_is_told_and_no_file_lies_there(shell: Shell, service: Service, tmp_path: Path):
    shell.settings(indexnow_url=service.address)
    shell.run("build")
    shell.run("publish", str(tmp_path / "public"))
    assert service.told == []
    assert not (tmp_path / f"public/{KEY}.txt").exists()


def test_a_service_that_refuses_or_is_away_stops_no_publication(shell: Shell, service: Service, tmp_path: Path):
    service.answers = 403
    done = shell.run("publish", str(tmp_path / "public"))
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "could not be told which pages changed: Forbidden" in done.stderr
    service.leave()
    done = shell.run("publish", str(tmp_path / "other"))
    assert done.returncode == 0
    assert "could not be told which pages changed: " in done.stderr


def test_many_addresses_are_told_in_several_requests(service: Service):
    addresses = [f"{SITE}/{number}.html" for number in range(indexnow.AT_ONCE + 1)]
    indexnow.tell(service.address, SITE, KEY, addresses)
    assert [len(told["urlList"]) for told in service.told] == [indexnow.AT_ONCE, 1]


@pytest.mark.parametrize("key", ["short1", "no-digit-in-it", "with/slash/01", "0" * 129])
def test_key_that_search_engines_would_not_take_is_refused(shell: Shell, key: str):
    shell.settings(indexnow_key=key)
    done = shell.run("build")
    assert done.returncode == 1
    assert "8 to 128 letters, digits and hyphens, a digit among them" in done.stderr
