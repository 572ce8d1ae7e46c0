"""The list of readers: what newsrooms have, from a plain list to a service's export."""

import pytest

from goodnews.problem import ContentError
from goodnews.sending.readers import readers_in


@pytest.mark.parametrize(
    "text",
    [
        "a@nuanwen.example\nb@nuanwen.example\n",
        "# readers\n\nA@nuanwen.example\r\nb@nuanwen.example\na@NUANWEN.example\n",
        "\ufeff王芳 <a@nuanwen.example>\n李强 <b@nuanwen.example>",
        "姓名,邮箱\n王芳,a@nuanwen.example\n李强,b@nuanwen.example\n",
        "姓名;邮箱\n王芳;a@nuanwen.example\n李强;b@nuanwen.example\n",
        "Name\tE-Mail\nWang Fang\ta@nuanwen.example\nLi Qiang\tb@nuanwen.example\n",
        'email,name,attributes\na@nuanwen.example,"Wang, Fang","{""city"": 1}"\nb@nuanwen.example,,\n',
    ],
)
def test_each_reader_is_on_the_list_once(text: str):
    assert [address.lower() for address in readers_in(text.encode(), "readers.txt")] == [
        "a@nuanwen.example",
        "b@nuanwen.example",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a@nuanwen.example\nb@\n", 2),
        ("a@nuanwen.example, b@nuanwen.example\n", 1),
        ("邮箱\na@nuanwen.example\n王芳\n", 3),
        ("a@nuanwen.example\nb@nuanwen.example\r\nBcc: c@nuanwen.example\n", 3),
        ("\n\n", 1),
    ],
)
def test_what_is_no_address_is_told_with_its_line(text: str, line: int):
    with pytest.raises(ContentError) as error:
        readers_in(text.encode(), "readers.txt")
    assert [problem.line for problem in error.value.problems] == [line]


@pytest.mark.parametrize("head", ["name;letters", "姓名,地址簿", "a\tb"])
def test_a_table_without_a_column_of_addresses_is_told_once(head: str):
    with pytest.raises(ContentError) as error:
        readers_in(f"{head}\n王芳,a@nuanwen.example\n".encode(), "readers.txt")
    (problem,) = error.value.problems
    assert (problem.line, problem.field) == (1, "columns")
    assert "邮箱" in problem.fix


def test_every_problem_is_told_at_once():
    with pytest.raises(ContentError) as error:
        readers_in(b"x\na@nuanwen.example\ny\n", "readers.txt")
    assert [problem.line for problem in error.value.problems] == [1, 3]


def test_a_list_in_another_encoding_is_told():
    with pytest.raises(ContentError) as error:
        readers_in("邮箱\n王芳\n".encode("gbk"), "readers.txt")
    assert [problem.line for problem in error.value.problems] == [1]
