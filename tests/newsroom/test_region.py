"""Regions: the registry, and suggestions for what editors write."""

import pytest

from goodnews.newsroom.region import Region, line_of, suggestion
from tests.builders import REGIONS, Room
from tests.proof import REGISTERED, newsroom, problem, problems

KNOWN = REGISTERED.regions


def row(room: Room, *lines: str) -> None:
    room.write("regions.csv", REGIONS + "".join(f"{line}\n" for line in lines))


def test_region_has_path_slug_level_code_and_aliases(room: Room):
    row(room, "贵州省,guizhou,province,52,贵州|黔")
    assert newsroom(room).registries.regions["贵州省"] == Region("贵州省", "guizhou", "province", "52", ("贵州", "黔"))


def test_region_knows_its_name_and_parent():
    district = KNOWN["河南省/洛阳市/涧西区"]
    assert (district.name, district.parent) == ("涧西区", "河南省/洛阳市")
    assert (KNOWN["河南省"].name, KNOWN["河南省"].parent) == ("河南省", "")


def test_line_of_a_region_runs_from_the_top_down():
    assert [region.path for region in line_of("河南省/洛阳市/涧西区", KNOWN)] == [
        "河南省",
        "河南省/洛阳市",
        "河南省/洛阳市/涧西区",
    ]


def test_windows_line_ends_of_the_registry_are_fine(room: Room):
    room.write("regions.csv", REGIONS.replace("\n", "\r\n"))
    assert newsroom(room).registries.regions == KNOWN


@pytest.mark.parametrize("text", ["", "path,slug\n", "路径,slug,level,code,aliases\n"])
def test_first_line_of_another_form_is_a_problem(room: Room, text: str):
    room.write("regions.csv", text)
    assert problem(room) == (
        f"content/regions.csv:1: header: found '{text.strip()}', expected path,slug,level,code,aliases. "
        "Restore the first line."
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "贵州省/遵义市,guizhou/zunyi,city,,",
            "path: found '贵州省/遵义市', expected its parent above it. Add '贵州省' first.",
        ),
        ("河南省,henan-2,province,,", "path: found '河南省', expected each region once. Remove one of the two."),
        (
            "贵州省,henan,province,,",
            "slug: found 'henan', expected a slug that nothing else has. '河南省' has it already; choose another.",
        ),
        (
            "贵州省,Guizhou,province,,",
            "slug: found 'Guizhou', expected a-z, 0-9, hyphens and slashes. Use only the letters a-z.",
        ),
        (
            "贵州省,,province,,",
            "slug: found '', expected a-z, 0-9, hyphens and slashes. Use only the letters a-z.",
        ),
        (
            "贵州省,guizhou,state,,",
            "level: found 'state', expected national, province, city, district. Choose one of them.",
        ),
        ("贵州省,guizhou,province,52", "row: found 4 values, expected 5. Count the commas."),
        ("贵州省，guizhou，province，52，", "row: found 1 values, expected 5. Write half-width commas."),
        (
            "河南省/辅助县,henan/aux,district,,",
            "slug: found 'henan/aux', expected a name that Windows can hold. "
            "Choose another: con, aux, nul and the like are its devices.",
        ),
        (
            "贵州省,guizhou,province,５２,",
            "code: found '５２', expected digits of GB/T 2260, or nothing. Write half-width digits only.",
        ),
        (
            " 贵州省,guizhou,province,,",
            "path: found ' 贵州省', expected names joined by /. Remove spaces and empty parts.",
        ),
        (
            "/贵州省,guizhou,province,,",
            "path: found '/贵州省', expected names joined by /. Remove spaces and empty parts.",
        ),
        (",guizhou,province,,", "path: found '', expected names joined by /. Remove spaces and empty parts."),
    ],
)
def test_row_of_another_form_is_a_problem_on_its_line(room: Room, line: str, told: str):
    row(room, line)
    assert problem(room) == f"content/regions.csv:8: {told}"


def test_quotation_mark_never_closed_is_a_problem_on_its_line_however_long_the_rest(room: Room):
    row(room, '"贵州省,guizhou,province,,', *(f"省{number},s{number},province,,黔" for number in range(6000)))
    lines = problems(room)
    assert lines[0].startswith("content/regions.csv:8: row: found '\"贵州省,guizhou,province,,'")
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("洛阳", "Write '河南省/洛阳市'."),
        ("洛阳市", "Write '河南省/洛阳市'."),
        ("河南/洛阳", "Write '河南省/洛阳市'."),
        ("河南 洛阳", "Write '河南省/洛阳市'."),
        ("河南省·洛阳市", "Write '河南省/洛阳市'."),
        ("涧西区", "Write '河南省/洛阳市/涧西区'."),
        ("河南/涧西", "Write '河南省/洛阳市/涧西区'."),
        ("山西", "Write '山西省'."),
        ("陕西", "Write '陕西省'."),
        ("河南省洛阳市", "Write '河南省/洛阳市'."),
        ("河南洛阳涧西区", "Write '河南省/洛阳市/涧西区'."),
        ("河南省／洛阳市", "Write '河南省/洛阳市'."),
        ("河南省-洛阳市", "Write '河南省/洛阳市'."),
        ("河南省\\洛阳市", "Write '河南省/洛阳市'."),
        ("henan/luoyang", "Write '河南省/洛阳市'."),
        ("中国/河南省/洛阳市", "Write '河南省/洛阳市'."),
    ],
)
def test_short_forms_and_missing_parents_are_understood(written: str, told: str):
    assert suggestion(written, KNOWN) == told


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("河南省/洛阳市、山西省", "河南省/洛阳市, 山西省"),
        ("洛阳，陕西", "河南省/洛阳市, 陕西省"),
        ("山西省; 火星", "山西省, 火星"),
        ("洛阳市,涧西区,山西", "河南省/洛阳市, 河南省/洛阳市/涧西区, 山西省"),
    ],
)
def test_several_regions_in_one_text_are_told_as_the_list_to_write(written: str, places: str):
    assert suggestion(written, KNOWN) == f"Write a list: [{places}]."


@pytest.mark.parametrize(
    ("written", "parent"),
    [("河南省/洛杨市", "河南省"), ("河南省/洛阳市/涧东区", "河南省/洛阳市"), ("山西省/太原市/小店区", "山西省")],
)
def test_unknown_region_is_never_another_one_but_the_one_above_it(written: str, parent: str):
    assert suggestion(written, KNOWN) == (f"'{parent}' exists: write that, or add '{written}' to content/regions.csv.")


@pytest.mark.parametrize("written", ["火星", "·", "涧东区", "陕东省", "，"])
def test_region_that_is_nowhere_has_no_other_offered(written: str):
    assert suggestion(written, KNOWN) == "Write a region of content/regions.csv, or add this one there."


def test_name_of_two_regions_asks_which_one():
    two = KNOWN | {
        "山西省/城区": Region("山西省/城区", "shanxi/chengqu", "district"),
        "河南省/城区": Region("河南省/城区", "henan/chengqu", "district"),
    }
    assert suggestion("城区", two) == "Which one? 山西省/城区, 河南省/城区."
    assert suggestion("河南/城区", two) == "Write '河南省/城区'."


@pytest.mark.parametrize("slug", ["a" * 81, f"guizhou|{'a' * 300}", "-", "guizhou/-a"])
def test_slug_that_no_folder_can_have_is_a_problem(room: Room, slug: str):
    row(room, f"贵州省,{slug},province,52,贵州")
    assert problem(room).startswith("content/regions.csv:8: slug: found ")


@pytest.mark.parametrize("slug", ["con", "guizhou|con"])
def test_device_of_windows_is_no_slug_and_no_former_one(room: Room, slug: str):
    row(room, f"贵州省,{slug},province,52,贵州")
    assert "expected a name that Windows can hold" in problem(room)


@pytest.mark.parametrize("written", ["“河南省”", "【河南省】", "「洛阳」"])
def test_quotation_marks_around_a_region_are_not_its_name(written: str):
    assert suggestion(written, KNOWN) in ("Write '河南省'.", "Write '河南省/洛阳市'.")
