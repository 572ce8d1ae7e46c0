"""The press alone: pages of a printer of its own, without a newsroom."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from goodnews.press import Crew, Kept, Onlooker, Page, Press, Report, Stamped, Unprintable, files, printing
from goodnews.press.crew import Job
from goodnews.press.files import Busy, held


class Plain:
    """Prints what a page's view says; some words make it fail."""

    def render(self, kind: str, path: str, view: bytes) -> bytes:
        if view == b"fail":
            raise ValueError("no such thing")
        if view == b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        return kind.encode() + b":" + view


def make_plain() -> Plain:
    return Plain()


class Bench:
    """A press with an output folder of its own."""

    def __init__(self, folder: Path, workers: int = 1, start: str | None = None) -> None:
        self.output = folder / "output"
        self.ledger = folder / "cache" / "ledger"
        self.workers = workers
        self.start = start

    def print(self, pages: dict[str, str], templates: bytes = b"t") -> Report:
        return self.bring([Page(path, "plain", view.encode()) for path, view in pages.items()], templates)

    def bring(self, pages: Iterable[Page | Stamped], templates: bytes = b"t") -> Report:
        with Crew(self.workers, self.start) as crew:
            press = Press(str(self.output), str(self.ledger), make_plain, (), crew)
            return press.print(pages, {"plain": {"templates": templates}})

    def files(self) -> dict[str, str]:
        return {
            str(path.relative_to(self.output)): path.read_text()
            for path in self.output.rglob("*")
            if path.is_file() and path.name != "checksums.txt"
        }


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_changed_view_is_printed_and_an_equal_one_kept(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    report = bench.print({"a.html": "2", "b.html": "1"})
    assert report.printed == ("a.html",)
    assert report.kept == 1
    assert report.reasons == {"a.html": "what it shows changed"}
    assert bench.files() == {"a.html": "plain:2", "b.html": "plain:1"}


def test_changed_templates_print_every_page_of_the_kind(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    report = bench.print({"a.html": "1", "b.html": "1"}, templates=b"other")
    assert report.reasons == {"a.html": "its templates changed", "b.html": "its templates changed"}


def test_page_no_longer_wanted_goes_with_the_folders_it_leaves_empty(bench: Bench):
    bench.print({"x/y/a.html": "1", "b.html": "1"})
    report = bench.print({"b.html": "1"})
    assert report.removed == ("x/y/a.html",)
    assert not (bench.output / "x").exists()


def test_file_of_another_hand_is_never_removed(bench: Bench):
    bench.print({"x/a.html": "1"})
    (bench.output / "x/CNAME").write_text("mine")
    (bench.output / "robots.txt").write_text("mine")
    bench.print({"b.html": "1"})
    assert bench.files() == {"b.html": "plain:1", "x/CNAME": "mine", "robots.txt": "mine"}


def test_page_altered_by_another_hand_is_printed_again(bench: Bench):
    bench.print({"a.html": "1"})
    (bench.output / "a.html").write_text("plain:X")
    report = bench.print({"a.html": "1"})
    assert report.reasons == {"a.html": "its file in the output was changed by another hand"}
    assert bench.files() == {"a.html": "plain:1"}


def test_page_altered_with_its_old_times_put_back_is_printed_again(bench: Bench):
    bench.print({"a.html": "1"})
    page = bench.output / "a.html"
    before = page.stat()
    page.write_text("plain:X")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert bench.print({"a.html": "1"}).printed == ("a.html",)


def test_page_touched_but_equal_is_kept(bench: Bench):
    bench.print({"a.html": "1"})
    os.utime(bench.output / "a.html", (1, 1))
    assert bench.print({"a.html": "1"}).printed == ()


def test_lost_output_is_printed_again(bench: Bench):
    bench.print({"a.html": "1"})
    (bench.output / "a.html").unlink()
    assert bench.print({"a.html": "1"}).reasons == {"a.html": "its file was gone from the output"}


def test_output_moved_elsewhere_with_its_ledger_is_kept(bench: Bench, tmp_path: Path):
    bench.print({"a.html": "1"})
    there = tmp_path / "there"
    there.mkdir()
    bench.output.rename(there / "output")
    bench.ledger.parent.rename(there / "cache")
    assert Bench(there).print({"a.html": "1"}).printed == ()


@pytest.mark.parametrize("damage", [b"", b"x", b"x" * 200])
def test_damaged_ledger_is_noticed_and_everything_printed_anew(bench: Bench, damage: bytes):
    bench.print({"a.html": "1", "old.html": "1"})
    bench.ledger.write_bytes(damage)
    report = bench.print({"a.html": "1"})
    assert report.ledger_lost
    assert report.printed == ("a.html",)
    assert bench.files() == {"a.html": "plain:1"}


def test_half_a_ledger_is_noticed(bench: Bench):
    bench.print({"a.html": "1"})
    bench.ledger.write_bytes(bench.ledger.read_bytes()[:-7])
    assert bench.print({"a.html": "1"}).ledger_lost


def test_failing_page_is_named_and_the_output_stays(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    before = bench.files()
    with pytest.raises(Unprintable, match=r"^b\.html: ValueError: no such thing$"):
        bench.print({"a.html": "2", "b.html": "fail"})
    assert bench.files() == before
    assert bench.print({"a.html": "2", "b.html": "1"}).printed == ("a.html",)


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_killed_worker_ends_the_build_with_its_page_named(tmp_path: Path, monkeypatch, start: str):
    monkeypatch.setattr(printing, "ALONE", 1)
    monkeypatch.setattr(printing, "BATCH", 2)
    bench = Bench(tmp_path, workers=2, start=start)
    pages = {f"{number}.html": "1" for number in range(9)}
    bench.print(pages)
    before = bench.files()
    with pytest.raises(Unprintable, match=r"^7\.html: the process that printed it died \(exit code -9\)$"):
        bench.print(dict.fromkeys(pages, "2") | {"7.html": "die"})
    assert bench.files() == before


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_worker_that_fails_names_its_page(tmp_path: Path, monkeypatch, start: str):
    monkeypatch.setattr(printing, "ALONE", 1)
    monkeypatch.setattr(printing, "BATCH", 2)
    bench = Bench(tmp_path, workers=2, start=start)
    with pytest.raises(Unprintable, match=r"^5\.html: ValueError: no such thing$"):
        bench.print({f"{number}.html": "1" for number in range(9)} | {"5.html": "fail"})
    assert bench.files() == {}


def test_long_pages_in_both_directions_do_not_lock_the_pipes(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(printing, "ALONE", 1)
    monkeypatch.setattr(printing, "BATCH", 3)
    bench = Bench(tmp_path, workers=2)
    pages = {f"{number}.html": str(number) * 300_000 for number in range(10)}
    assert len(bench.print(pages).printed) == 10


def test_full_disk_leaves_the_last_good_output(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    bench.print({"a.html": "1"})
    before = bench.files()
    script = (
        "import resource, signal, sys; sys.path[:0] = sys.argv[3:]\n"
        "from pathlib import Path\n"
        "from test_press import Bench\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    Bench(Path(sys.argv[1])).print({'a.html': '2', 'b.html': '2' * 9000})\n"
        "except OSError as error:\n"
        "    sys.exit(error.errno)\n"
    )
    here = str(Path(__file__).parent)
    done = subprocess.run([sys.executable, "-c", script, str(bench.output.parent), "-", here], check=False, timeout=60)
    assert done.returncode == 27  # EFBIG: the limit stands for a full disk
    assert bench.files() == before
    assert bench.print({"a.html": "1"}).printed == ()


def test_second_build_of_one_output_is_refused(bench: Bench):
    bench.print({"a.html": "1"})
    with held(str(bench.output)), pytest.raises(Busy):
        bench.print({"a.html": "2"})
    assert bench.files() == {"a.html": "plain:1"}


def test_build_killed_while_putting_pages_in_place_is_mended_by_the_next(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    bench.print({"a.html": "1"})
    real = os.replace
    moved = []

    def killed(source: str, target: str) -> None:
        if "journal" not in target:
            moved.append(target)
        if len(moved) == 2:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        patch.setattr("shutil.rmtree", lambda *_args, **_kwargs: None)  # killed: nobody tidies up
        with pytest.raises(KeyboardInterrupt):
            bench.print({"0.html": "1", "a.html": "2"})
    assert (bench.output / "0.html").exists()
    bench.print({"a.html": "3"})
    assert bench.files() == {"a.html": "plain:3"}


def test_checksums_are_those_of_the_files(bench: Bench):
    bench.print({"x/a.html": "1", "b.html": "2"})
    done = subprocess.run(["sha256sum", "-c", "--quiet", "checksums.txt"], cwd=bench.output, check=False)
    assert done.returncode == 0


def test_file_written_within_the_clock_s_tick_is_not_trusted():
    now = time.time_ns()
    fresh = (now, now, 1, 1)
    old = (now - 10 * files.COARSE_TICK, now - 10 * files.COARSE_TICK, 1, 1)
    ahead = (now + 10**12, now + 10**12, 1, 1)  # the clock was set back since
    assert files.settled(fresh, now) == files.UNSETTLED
    assert files.settled(ahead, now) == files.UNSETTLED
    assert files.settled(old, now) == old


def test_listing_follows_no_link_and_names_it(tmp_path: Path):
    (tmp_path / "a.md").write_text("x")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "backup~").write_text("x")
    (tmp_path / "out").symlink_to("/etc")
    os.mkfifo(tmp_path / "pipe")
    links: list[str] = []
    assert [source.path for source in files.sources_in(str(tmp_path), links)] == ["a.md"]
    assert sorted(links) == ["out", "pipe"]


def test_lost_or_altered_checksums_are_written_again(bench: Bench):
    bench.print({"a.html": "1"})
    sums = bench.output / "checksums.txt"
    before = sums.read_bytes()
    sums.write_text("x")
    bench.print({"a.html": "1"})
    assert sums.read_bytes() == before
    sums.unlink()
    bench.print({"a.html": "1"})
    assert sums.read_bytes() == before


def test_interrupted_build_is_mended_even_after_one_that_fails(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    bench.print({"a.html": "1"})
    real = os.replace

    def full(source: str, target: str) -> None:
        if target.endswith("a.html"):
            raise OSError(28, "No space left on device")
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(OSError, match="No space left"):
            bench.print({"0.html": "1", "a.html": "2"})
    assert (bench.output / "0.html").exists()
    with pytest.raises(Unprintable):
        bench.print({"a.html": "fail"})
    bench.print({"a.html": "3"})
    assert bench.files() == {"a.html": "plain:3"}


def echo() -> Callable[[list[int], Callable[[int], None]], list[int]]:
    return lambda batch, at: batch


def test_crew_of_a_fork_server_waits_for_its_work():
    def slow() -> Iterator[tuple[None, list[int]]]:
        for number in range(2):
            time.sleep(2.5)
            yield None, [number]

    with Crew(2, "forkserver") as crew:
        assert sorted(answer for _place, _batch, answer in crew.do(Job(echo, ()), slow())) == [[0], [1]]


def place() -> Callable[[list[str], Callable[[int], None]], int]:
    return lambda batch, at: os.getpid()


def test_crew_does_a_batch_where_it_belongs_and_another_s_only_when_idle():
    with Crew(2) as crew:
        first = {at: pid for at, _batch, pid in crew.do(Job(place, ()), [(0, ["a"]), (1, ["b"])])}
        again = {at: pid for at, _batch, pid in crew.do(Job(place, ()), [(1, ["b"]), (0, ["a"])])}
        alone = list(crew.do(Job(place, ()), [(0, ["a"]), (0, ["b"]), (0, ["c"])]))
    assert first == again
    assert len(set(first.values())) == 2
    assert sorted(batch for _place, batch, _pid in alone) == [["a"], ["b"], ["c"]]


def test_file_in_a_folder_s_place_ends_the_build_before_anything_is_moved(bench: Bench):
    bench.print({"a.html": "1"})
    (bench.output / "b").write_text("mine")
    with pytest.raises(Unprintable, match=r"^b/: a file stands in its place$"):
        bench.print({"a.html": "2", "b/c.html": "1"})
    assert (bench.output / "a.html").read_text() == "plain:1"
    assert (bench.output / "b").read_text() == "mine"


def test_folder_in_a_page_s_place_ends_the_build_before_anything_is_moved(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    (bench.output / "b.html").unlink()
    (bench.output / "b.html" / "x").mkdir(parents=True)
    with pytest.raises(Unprintable, match=r"^b\.html: a folder stands in its place$"):
        bench.print({"a.html": "2", "b.html": "2"})
    assert (bench.output / "a.html").read_text() == "plain:1"


def test_first_pages_are_printed_while_the_last_are_made(tmp_path: Path):
    bench = Bench(tmp_path, workers=2)
    staging = bench.output / ".staging"

    def pages() -> Iterator[Page]:
        for number in range(1000):
            yield Page(f"{number}.html", "plain", b"1")
        assert any(staging.iterdir())
        yield Page("last.html", "plain", b"1")

    assert len(bench.bring(pages()).printed) == 1001


def test_page_that_cannot_be_made_ends_the_build_with_nothing_moved(tmp_path: Path):
    bench = Bench(tmp_path, workers=2)
    bench.print({"a.html": "1"})

    def pages() -> Iterator[Page]:
        for number in range(1000):
            yield Page(f"{number}.html", "plain", b"1")
        raise RuntimeError("no such view")

    with pytest.raises(RuntimeError, match="no such view"):
        bench.bring(pages())
    assert bench.files() == {"a.html": "plain:1"}
    assert not (bench.output / ".staging").exists()


def stamped(path: str, stamp: bytes, view: str, made: list[str]) -> Stamped:
    def make() -> Page:
        made.append(path)
        return Page(path, "plain", view.encode())

    return Stamped(path, "plain", stamp, make)


def test_page_is_not_made_while_its_stamp_is_what_it_was(bench: Bench):
    made: list[str] = []
    bench.bring([stamped("a.html", b"1", "x", made), stamped("b.html", b"1", "x", made)])
    report = bench.bring([stamped("a.html", b"1", "y", made), stamped("b.html", b"2", "x", made)])
    assert made == ["a.html", "b.html", "b.html"]
    assert (report.printed, report.kept) == ((), 2)
    bench.bring([stamped("a.html", b"1", "y", made), stamped("b.html", b"2", "x", made)])
    assert made == ["a.html", "b.html", "b.html"]


def test_page_with_another_stamp_and_another_view_is_printed(bench: Bench):
    bench.bring([stamped("a.html", b"1", "x", [])])
    assert bench.bring([stamped("a.html", b"2", "y", [])]).reasons == {"a.html": "what it shows changed"}
    assert bench.files() == {"a.html": "plain:y"}


def test_page_whose_stamp_proves_nothing_is_made(bench: Bench):
    bench.bring([stamped("a.html", b"", "x", [])])
    bench.bring([stamped("a.html", b"", "y", [])])
    assert bench.files() == {"a.html": "plain:y"}


def test_page_with_an_old_stamp_is_made_for_new_templates_and_for_a_lost_file(bench: Bench):
    made: list[str] = []
    bench.bring([stamped("a.html", b"1", "x", [])])
    bench.bring([stamped("a.html", b"1", "x", made)], templates=b"other")
    (bench.output / "a.html").unlink()
    bench.bring([stamped("a.html", b"1", "x", made)], templates=b"other")
    assert made == ["a.html", "a.html"]
    assert bench.files() == {"a.html": "plain:x"}


@dataclass
class Told(Onlooker):
    """What lies in the output whenever it is said that all is in place."""

    bench: Bench
    seen: list[dict[str, str]] = field(default_factory=list)

    def placed(self) -> None:
        self.seen.append({path: text for path, text in self.bench.files().items() if path != ".journal"})


def mended(bench: Bench, kept: Kept, view: str, onlooker: Onlooker) -> Report | None:
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Crew(1), kept)
    page = Page("a.html", "plain", view.encode())
    return press.mend([page], {"plain": {"templates": b"t"}}, b"one", onlooker, b"one")


def test_changed_page_is_in_place_before_the_books_are_kept(bench: Bench):
    kept, told = Kept(), Told(bench)
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Crew(1), kept)
    pages = [Page(path, "plain", b"1") for path in ("a.html", "b.html")]
    press.print(pages, {"plain": {"templates": b"t"}}, onlooker=told, edition=b"one")
    report = mended(bench, kept, "2", told)
    assert report is not None
    assert report.printed == ("a.html",)
    assert told.seen == [{"a.html": "plain:1", "b.html": "plain:1"}, {"a.html": "plain:2", "b.html": "plain:1"}]


def test_process_that_remembers_the_output_sees_what_another_hand_did_to_it(bench: Bench):
    kept = Kept()
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Crew(1), kept)
    pages = [Page(path, "plain", b"1") for path in ("a.html", "b.html")]
    press.print(pages, {"plain": {"templates": b"t"}}, edition=b"one")
    (bench.output / "b.html").write_text("mine")
    assert mended(bench, kept, "2", Onlooker()) is None
    pages[0] = Page("a.html", "plain", b"2")
    press.print(pages, {"plain": {"templates": b"t"}}, edition=b"one")
    assert bench.files() == {"a.html": "plain:2", "b.html": "plain:1"}


def test_nobody_is_told_of_a_build_that_changes_nothing(bench: Bench):
    told = Told(bench)
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Crew(1))
    for _ in range(2):
        press.print([Page("a.html", "plain", b"1")], {"plain": {"templates": b"t"}}, onlooker=told)
    assert len(told.seen) == 1


def test_process_that_remembers_the_output_sees_that_another_build_was_interrupted(bench: Bench):
    kept = Kept()
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Crew(1), kept)
    page = Page("a.html", "plain", b"1")
    press.print([page], {"plain": {"templates": b"t"}}, edition=b"one")
    left = b"plain:left"
    (bench.output / "left.html").write_bytes(left)
    (bench.output / ".journal").write_text(f"{sha256(left).hexdigest()}  left.html\n")
    assert mended(bench, kept, "2", Onlooker()) is None
    press.print([page], {"plain": {"templates": b"t"}}, edition=b"one")
    assert bench.files() == {"a.html": "plain:1"}
