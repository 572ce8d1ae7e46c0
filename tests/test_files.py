"""Files and folders: what is passed over, what is a copy, and what every system can hold."""

from pathlib import Path

import pytest

from goodnews.files import copied_from, is_portable, sources_in

LITTER = [
    *(".DS_Store", "._x.md", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini", "Icon\r"),
    *("~$x.docx", "~WRL0005.tmp", ".~lock.x.md#", "x.md~", "#x.md#", ".#x.md", ".x.md.swp", "x.swp", "4913"),
    *("x.md___jb_tmp___", "x.md___jb_old___", "x.tmp", "x.md.bak", "x.md.orig", "x.jpg.part", "x.jpg.crdownload"),
]


@pytest.mark.parametrize("name", LITTER)
def test_what_systems_and_editors_leave_behind_is_passed_over(tmp_path: Path, name: str):
    (tmp_path / name).write_text("x")
    (tmp_path / "x.md").write_text("x")
    assert [source.path for source in sources_in(str(tmp_path))] == ["x.md"]


@pytest.mark.parametrize("name", ["$RECYCLE.BIN", "System Volume Information", "@eaDir", "__MACOSX", ".git"])
def test_folder_of_a_system_is_passed_over_with_all_that_is_in_it(tmp_path: Path, name: str):
    (tmp_path / name).mkdir()
    (tmp_path / name / "x.md").write_text("x")
    assert sources_in(str(tmp_path)) == []


@pytest.mark.parametrize("name", ["2026", "2026-W06.md", "x-tmp.md", "bak", "thumbs.md", "x#1.md", "README.md"])
def test_whatever_else_is_listed(tmp_path: Path, name: str):
    (tmp_path / name).write_text("x")
    assert [source.path for source in sources_in(str(tmp_path))] == [name]


@pytest.mark.parametrize(
    "copy",
    [
        *("a/x (1).md", "a/x(2).md", "a/x（1）.md", "a/x.sync-conflict-20260204-120000-ABCDEFG.md"),
        *("a/x (Ann's conflicted copy 2026-02-04).md", "a/x (SFConflict a@b.cn 2026).md", "a/x.Conflict.md"),
        *(
            "a/x-冲突副本.md",
            "a/x_冲突文件_甲_20260204.md",
            "a/x（冲突副本）.md",
            "a/x - 副本.md",
            "a/x - 副本 (2).md",
            "a/x的副本.md",
        ),
        *("a/x - Copy.md", "a/x copy 2.md", "a/x 2.md", "a/x-DESKTOP-AB12CD3.md"),
        *("a/x_BASE_1234.md", "a/x.LOCAL.1234.md", "a/Copy of x.md", "a/副本 x.md", "a/复件 x.md"),
    ],
)
def test_copy_is_known_by_its_name(copy: str):
    assert copied_from(copy) == "a/x.md"


@pytest.mark.parametrize(
    "path",
    ["a/labour-conflict-solved.md", "a/copy-shop.md", "a/x-2.md", "images/冲突.jpg", "images/国书副本.jpg", "(1).md"],
)
def test_any_other_name_is_no_copy(path: str):
    assert copied_from(path) == ""


@pytest.mark.parametrize(
    "path", ["aux", "a/CON.md", "images/nul.jpg", "com1", "a/lpt9.tar.gz", "a./x", "a /x.md", "x."]
)
def test_names_that_windows_cannot_hold(path: str):
    assert not is_portable(path)


@pytest.mark.parametrize("path", ["auxiliary.md", "con-man", "com10", "a.b/x.md", "null.md", "x.aux"])
def test_names_that_every_system_can_hold(path: str):
    assert is_portable(path)
