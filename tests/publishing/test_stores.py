"""What holds for every store: readers see a whole site, nothing is lost, nothing of anybody else is touched."""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from benchmarks.publishing import missing
from goodnews.publishing import plan
from goodnews.publishing.site import printed_site
from goodnews.publishing.store import NotPublished, Piece
from tests.builders import Room
from tests.publishing.places import KINDS, Place, dead_links, files_in


class Killed(BaseException):
    """The process ends here."""


def at_kinds(folder: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Kinds of store with values: a folder with all of them at each push, because it is fast; the rest at night."""
    at_push = {"folder": folder}
    return [
        pytest.param(kind, value, marks=() if value in at_push.get(kind, others) else pytest.mark.nightly)
        for kind in KINDS
        for value in ([*folder] if kind == "folder" else [*folder, *(other for other in others if other not in folder)])
    ]


class Counting:
    """A store that notes what is put, and ends the process before the n-th change."""

    def __init__(self, store: Any, fatal: int = -1, unfinished: bool = False) -> None:
        """
        unfinished  the process ends just before the journal is removed
        """
        self._store, self._left, self._unfinished = store, fatal, unfinished
        self.put_paths: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def _step(self) -> None:
        if self._left == 0:
            raise Killed
        self._left -= 1

    def write(self, name: str, data: bytes) -> None:
        self._step()
        self._store.write(name, data)

    def clear(self, name: str) -> None:
        if self._unfinished:
            raise Killed
        self._store.clear(name)

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        self.put_paths += [piece.path for piece in pieces]
        if self._left < 0:
            yield from self._store.put(pieces)
            return
        for piece in pieces:
            self._step()
            yield from self._store.put([piece])

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._step()
            self._store.remove([path])


def test_first_publication_brings_the_whole_site_and_a_second_one_nothing(built: Room, place: Place):
    done = place.publish(built)
    output = files_in(built.output)
    assert place.public() == output
    assert done[:4] == (len(output), 0, 0, 0)
    assert place.publish(built)[:4] == (0, 0, 0, len(output))


def test_edit_brings_only_what_it_changed(site: Room, published: Place):
    before = files_in(site.output)
    site.story("two", "另一个正文。", title="第二条热线", date="2026-02-05")
    site.build()
    after = files_in(site.output)
    store = Counting(published.opened())
    published.publish(site, store=store)
    assert sorted(store.put_paths) == sorted(path for path in after if after[path] != before.get(path))
    assert published.public() == after


def test_material_comes_before_pages_and_lists_come_last(built: Room, place: Place):
    store = Counting(place.opened())
    place.publish(built, store=store)
    order = {path: number for number, path in enumerate(store.put_paths)}
    assert order["static/site.css"] < order["story/2026/one.html"] < order["index.html"] < order["checksums.txt"]
    assert max(order[path] for path in order if path.startswith("images/")) < order["404.html"]
    assert order["story/2026/one.html"] < order["digest/2026-W06.html"]
    assert store.put_paths[-1] == "checksums.txt"


def test_first_publication_that_is_cut_off_shows_no_home_page_before_all_that_it_leads_to(site: Room, place: Place):
    site.story("moved", title="第五条热线", date="2026-02-08", aliases="[old]")
    site.build()
    order = Counting(place.opened())
    place.publish(site, store=order)
    files = files_in(site.output)
    there: dict[str, bytes] = {}
    for path in order.put_paths:
        there[path] = files[path]
        assert dead_links(there, site.url) == [], f"after {path}"
    assert order.put_paths[-1] == "checksums.txt"


@pytest.mark.parametrize(("place", "strides"), at_kinds(folder=[range(1, 8)], others=[(2, 30, 45)]), indirect=["place"])
def test_killed_at_any_step_readers_see_a_whole_site_and_the_next_publication_completes_it(
    site: Room, published: Place, strides: Sequence[int]
):
    """strides  how many changes each publication makes before it is killed, in turn"""
    site.photo("images/2026/two.jpg", seed=2)
    site.story("two", title="第二条热线", date="2026-02-05", image="{file: images/2026/two.jpg, alt: 另一张}")
    site.story("one", title="换了标题")
    site.story("four", title="第四条热线", date="2026-02-07", region="陕西省")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    step, done = 0, False
    while not done:
        try:
            published.publish(site, store=Counting(published.opened(), fatal=strides[step % len(strides)]))
            done = True
        except Killed:
            step += 1
        assert missing(published.public(), site.url) == []
        assert step < 200
    assert step > 1
    public = published.public()
    output = files_in(site.output)
    assert {path: public[path] for path in output} == output
    assert "story/2026/three.html" not in public


def test_page_that_is_gone_is_removed_and_its_material_only_after_a_while(
    site: Room, published: Place, monkeypatch: pytest.MonkeyPatch
):
    material = {path for path in files_in(site.output) if path.startswith("images/")}
    assert material
    (site.content / "stories/2026/one.md").unlink()
    (site.content / "images/2026/one.jpg").unlink()
    site.build()
    assert material & files_in(site.output).keys() == set()
    published.publish(site)
    public = published.public()
    assert "story/2026/one.html" not in public
    assert material <= public.keys()  # somebody may have the page open
    monkeypatch.setattr(plan, "GRACE", timedelta(0))
    published.publish(site)
    assert published.public() == files_in(site.output)


def test_nothing_of_others_is_touched(site: Room, published: Place):
    published.write("verify.txt", b"theirs")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    published.write("story/2026/three.html", b"changed by hand")
    published.publish(site)
    public = published.public()
    assert public["verify.txt"] == b"theirs"
    assert public["story/2026/three.html"] == b"changed by hand"
    assert published.said == [
        "story/2026/three.html is no longer part of the site, but somebody changed it: it stays",
    ]


def test_file_of_others_in_the_way_stops_everything(built: Room, place: Place):
    place.write("robots.txt", b"theirs")
    with pytest.raises(
        NotPublished, match=r"robots\.txt is there already \(1 in all\), and no publication put it there"
    ):
        place.publish(built)
    assert place.public() == {"robots.txt": b"theirs"}


def test_file_of_others_where_a_new_page_belongs_stops_everything(site: Room, published: Place):
    published.write("story/2026/four.html", b"theirs")
    before = published.public()
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    with pytest.raises(NotPublished, match=r"story/2026/four\.html is there already \(1 in all\)"):
        published.publish(site)
    assert published.public() == before


def test_file_of_others_where_a_publication_was_cut_off_stops_the_next_one(built: Room, place: Place):
    """That it was about to put a file there does not make what is there its own."""
    with pytest.raises(Killed):
        place.publish(built, store=Counting(place.opened(), fatal=4))
    place.write("robots.txt", b"theirs")
    with pytest.raises(NotPublished, match=r"robots\.txt is there already \(1 in all\)"):
        place.publish(built)
    assert place.public()["robots.txt"] == b"theirs"


def test_copied_site_keeps_what_somebody_changed_there_since(site: Room, place: Place):
    for path, data in files_in(site.output).items():
        place.write(path, data)
    place.write("story/2026/three.html", b"changed by hand")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    place.publish(site)
    assert place.public()["story/2026/three.html"] == b"changed by hand"
    assert place.said == ["story/2026/three.html is no longer part of the site, but somebody changed it: it stays"]


def test_site_that_was_copied_there_before_is_taken_over(site: Room, place: Place):
    for path, data in files_in(site.output).items():
        place.write(path, data)
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    place.publish(site)
    assert place.said == []
    assert place.public() == files_in(site.output)


def test_altered_file_is_put_right(built: Room, published: Place):
    published.write("index.html", b"defaced")
    assert published.publish(built)[:2] == (0, 1)
    assert published.public() == files_in(built.output)


def test_back_returns_to_the_publication_before_and_then_forth(site: Room, published: Place):
    first = files_in(site.output)
    site.story("two", "另一个正文。", title="第二条热线改了", date="2026-02-05")
    site.story("four", title="第四条热线", date="2026-02-07")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    published.publish(site)
    second = files_in(site.output)
    published.back()
    public = published.public()
    assert {path: public[path] for path in first} == first
    assert "story/2026/four.html" not in public
    assert missing(public, site.url) == []
    published.back()
    public = published.public()
    assert {path: public[path] for path in second} == second
    assert "story/2026/three.html" not in public


@pytest.mark.parametrize(("place", "fatal"), at_kinds(folder=[1, 2, 9, 30], others=[9]), indirect=["place"])
def test_back_from_a_publication_that_was_cut_off_is_back_to_the_last_whole_site(
    site: Room, published: Place, fatal: int
):
    zero = files_in(site.output)
    site.story("two", "另一个正文。", title="第二条热线改了", date="2026-02-05")
    site.build()
    published.publish(site)
    first = files_in(site.output)
    site.story("one", title="又改了")
    site.story("four", title="第四条热线", date="2026-02-07")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    with pytest.raises(Killed):
        published.publish(site, store=Counting(published.opened(), fatal=fatal))
    published.back()
    public = published.public()
    assert {path: public[path] for path in first} == first
    assert re.fullmatch(
        r"The last publication ended early: this returns to the last whole site, of \d{4}-\d\d-\d\d \d\d:\d\d\.",
        published.said[0],
    )
    published.back()
    assert published.public().items() >= zero.items()


def test_back_that_was_cut_off_goes_on_to_where_it_went(site: Room, published: Place):
    first = files_in(site.output)
    site.story("two", "另一个正文。", title="第二条热线改了", date="2026-02-05")
    site.build()
    published.publish(site)
    with pytest.raises(Killed):
        published.back(store=Counting(published.opened(), fatal=4))
    published.back()
    assert published.said == ["The last publication ended early; this one goes on from there."]
    assert published.public().items() >= first.items()


def test_publication_that_was_whole_but_for_its_journal_is_not_cut_off(site: Room, published: Place):
    first = files_in(site.output)
    site.story("two", "另一个正文。", title="第二条热线改了", date="2026-02-05")
    site.build()
    with pytest.raises(Killed):
        published.publish(site, store=Counting(published.opened(), unfinished=True))
    published.back()
    assert published.said == []
    assert published.public().items() >= first.items()


def test_back_from_a_first_publication_that_was_cut_off_is_refused(built: Room, place: Place):
    with pytest.raises(Killed):
        place.publish(built, store=Counting(place.opened(), fatal=9))
    with pytest.raises(NotPublished, match="ended early, so there is no whole site to return to"):
        place.back()
    place.publish(built)
    assert place.public() == files_in(built.output)


def test_first_publication_has_nothing_to_go_back_to(published: Place):
    with pytest.raises(NotPublished, match="no publication before this one"):
        published.back()


def test_second_publication_at_once_is_refused(built: Room, published: Place):
    with (
        published.opened().held(dry=False),
        pytest.raises(NotPublished, match="Another publication to this target is under way"),
    ):
        published.publish(built)
    published.publish(built)


def test_dry_run_writes_nothing_where_nothing_was_published_yet(built: Room, place: Place):
    before = place.everything()
    done = place.publish(built, dry=True)
    assert done[:4] == (len(files_in(built.output)), 0, 0, 0)
    assert place.everything() == before
    with pytest.raises(NotPublished, match="no publication before this one"):
        place.back(dry=True)
    assert place.everything() == before


def test_dry_run_writes_nothing_where_a_publication_was_cut_off(site: Room, published: Place):
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    with pytest.raises(Killed):
        published.publish(site, store=Counting(published.opened(), fatal=3))
    before = published.everything()
    published.publish(site, dry=True)
    published.back(dry=True)
    assert published.everything() == before


def test_dry_run_while_a_publication_is_under_way_is_refused(built: Room, published: Place):
    with published.opened().held(dry=False), pytest.raises(NotPublished, match="under way"):
        published.publish(built, dry=True)


def test_dry_run_says_what_would_happen_and_does_nothing(site: Room, published: Place):
    public = published.public()
    site.story("four", title="第四条热线", date="2026-02-07")
    (site.content / "stories/2026/three.md").unlink()
    site.build()
    published.publish(site, dry=True)
    assert published.public() == public
    assert "new: story/2026/four.html" in published.said
    assert "changed: index.html" in published.said
    assert published.said[-1] == "removed: story/2026/three.html"


@pytest.mark.parametrize("name", ["record.json", "journal.json"])
def test_record_that_cannot_be_trusted_is_refused(built: Room, place: Place, name: str):
    records = [
        b"no JSON",
        b'{"format": 9}',
        b'{"files": {"../outside.txt": ["%s", 0]}}' % (b"0" * 64),
        b'{"files": {"/etc/motd": ["%s", 0]}}' % (b"0" * 64),
        b'{"files": {"a/.git/b": ["%s", 0]}}' % (b"0" * 64),
        b'{"files": {"a": ["../../outside", 0]}}',
        b'{"files": {"a\\nb": ["%s", 0]}}' % (b"0" * 64),
        b'{"files": {"a": ["%s", 99]}}' % (b"0" * 64),
        b'{"before": {"../outside.txt": null}}'
        if name == "record.json"
        else b'{"earlier": {"../x": ["%s", 0]}}' % (b"0" * 64),
    ]
    for record in records:
        place.state(name, record)
        with pytest.raises(NotPublished, match=f"{name} of the target is damaged, so nothing was touched"):
            place.publish(built)
    assert place.public() == {}


def test_output_that_is_not_whole_is_refused(site: Room):
    def told() -> str:
        with pytest.raises(NotPublished) as refused:
            printed_site(site.settings)
        return str(refused.value)

    site.build()
    printed_site(site.settings)
    (site.output / ".journal").write_text("")
    assert "cannot be published: a build ended early. Run `python3 tasks.py build`" in told()
    (site.output / ".journal").unlink()
    page = site.output / "index.html"
    data = page.read_bytes()
    page.write_bytes(b"x")
    assert "index.html was changed afterwards" in told()
    page.unlink()
    assert "index.html is missing" in told()
    page.write_bytes(data)
    printed_site(site.settings)
    os.utime(page)
    printed_site(site.settings)
    (site.output / "checksums.txt").write_text("")
    assert "it is not what the last build here printed" in told()
