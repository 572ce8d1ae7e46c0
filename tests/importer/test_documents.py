"""The example in docs/import.md and its Chinese twin is what the importer does."""

import re

import pytest

from goodnews import language
from tests.builders import ROOT
from tests.importer.pages import bring


@pytest.mark.parametrize("name, tongue", [("import.md", "en"), ("import.zh-CN.md", "zh_CN")])
def test_the_example_in_the_documentation_is_true(name, tongue, monkeypatch):
    text = (ROOT / "docs" / name).read_text("utf-8")
    page, draft, told = re.findall(r"```(?:text|yaml)?\n(.*?)```", text, re.DOTALL)
    monkeypatch.setenv("LANGUAGE", tongue)
    language._terminal.cache_clear()
    try:
        found = bring(page)
        warnings = "".join(f"{warning}\n" for warning in found.warnings)
    finally:
        monkeypatch.undo()
        language._terminal.cache_clear()
    assert [one.text for one in found.drafts] == [draft]
    assert warnings == told
