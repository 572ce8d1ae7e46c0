"""`vote new` and `vote guide` on a terminal: from an empty folder, with nothing but answers."""

import argparse
import datetime
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import note, rules
from ballot.__main__ import main
from ballot.commands import clock, new
from ballot.commands.boxes import box_of
from ballot.demo import newsroom as demo
from ballot.guide import perform
from ballot.guide.standing import standing
from ballot.guide.steps import backup_commands, open_errands, papers, present, steps
from ballot.service import poll
from ballot.stages import Stage, read, stage_of
from ballot.vote import Folders
from ballot.vote import read as vote_of

ZONE = datetime.timezone(datetime.timedelta(hours=8))


def at(local: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(local).replace(tzinfo=ZONE)
    clock.pretend(moment)
    return moment


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folders]:
    """An empty year in a newsroom with thirty invented stories."""
    monkeypatch.chdir(tmp_path)
    demo.write(tmp_path / "content")
    at("2026-12-10T10:00")
    yield Folders(Path("content/votes/2026"), Path(".votes/2026"))
    clock.pretend(None)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], list[str]]:
    """Give answers to whatever asks; the questions are collected. After the last answer the input ends."""

    def give(answers: list[str]) -> list[str]:
        asked: list[str] = []
        left = iter(answers)

        def answer(question: str = "") -> str:
            asked.append(question)
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)
        return asked

    return give


RULES = ["--site", "https://news.example", "--opens", "2026-12-20T09:00", "--closes", "2026-12-27T18:00"]
RULES += ["--draw", "七星彩第26150期前六位", "--drawn", "2026-12-29T21:00"]


def test_new_rules_can_be_read_and_each_line_has_its_comment(folders: Folders) -> None:
    assert main(["new", "2026", *RULES]) == 0
    found = rules.read(folders.public / "rules.toml")
    assert (found.year, found.origin, found.maximum) == (2026, "news.example/vote/2026", 10)
    lines = (folders.public / "rules.toml").read_text("utf-8").splitlines()
    named = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    told = {"closes", "maximum", "most_minutes", "last_hours", "what", "when"}  # explained with the line above them
    assert all(lines[n - 1].startswith("# ") for n in named if lines[n].partition(" ")[0] not in told)


def test_rules_without_dates_say_which_line_is_to_be_filled_in(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "2026"]) == 0
    assert "Lines that begin with # and name a date are still to be filled in." in capsys.readouterr().out
    text = (folders.public / "rules.toml").read_text("utf-8")
    assert '\n# opens = "2026-12-20T09:00"\n' in text
    filled = text.replace("# opens", "opens").replace("# closes", "closes").replace("# w", "w")
    assert tomllib.loads(filled)["draw"]["when"] == "2026-12-20T09:00"


def test_new_never_replaces_rules(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "2026", *RULES])
    before = (folders.public / "rules.toml").read_bytes()
    assert main(["new", "2026"]) == 1
    assert "rules.toml exists already: change it in an editor." in capsys.readouterr().err
    assert (folders.public / "rules.toml").read_bytes() == before


@pytest.mark.parametrize("title", ['"', "\\", "[draw]", "# x", "好新闻“2026”", "a\tb"])
def test_no_title_breaks_the_rules_that_are_written(title: str) -> None:
    options = argparse.ArgumentParser()
    new.arguments(options)
    text = new.text_of(2026, options.parse_args([f"--title={title}", *RULES]))
    assert tomllib.loads(text)["title"] == title


def test_the_terminal_leads_from_nothing_to_an_open_vote(
    folders: Folders, typed: Callable[[list[str]], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    rules_answers = ["y", "好新闻", "https://news.example", "", "", "5", "open plain import", "", "", ""]
    decisions = ["a", "好"] * 40
    typed([*rules_answers, "y", "y", *decisions])
    assert main(["guide", "2026"]) == 0
    said = capsys.readouterr().out
    assert "→ Write the rules" in said and "✓ Write the rules" in said
    assert "The rules are in content/votes/2026/rules.toml" in said
    assert rules.lacking(folders.public / "rules.toml") == rules.LATER, "no date before there is a slate"
    typed(["y", "", "", "", "", "y", "y", "y", "", "y", "", "q"])
    assert main(["guide", "2026"]) == 0
    assert stage_of(read(folders.public)) is Stage.OPEN
    said = capsys.readouterr().out
    assert "Locked. The key of the vote is" in said
    assert "It can be closed once its time has passed." in said
    assert "Voters so far: 0" in said and "Last back-up: none yet" in said
    typed(["y", "q"])
    assert main(["guide", "2026"]) == 0
    assert "lines written to .votes/2026/backups/" in capsys.readouterr().out
    assert standing(folders, at("2026-12-20T10:00")).backup is not None


def test_members_codes_are_a_step_only_where_there_are_members(folders: Folders) -> None:
    main(["new", "2026", *RULES])
    with_members = standing(folders, at("2026-12-10T10:00"))
    assert [step.name for step in steps() if step.needed(with_members)].count("codes") == 1
    (folders.public / "rules.toml").unlink()
    main(["new", "2026", *RULES, "--groups", "import"])
    assert "codes" not in [s.name for s in steps() if s.needed(standing(folders, at("2026-12-10T10:00")))]


def test_a_slip_in_the_rules_is_shown_with_its_line(folders: Folders) -> None:
    main(["new", "2026", *RULES])
    path = folders.public / "rules.toml"
    path.write_text(path.read_text("utf-8").replace("maximum = 10", "maximum = 'ten'"), "utf-8")
    (problem,) = standing(folders, at("2026-12-10T10:00")).problems
    line = path.read_text("utf-8").splitlines().index("maximum = 'ten'") + 1
    assert problem.startswith(f"content/votes/2026/rules.toml:{line}: maximum: found 'ten'")


def test_a_step_needs_its_answers(folders: Folders) -> None:
    here = standing(folders, at("2026-12-10T10:00"))
    step = present(here)
    assert step is not None and step.name == "rules"
    said = perform.take(step, here, {"title": "x"})
    assert not said.fine and said.text.startswith("Please fill in: Address of the news site")


def test_a_damaged_record_of_events_does_not_end_the_guide(folders: Folders) -> None:
    folders.public.mkdir(parents=True)
    (folders.public / "events.jsonl").write_text("{}\n", "utf-8")
    here = standing(folders, at("2026-12-10T10:00"))
    assert here.problems[0].startswith("content/votes/2026/events.jsonl:1:")


def test_two_backups_in_one_second_have_two_names(folders: Folders) -> None:
    here = standing(folders, at("2026-12-10T10:00"))
    assert backup_commands(here) != backup_commands(here)


def test_rules_that_cannot_stand_are_not_written(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "2026", *RULES, "--closes", "2026-12-01T09:00"]) == 1
    assert "closes: found 2026-12-01T09:00" in capsys.readouterr().err
    assert main(["new", "2026", *RULES, "--drawn", "2026-12-27T18:01"]) == 1
    assert "expected 2026-12-27T22:00 or later: the close, and all that may be added" in capsys.readouterr().err
    assert not (folders.public / "rules.toml").exists()


def test_the_terminal_takes_answers_as_people_write_them_and_keeps_them_after_a_slip(
    folders: Folders, typed: Callable[[list[str]], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    slips = "Beijing|ten|1|5|members，everyone|open、plain|||no"
    typed(["y", "好新闻", "news.example", *slips.split("|"), "y", "", "https://news.example"])
    assert main(["guide", "2026"]) == 0
    said = capsys.readouterr().out
    assert "Expected a whole number; please answer again." in said
    assert "Expected some of members open plain import, each once; please answer again." in said
    assert "usage:" not in said and "argument" not in said
    assert "an address begins with https://" in said
    again = ["y", "", "", "Asia/Shanghai", *[""] * 6]
    typed(["y", "好新闻", "https://news.example", *slips.split("|"), *again])
    assert main(["guide", "2026"]) == 0
    assert "zone: found 'Beijing', expected a time zone such as Asia/Shanghai" in capsys.readouterr().out
    found = rules.read(folders.public / "rules.toml", dated=False)
    assert (found.title, found.maximum, found.groups) == ("好新闻", 5, ("open", "plain"))
    typed(["a", "好"] * 40)
    assert main(["shortlist", "2026", "--review"]) == 0
    capsys.readouterr()
    typed("y|2026-12-20 9:00|soon|2026/12/01 18:00|七星彩|2026-12-29 21:00|y||2026/12/27 18:00|||q".split("|"))
    assert main(["guide", "2026"]) == 0
    said = capsys.readouterr().out
    assert "Expected a local time such as 2026-12-27T18:00; please answer again." in said
    assert "closes: found 2026-12-01T18:00:00+08:00, expected a time after opens" in said
    found = rules.read(folders.public / "rules.toml")
    assert (found.closes.day, found.draw.what) == (27, "七星彩"), "what was answered before stands in brackets"


def test_a_vote_without_a_server(folders: Folders, typed: Callable[[list[str]], list[str]]) -> None:
    """As docs/vote.md tells it: forms and paper alone, no service at any time."""

    def do(*words: str) -> None:
        assert main([words[0], "2026", *words[1:]]) == 0, words

    do("new", *RULES, "--maximum", "5", "--groups", "import")
    typed(["a", "好"] * 40)
    do("shortlist", "--review")
    do("freeze")
    do("open")
    at("2026-12-27T18:01")
    do("close")
    Path("forms.csv").write_text("序号,请选出\n" + "".join(f"{n},N{n % 20 + 1:02}\n" for n in range(1, 301)), "utf-8")
    paper = "".join(f"p{n},N{n % 9 + 1:02} N03\n" for n in range(1, 51))
    Path("paper.csv").write_text("id,choices\n" + paper, "utf-8")
    do("import", "forms.csv", "--tool", "wjx")
    do("import", "paper.csv", "--form", "paper")
    do("jury", "--jurors", "5")
    table = folders.private / "jury.csv"
    head, *lines = table.read_text("utf-8-sig").splitlines()
    marks = [line.rstrip(",") + f",{n}" * (head.count(",") - 1) for n, line in enumerate(lines, 1)]
    table.write_text("\n".join([head, *marks]) + "\n", "utf-8")
    do("jury", str(table))
    at("2026-12-29T21:30")
    do("tally", "--draw", "虚构 3 1 4")
    do("publish")
    assert stage_of(read(folders.public)) is Stage.PUBLISHED


# --- What may be needed besides


@pytest.fixture
def opened(folders: Folders, typed: Callable[[list[str]], list[str]]) -> Folders:
    """An open vote whose rules name a second person and a ground."""
    assert main(["witness", "2026", "second.key", "--name", "zhou"]) == 0
    second = str(note.verifier_of(Ed25519PrivateKey.from_private_bytes(Path("second.key").read_bytes()), "zhou"))
    main(["new", "2026", *RULES, "--maximum", "5", "--groups", "open", "--second", second, "--ground", "投票码外泄"])
    typed(["a", "好"] * 40)
    for words in (["shortlist", "2026", "--review"], ["freeze", "2026"], ["open", "2026"], ["jury", "2026"]):
        assert main(words) == 0, words
    at("2026-12-20T10:00")
    return folders


def errand(folders: Folders, name: str, moment: str, /, **answers: str) -> perform.Said:
    here = standing(folders, at(moment))
    (step,) = [one for one in open_errands(here) if one.name == name]
    return perform.take(step, here, answers)


def named(folders: Folders, moment: str) -> set[str]:
    return {one.name for one in open_errands(standing(folders, at(moment)))}


def test_what_may_be_needed_is_offered_when_it_may(folders: Folders, opened: Folders) -> None:
    assert named(opened, "2026-12-20T10:00") == {"withdraw", "prolong", "statement", "aside", "witness"}
    (opened.private / "box.sqlite3").unlink()
    assert "restore" in named(opened, "2026-12-20T10:00")


def test_a_candidate_is_withdrawn_once(opened: Folders) -> None:
    here = standing(opened, at("2026-12-20T10:00"))
    slug = here.candidates[2].slug
    assert not errand(opened, "withdraw", "2026-12-20T10:00", candidate=slug).fine, "why is needed"
    assert errand(opened, "withdraw", "2026-12-20T10:00", candidate=slug, why="信源撤回").text.startswith(
        "Withdrawn: N03"
    )
    (step,) = [one for one in open_errands(standing(opened, at("2026-12-20T10:01"))) if one.name == "withdraw"]
    fields = step.fields(standing(opened, at("2026-12-20T10:01")))
    assert slug not in dict(fields[0].choices) and len(fields[0].choices) == len(here.candidates) - 1


def test_an_outage_prolongs_as_far_as_the_rules_allow(opened: Folders) -> None:
    assert (
        "Only an outage in the last 24 hours"
        in errand(opened, "prolong", "2026-12-20T10:00", minutes="9", why="x").text
    )
    assert errand(opened, "prolong", "2026-12-27T17:30", minutes="40", why="停电").text.startswith("The vote closes at")


def test_a_lost_box_is_filled_from_a_back_up(opened: Folders) -> None:
    here = standing(opened, at("2026-12-20T10:00"))
    assert perform.give(here, backup_commands(here)).fine
    (file,) = (opened.private / "backups").glob("*.jsonl")
    (opened.private / "box.sqlite3").unlink()
    assert "the box is lost" in standing(opened, at("2026-12-20T11:00")).box
    assert errand(opened, "restore", "2026-12-20T11:00", file=str(file)).fine
    assert standing(opened, at("2026-12-20T11:01")).box == ""


def test_two_people_set_a_ballot_aside(opened: Folders) -> None:
    made = poll.read(vote_of(opened)).cast("open", "someone", ("N01",), "", "form", at("2026-12-20T09:30").timestamp())
    with box_of(vote_of(opened), lambda: at("2026-12-20T09:30").timestamp()) as box:
        box.cast([made])
    Path("leaked.txt").write_text(f"{made.voter}\n", "ascii")
    moment = "2026-12-20T10:00"
    said = errand(opened, "statement", moment, file="leaked.txt", ground="1")
    assert said.text.startswith("1 ballot would be set aside; none is yet.")
    statement = opened.private / "statement.txt"
    assert statement in papers(standing(opened, at(moment)))
    assert errand(opened, "witness", moment, key="second.key", name="zhou", file=str(statement)).fine
    assert errand(opened, "aside", moment, file=f"{statement}.signed").text == "1 ballot set aside."


def test_the_database_that_was_named_is_found_again(
    folders: Folders, typed: Callable[[list[str]], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "x")
    monkeypatch.delenv("DATABASE_URL")  # so that it is put back, whatever the guide sets
    main(["new", "2026", *RULES, "--groups", "open"])
    typed(["a", "好"] * 40)
    for words in (["shortlist", "2026", "--review"], ["freeze", "2026"]):
        assert main(words) == 0
    elsewhere = f"sqlite:///{Path('elsewhere.sqlite3').resolve()}"
    here = standing(folders, at("2026-12-19T10:00"))
    (step,) = [one for one in steps() if one.name == "open"]
    assert perform.take(step, here, {"database": elsewhere}).fine
    assert Path("elsewhere.sqlite3").exists() and not (folders.private / "box.sqlite3").exists()
    monkeypatch.delenv("DATABASE_URL")
    perform.reach(folders)
    assert standing(folders, at("2026-12-20T10:00")).box == ""
    assert (folders.private / "guide.json").stat().st_mode & 0o077 == 0, "it may hold a password"


def test_dates_are_filled_in_once_and_only_if_they_fit(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "2026", "--site", "https://news.example"])
    path = folders.public / "rules.toml"
    before = path.read_bytes()
    wrong = ["--closes", "2026-12-01T09:00", *RULES[2:4], *RULES[6:]]
    assert main(["dates", "2026", *wrong]) == 1
    assert "closes: found 2026-12-01T09:00:00+08:00, expected a time after opens" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main(["dates", "2026", *RULES[2:]]) == 0
    found = rules.read(path)
    assert (found.closes.isoformat(), found.draw.what) == ("2026-12-27T18:00:00+08:00", "七星彩第26150期前六位")
    assert b"# opens" not in path.read_bytes()
    assert main(["dates", "2026", *RULES[2:]]) == 1
    assert "rules.toml has opens already: change it in an editor." in capsys.readouterr().err
