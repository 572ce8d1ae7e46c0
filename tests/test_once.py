"""What newsrooms of the tests have in common is made once: else each command of the tests takes five times as long."""

from pathlib import Path

from tests.builders import Room
from tests.shell import Shell

NO_TEMPLATES = """
from goodnews.render.templates import Environment, Words
Environment.code_generator_class = Words.filter_stream = None
"""


def test_command_parses_and_compiles_no_template_of_ours(room: Room):
    shell = Shell(room)
    with Path(room.folder, "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(NO_TEMPLATES)
    done = shell.run("build")
    assert (done.returncode, done.stderr) == (0, "")
