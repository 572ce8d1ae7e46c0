"""The press alone: pages of a simple printer, without a newsroom."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from goodnews import files
from goodnews.files import Busy, held
from goodnews.press import printing
from goodnews.press.ledger import Reason
from goodnews.press.page import Page, Unprintable
from tests.builders import ROOT
from tests.press.plain_press import Bench


def test_changed_view_is_printed_and_an_equal_one_kept(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    report = bench.print({"a.html": "2", "b.html": "1"})
    assert report.printed == ("a.html",)
    assert report.kept == 1
    assert report.reasons == {"a.html": Reason("view")}
    assert bench.files() == {"a.html": "plain:2", "b.html": "plain:1"}


def test_changed_templates_print_every_page_of_the_kind(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    report = bench.print({"a.html": "1", "b.html": "1"}, templates=b"other")
    assert report.reasons == dict.fromkeys(("a.html", "b.html"), Reason("conditions", ("templates",)))


def test_postponed_page_is_printed_by_a_later_run(bench: Bench):
    report = bench.print({"a.html": "1"}, postpone=("plain",))
    assert [page.path for page in report.postponed] == ["a.html"]
    assert bench.files() == {}
    report = bench.print({"a.html": "1"})
    assert (report.printed, report.postponed) == (("a.html",), ())


def test_postponing_keeps_what_is_current_and_removes_what_is_stale(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    report = bench.print({"a.html": "1", "b.html": "2"}, postpone=("plain",))
    assert (report.kept, report.removed) == (1, ("b.html",))
    assert bench.files() == {"a.html": "plain:1"}


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
    assert report.reasons == {"a.html": Reason("altered")}
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
    assert bench.print({"a.html": "1"}).reasons == {"a.html": Reason("gone")}


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
    assert report.lost == "damaged"
    assert report.printed == ("a.html",)
    assert bench.files() == {"a.html": "plain:1"}


def test_half_a_ledger_is_noticed(bench: Bench):
    bench.print({"a.html": "1"})
    bench.ledger.write_bytes(bench.ledger.read_bytes()[:-7])
    assert bench.print({"a.html": "1"}).lost == "damaged"


def test_failing_page_is_named_and_the_output_stays(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    before = bench.files()
    with pytest.raises(Unprintable, match=r"^b\.html: ValueError: no such thing$"):
        bench.print({"a.html": "2", "b.html": "fail"})
    assert bench.files() == before
    assert bench.print({"a.html": "2", "b.html": "1"}).printed == ("a.html",)


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_killed_worker_ends_the_build_with_its_page_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str):
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
def test_worker_that_fails_names_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str):
    monkeypatch.setattr(printing, "ALONE", 1)
    monkeypatch.setattr(printing, "BATCH", 2)
    bench = Bench(tmp_path, workers=2, start=start)
    with pytest.raises(Unprintable, match=r"^5\.html: ValueError: no such thing$"):
        bench.print({f"{number}.html": "1" for number in range(9)} | {"5.html": "fail"})
    assert bench.files() == {}


def test_long_pages_in_both_directions_do_not_lock_the_pipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(printing, "ALONE", 1)
    monkeypatch.setattr(printing, "BATCH", 3)
    bench = Bench(tmp_path, workers=2)
    pages = {f"{number}.html": str(number) * 300_000 for number in range(10)}
    assert len(bench.print(pages).printed) == 10


def test_full_disk_leaves_the_last_good_output(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    bench.print({"a.html": "1"})
    before = bench.files()
    script = (
        "import resource, signal, sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\n"
        "from tests.press.plain_press import Bench\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    Bench(Path(sys.argv[1])).print({'a.html': '2', 'b.html': '2' * 9000})\n"
        "except OSError as error:\n"
        "    sys.exit(error.errno)\n"
    )
    command = [sys.executable, "-c", script, str(bench.output.parent), str(ROOT)]
    done = subprocess.run(command, check=False, timeout=60)
    assert done.returncode == 27  # EFBIG: the limit simulates a full disk
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


def test_file_in_a_folder_s_place_ends_the_build_before_anything_is_moved(bench: Bench):
    bench.print({"a.html": "1"})
    (bench.output / "b").write_text("mine")
    with pytest.raises(Unprintable, match=r"^b/: a file is in its place; move it out of the output$"):
        bench.print({"a.html": "2", "b/c.html": "1"})
    assert (bench.output / "a.html").read_text() == "plain:1"
    assert (bench.output / "b").read_text() == "mine"


def test_link_in_a_folder_s_place_ends_the_build_and_nothing_is_written_through_it(bench: Bench, tmp_path: Path):
    bench.print({"a.html": "1", "b/c.html": "1"})
    elsewhere = tmp_path / "elsewhere"
    (bench.output / "b").rename(elsewhere)
    (bench.output / "b").symlink_to(elsewhere)
    with pytest.raises(Unprintable, match=r"^b/: a link is in its place; move it out of the output$"):
        bench.print({"a.html": "2", "b/c.html": "2"})
    assert (elsewhere / "c.html").read_text() == "plain:1"
    assert (bench.output / "a.html").read_text() == "plain:1"


def test_folder_in_a_page_s_place_ends_the_build_before_anything_is_moved(bench: Bench):
    bench.print({"a.html": "1", "b.html": "1"})
    (bench.output / "b.html").unlink()
    (bench.output / "b.html" / "x").mkdir(parents=True)
    with pytest.raises(Unprintable, match=r"^b\.html: a folder is in its place; move it out of the output$"):
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
