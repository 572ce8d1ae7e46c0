"""Commands of tests may be started by any script, not by pytest alone."""

import subprocess
import sys
from pathlib import Path

from tests.builders import ROOT

SCRIPT = """import pathlib, sys
sys.path[:0] = [{root!r}, {plugins!r}]
from tests import forked
print(forked.run("goodnews", ["--version"], pathlib.Path(), {{}}).stdout)
"""


def test_script_without_a_guard_starts_a_command(tmp_path: Path):
    script = tmp_path / "any.py"
    script.write_text(SCRIPT.format(root=str(ROOT), plugins=str(ROOT / "plugins")), "utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.stdout.startswith("Nuanwen"), done.stderr
