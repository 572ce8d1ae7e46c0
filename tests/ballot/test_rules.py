import datetime
from pathlib import Path

import pytest

from ballot import rules
from ballot.problem import Unfit
from tests.ballot.votes import rules_text, some_rules


def problems(folder: Path, candidates: int | None = None, /, **changed: str | None) -> list[str]:
    path = folder / rules.FILE
    path.write_text(rules_text(**changed), "utf-8")
    with pytest.raises(Unfit) as told:
        rules.read(path, candidates)
    return [str(problem).removeprefix(f"{path.as_posix()}:") for problem in told.value.problems]


def test_rules_are_read(tmp_path: Path):
    found = some_rules(tmp_path, quorum=None, quorum_why=None)
    assert found.groups == ("members", "open", "plain", "import")
    assert (found.best, found.jury_union, found.places, found.quorum, found.prolong) == (25, 20, 10, None, None)
    assert rules.instants(found, [30])[1] == datetime.datetime(2026, 12, 27, 10, 30, tzinfo=datetime.UTC)


def test_every_problem_comes_at_once_with_its_line(tmp_path: Path):
    assert problems(tmp_path, title='""', zone='"Peking"', minimum='"1"', maximum="true", colour='"red"') == [
        "1: title: found '', expected a text of 1 to 60 characters on one line. Write one.",
        "4: zone: found 'Peking', expected a time zone such as Asia/Shanghai. Use a name from the IANA list.",
        "7: minimum: found '1', expected a whole number from 1 to 40. Write it without quotation marks.",
        "8: maximum: found 'True', expected a whole number from 1 to 40. Write it without quotation marks.",
        "15: colour: found 'colour', expected a rule that exists. Remove it, or correct its name.",
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"closes": '"2026-12-27T24:00"'},
            "closes: found '2026-12-27T24:00', expected a time that exists.",
        ),
        ({"closes": '"2026-12-27"'}, "closes: found '2026-12-27', expected a local time such as '2026-12-20T09:00'."),
        ({"closes": "2026-12-27T18:00:00"}, "closes: found '2026-12-27 18:00:00', expected a local time such as"),
        ({"opens": None}, "opens: found nothing, expected a local time such as '2026-12-20T09:00'."),
        ({"opens": '"2026-12-27T18:00"'}, "closes: found 2026-12-27T18:00:00+08:00, expected a time after opens."),
        ({"minimum": "11"}, "minimum: found 11, expected at most maximum."),
        (
            {"groups": '["members", "robots"]'},
            "groups: found '['members', 'robots']', expected some of members",
        ),
        ({"groups": "[]"}, "groups: found '[]', expected some of"),
        ({"groups": '["open", "open"]'}, "groups: found '['open', 'open']', expected some of"),
        (
            {"draw": '{what = "x", when = "2026-12-21T09:00"}'},
            "draw.when: found 2026-12-21T09:00:00+08:00, expected 2026-12-27T18:00 or",
        ),
        (
            {
                "draw": '{what = "x", when = "2026-12-27T18:59"}',
                "prolong": "{last_hours = 24, most_minutes = 60}",
            },
            "draw.when: found 2026-12-27T18:59:00+08:00, expected 2026-12-27T19:00 or later",
        ),
        ({"draw": '{what = "x"}'}, "draw.when: found nothing, expected a local time"),
        ({"draw": None}, "draw.what: found nothing, expected a text of 1 to 200 characters"),
        ({"words": '["a\\nb"]'}, "words: found '['a\\nb']', expected 1 to 30 sentences."),
        ({"origin": '"https://x.example/vote"'}, "origin: found 'https://x.example/vote', expected an address without"),
        (
            {"groups": '["members", "plain"]'},
            "groups: found members, plain, expected `open` as well: `plain` counts within",
        ),
        ({"quorum_why": None}, "quorum_why: found nothing, expected a text of 1 to 200 characters"),
        ({"open_method": '"points"'}, "open_method: found 'points', expected approval / eph."),
        ({"import_weighs": "false"}, "import_weighs: found 'False', expected true."),
        (
            {"quarantine": '{grounds = ["x"]}'},
            "quarantine.second: found nothing, expected the line that `vote witness`",
        ),
        ({"quarantine": '{second = "a+b+c", grounds = ["x"]}'}, "quarantine.second: found 'a+b+c', expected the line"),
        (
            {"quarantine": '{second = "a+b+c", grounds = ["x", "x"]}'},
            "quarantine.grounds: found '['x', 'x']', expected 1",
        ),
        ({"small": "false"}, "small: found 'False', expected true."),
        (
            {"prolong": "{last_hours = 24}"},
            "prolong.most_minutes: found nothing, expected a whole number",
        ),
        (
            {"zone": '"Europe/Berlin"', "opens": '"2026-03-29T02:30"'},
            "opens: found '2026-03-29T02:30', expected a time",
        ),
        (
            {"zone": '"Europe/Berlin"', "opens": '"2026-10-25T02:30"'},
            "opens: found '2026-10-25T02:30', expected a time",
        ),
        ({"title": '"unended'}, "file: found Illegal character '\\n', expected TOML. Fix that line."),
    ],
)
def test_a_rule_that_cannot_be_is_told(tmp_path: Path, changed: dict[str, str], told: str):
    assert any(told in problem for problem in problems(tmp_path, **changed)), problems(tmp_path, **changed)


@pytest.mark.parametrize(
    ("count", "changed", "told"),
    [
        (19, {}, "small: found 19 candidates, expected 20 to 40 candidates."),
        (41, {"small": "true"}, "small: found 41 candidates, expected 20 to 40 candidates."),
        (9, {"small": "true"}, "maximum: found 10, expected at most the 9 candidates."),
        (9, {"small": "true"}, "places: found 10, expected at most the 9 candidates."),
    ],
)
def test_rules_are_held_against_the_slate(tmp_path: Path, count: int, changed: dict[str, str], told: str):
    assert any(told in problem for problem in problems(tmp_path, count, **changed))


def test_bytes_that_are_no_text_are_told(tmp_path: Path):
    path = tmp_path / rules.FILE
    path.write_bytes("title = '暖新闻'".encode("gb18030"))
    with pytest.raises(Unfit) as told:
        rules.read(path)
    assert "Save it as UTF-8." in str(told.value.problems[0])


def test_the_key_of_the_vote_changes_with_any_byte_of_the_three_files_and_with_who_signs(tmp_path: Path):
    files = {"rules.toml": b"a", "candidates.json": b"b", "roll.txt": b""}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    key = rules.opening_key(tmp_path, "who")
    assert len(key) == 64 and rules.opening_key(tmp_path, "another") != key
    for name, data in files.items():
        (tmp_path / name).write_bytes(data + b" ")
        assert rules.opening_key(tmp_path, "who") != key
        (tmp_path / name).write_bytes(data)
    assert rules.opening_key(tmp_path, "who") == key


ODD = {
    "no UTF-8": b'title = "\xff"\n',
    "a mark of another encoding": '\ufefftitle = "x"\n'.encode(),
    "UTF-16": 'title = "x"\n'.encode("utf-16"),
    "a zero byte": b'title = "\0"\n',
    "no TOML": b"title = \n",
    "brackets without end": b'title = "x"\nwords = ' + b"[" * 20_000 + b"\n",
    "tables within tables without end": b"x" + b".x" * 2_000 + b" = 1\n",
    "a number of digits without end": b'title = "x"\nminimum = ' + b"9" * 20_000 + b"\n",
    "the same in hexadecimal": b'title = "x"\nminimum = 0x' + b"f" * 20_000 + b"\n",
    "a name that is a pattern": b'title = "x"\n"a(" = 1\n',
    "an empty name": b'title = "x"\n"" = 1\n',
    "a year that is nowhere": b'zone = "Asia/Shanghai"\nopens = "0001-01-01T00:00"\n',
    "a year at the end": b'zone = "America/New_York"\ncloses = "9999-12-31T23:59"\n',
    "lists for words": b'zone = ["x"]\ngroups = [["open"]]\njurors = []\ntitle = [1]\n[quarantine]\ngrounds = [[]]\n',
    "tables for words": b"zone = {a = 1}\ngroups = {a = 1}\nwords = {}\nprolong = 1\ndraw = []\nquarantine = 1.5\n",
    "a key without end": b"a" + b".a" * 100_000 + b" = 1\n",
    "no number": b"minimum = nan\nmaximum = inf\nplaces = -0\nyear = 1e400\n",
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("dated", [True, False])
def test_no_rules_end_in_another_error_than_a_problem_with_its_line(tmp_path, kind, dated):
    path = tmp_path / rules.FILE
    path.write_bytes(ODD[kind])
    with pytest.raises(Unfit) as told:
        rules.read(path, dated=dated)
    count = ODD[kind].count(b"\n")
    for problem in told.value.problems:
        assert str(problem).startswith(f"{path.as_posix()}:{problem.line}: ")
        assert 1 <= problem.line <= count + 1 and len(str(problem)) < 600


def test_endless_digits_are_told_at_their_line(tmp_path):
    path = tmp_path / rules.FILE
    path.write_bytes(ODD["a number of digits without end"])
    with pytest.raises(Unfit) as told:
        rules.read(path)
    assert [problem.line for problem in told.value.problems] == [2]


def test_rules_are_as_long_as_thirty_long_sentences_and_no_longer(tmp_path):
    words = ", ".join(['"' + "规" * 299 + '"'] * 30)
    assert len(some_rules(tmp_path, words=f"[{words}]").words) == 30
    path = tmp_path / rules.FILE
    path.write_bytes(b"#" * rules.SIZE_MOST + b"\n")
    with pytest.raises(Unfit) as told:
        rules.read(path)
    (problem,) = told.value.problems
    assert ":1: file: found more than 32768 bytes, expected rules of at most that size. Remove" in str(problem)
