"""A workers does the batches of a job, each where it is best done."""

import os
import time
from collections.abc import Iterator

from goodnews.workers import Job, Work, Workers


def echo() -> Work:
    return lambda batch, at: batch


def test_crew_of_a_fork_server_waits_for_its_work():
    def slow() -> Iterator[tuple[None, list[int]]]:
        for number in range(2):
            time.sleep(2.5)
            yield None, [number]

    with Workers(2, "forkserver") as workers:
        assert sorted(answer for _place, _batch, answer in workers.do(Job(echo, ()), slow())) == [[0], [1]]


def place() -> Work:
    return lambda batch, at: os.getpid()


def test_crew_does_a_batch_where_it_belongs_and_another_s_only_when_idle():
    with Workers(2) as workers:
        first = {at: pid for at, _batch, pid in workers.do(Job(place, ()), [(0, ["a"]), (1, ["b"])])}
        again = {at: pid for at, _batch, pid in workers.do(Job(place, ()), [(1, ["b"]), (0, ["a"])])}
        alone = list(workers.do(Job(place, ()), [(0, ["a"]), (0, ["b"]), (0, ["c"])]))
    assert first == again
    assert len(set(first.values())) == 2
    assert sorted([*batch] for _place, batch, _pid in alone) == [["a"], ["b"], ["c"]]
