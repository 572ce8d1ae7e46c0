"""Pages known to be unchanged are neither made nor checked before the browser is notified."""

from dataclasses import dataclass, field
from hashlib import sha256

from goodnews.press.ledger import Reason
from goodnews.press.page import Page, Stamped
from goodnews.press.press import Inputs, Onlooker, Press, Remembered, Report
from goodnews.workers import Workers
from tests.press.plain_press import Bench, make_plain


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
    assert bench.bring([stamped("a.html", b"2", "y", [])]).reasons == {"a.html": Reason("view")}
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
    """The contents of the output whenever the press reports that all is in place."""

    bench: Bench
    seen: list[dict[str, str]] = field(default_factory=list)

    def placed(self) -> None:
        self.seen.append({path: text for path, text in self.bench.files().items() if not path.startswith(".")})


def mended(bench: Bench, remembered: Remembered, view: str, onlooker: Onlooker) -> Report | None:
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Workers(1), remembered)
    page = Page("a.html", "plain", view.encode())
    return press.update([page], {"plain": {"templates": b"t"}}, b"one", onlooker, Inputs(b"one"))


def test_changed_page_is_in_place_before_the_books_are_kept(bench: Bench):
    remembered, told = Remembered(), Told(bench)
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Workers(1), remembered)
    pages = [Page(path, "plain", b"1") for path in ("a.html", "b.html")]
    press.print(pages, {"plain": {"templates": b"t"}}, onlooker=told, inputs=Inputs(b"one"))
    report = mended(bench, remembered, "2", told)
    assert report is not None
    assert report.printed == ("a.html",)
    assert told.seen == [{"a.html": "plain:1", "b.html": "plain:1"}, {"a.html": "plain:2", "b.html": "plain:1"}]


def test_process_that_remembers_the_output_sees_what_another_hand_did_to_it(bench: Bench):
    remembered = Remembered()
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Workers(1), remembered)
    pages = [Page(path, "plain", b"1") for path in ("a.html", "b.html")]
    press.print(pages, {"plain": {"templates": b"t"}}, inputs=Inputs(b"one"))
    (bench.output / "b.html").write_text("mine")
    assert mended(bench, remembered, "2", Onlooker()) is None
    pages[0] = Page("a.html", "plain", b"2")
    press.print(pages, {"plain": {"templates": b"t"}}, inputs=Inputs(b"one"))
    assert bench.files() == {"a.html": "plain:2", "b.html": "plain:1"}


def test_nobody_is_told_of_a_build_that_changes_nothing(bench: Bench):
    told = Told(bench)
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Workers(1))
    for _ in range(2):
        press.print([Page("a.html", "plain", b"1")], {"plain": {"templates": b"t"}}, onlooker=told)
    assert len(told.seen) == 1


def test_process_that_remembers_the_output_sees_that_another_build_was_interrupted(bench: Bench):
    remembered = Remembered()
    press = Press(str(bench.output), str(bench.ledger), make_plain, (), Workers(1), remembered)
    page = Page("a.html", "plain", b"1")
    press.print([page], {"plain": {"templates": b"t"}}, inputs=Inputs(b"one"))
    left = b"plain:left"
    (bench.output / "left.html").write_bytes(left)
    (bench.output / ".journal").write_text(f"{sha256(left).hexdigest()}  left.html\n")
    assert mended(bench, remembered, "2", Onlooker()) is None
    press.print([page], {"plain": {"templates": b"t"}}, inputs=Inputs(b"one"))
    assert bench.files() == {"a.html": "plain:1"}
