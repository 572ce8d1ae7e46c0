"""The files of a vote: damaged ones, and what was published against what was signed."""

from hashlib import sha256

import pytest

from tests import voting
from tests.builders import Room
from tests.newsroom.test_vote import changed
from tests.proof import problem, problems
from tests.voting import dumps, vote

HERE = "content/votes/2026/"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rules.toml", voting.RULES.replace("2026年度", "\\u0001").encode()),
        ("rules.toml", voting.RULES.replace("2026-06-10T18:00", "9999-12-31T23:59").encode()),
        ("rules.toml", f"x = {'[' * 3000}{']' * 3000}\n{voting.RULES}".encode()),
        ("rules.toml", f"z = {'9' * 5000}\n{voting.RULES}".encode()),
        ("events.jsonl", b'{"at":"\xff","event":"frozen"}\n'),
        ("events.jsonl", b'{"at":"x","event":"frozen","z":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
        ("result.json", b'{"z":' + b"[" * 200_000),
        ("result.json", changed(lambda r: r["means"].update(N01="1e9999999")).encode()),
    ],
)
def test_damaged_file_of_a_vote_is_told_with_file_and_line(room: Room, name: str, data: bytes):
    vote(room)
    (room.content / "votes/2026" / name).write_bytes(data)
    assert any(line.startswith(f"{HERE}{name}:") for line in problems(room))


def test_line_of_events_that_was_changed_is_told_at_the_line_below(room: Room):
    text = voting.events("tallied").replace("2026-05-10", "2026-05-11")
    vote(room, "tallied", events_jsonl=text)
    assert problem(room).startswith(f"{HERE}events.jsonl:2: prev: found ")


@pytest.mark.parametrize("name", ["ballots.jsonl", "roll.txt", "result.json", "candidates.json"])
def test_file_that_was_changed_after_the_publication_is_told(room: Room, name: str):
    vote(room)
    path = room.content / "votes/2026" / name
    path.write_bytes(
        path.read_bytes().replace(b"0", b"00", 1) if name == "roll.txt" else path.read_bytes()[:-1] + b" \n"
    )
    assert any(
        line.startswith(f"{HERE}{name}:1: file: found ") and "the file that was published, SHA-256" in line
        for line in problems(room)
    )


@pytest.mark.parametrize(("name", "told"), [("candidates.json", "candidates"), ("rules.toml", "rules")])
def test_file_that_was_changed_after_the_freezing_is_told_while_the_vote_is_open(room: Room, name: str, told: str):
    vote(room, "open")
    folder = room.content / "votes/2026"
    frozen = {told: sha256((folder / name).read_bytes()).hexdigest()}
    (folder / "events.jsonl").write_text(dumps({"at": "x", "event": "frozen", "prev": "", "files": frozen}), "utf-8")
    assert problems(room) == []
    (folder / name).write_bytes((folder / name).read_bytes()[:-1] + b" \n")
    assert problem(room).startswith(f"{HERE}{name}:1: file: found ")
    assert f"the file that was frozen, SHA-256 {frozen[told]}" in problem(room)


@pytest.mark.parametrize(
    "text",
    [
        "remark: [好]\n",
        "comments: [好]\n",
        "comments: [{story: kitchen}]\n",
        "- x\n",
        "remarks: [{text: 好, age: 3}]\n",
    ],
)
def test_comments_in_another_form_are_told(room: Room, text: str):
    vote(room, comments_yaml=text)
    assert problems(room)[0].startswith(f"{HERE}comments.yaml:1: ")


def test_events_out_of_order_are_told_with_their_line(room: Room):
    lines = voting.events("published").splitlines(keepends=True)
    vote(room, events_jsonl="".join([*lines[:1], *lines[2:]]))
    assert problems(room)[0].startswith(f"{HERE}events.jsonl:2: event: found 'closed', expected one of open.")


@pytest.mark.parametrize("name", ["events.jsonl", "screening.jsonl", "decisions.jsonl"])
def test_damaged_line_is_told_with_its_number(room: Room, name: str):
    files = {name.replace(".", "_"): (voting.events("open") if name == "events.jsonl" else "") + "{]\n"}
    vote(room, "open", **files)
    line = 3 if name == "events.jsonl" else 1
    assert problem(room).startswith(f"{HERE}{name}:{line}: file: found 'JSON is malformed")


@pytest.mark.parametrize("name", ["rules.toml", "candidates.json"])
def test_frozen_vote_that_lost_a_file_is_told(room: Room, name: str):
    vote(room, "open", **{name.replace(".", "_"): None})
    assert problem(room).startswith(f"{HERE}{name}:1: file: found nothing")


def test_folder_that_is_no_year_and_files_nobody_reads_are_told(room: Room):
    room.story()
    room.write("votes/next/rules.toml", voting.RULES)
    room.write("votes/2026/codes.txt", "SECRET")
    room.write("votes/2026/inner/rules.toml", voting.RULES)
    told = problems(room)
    assert [line.split(":")[0] for line in told] == [
        f"{HERE}codes.txt",
        f"{HERE}inner/rules.toml",
        "content/votes/next/rules.toml",
    ]
