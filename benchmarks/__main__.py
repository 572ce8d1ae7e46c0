"""The command line: `python3 tasks.py bench`, `bench vote`, `bench publish`, `bench search`,
`bench headlines`, `bench editions`, or `-m benchmarks`."""

import argparse
import sys
import tempfile
from pathlib import Path

if sys.platform == "win32":  # which does not tell what a process and its children took
    sys.exit("The race needs Linux or macOS. On Windows, run it in the Windows Subsystem for Linux.")

from benchmarks import race, results
from benchmarks.generators import GENERATORS, HERE, Missing
from benchmarks.stopwatch import Failed

QUICK = 300


def main() -> int:
    if sys.argv[1:2] == ["vote"]:
        from benchmarks import ballots  # needs what the vote is made of

        return ballots.main(sys.argv[2:])
    if sys.argv[1:2] == ["publish"]:
        from benchmarks import publishing

        return publishing.main(sys.argv[2:])
    if sys.argv[1:2] == ["search"]:
        from benchmarks import searching

        return searching.main(sys.argv[2:])
    if sys.argv[1:2] == ["headlines"]:
        from benchmarks import headlines

        return headlines.main(sys.argv[2:])
    if sys.argv[1:2] == ["editions"]:
        from benchmarks import editions

        return editions.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="bench", description="Race against other generators: equal pages.")
    parser.add_argument("--count", type=_counts, default=[10_000], metavar="N,…", help="stories; default 10000")
    parser.add_argument("--rounds", type=_positive, default=3, help="of which the median is told; default 3")
    parser.add_argument("--only", type=_names, metavar="NAME,…", help="some of: " + ", ".join(GENERATORS))
    parser.add_argument(
        "--alone", type=_positive, metavar="N", help="then one round of ours alone over so many stories"
    )
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} stories, one round: to see that all works")
    options = parser.parse_args()
    counts, rounds = ([QUICK], 1) if options.quick else (options.count, options.rounds)
    names = options.only or list(GENERATORS)
    runs = [(count, rounds, names) for count in counts] + ([(options.alone, 1, ["ours"])] if options.alone else [])
    whole = not (options.quick or options.only)  # nothing less is worth keeping
    races: list[race.Race] = []
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            for count, times, who in runs:
                for state in race.run(Path(folder), count, times, who):
                    done = [*races, state]
                    if whole:
                        (HERE / "RESULTS.md").write_text(results.report(done), "utf-8")
                races = done
                print(results.tables(races[-1]), flush=True)
    except (Failed, Missing, race.Stale, race.Inexact) as error:
        print(error, file=sys.stderr)
        return 1
    if whole:
        print("Written to benchmarks/RESULTS.md.")
    return 0


def _counts(text: str) -> list[int]:
    return [_positive(part) for part in text.split(",")]


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return number


def _names(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in GENERATORS:
            raise argparse.ArgumentTypeError(f"no generator '{name}'; there are {', '.join(GENERATORS)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
