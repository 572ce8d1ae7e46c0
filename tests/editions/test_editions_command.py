"""`editions`, as it is typed."""

from tests.editions.english import English
from tests.editions.posting import opened
from tests.pages.test_english_newsroom import HAN


def test_every_issue_is_printed_once(english: English):
    first = english.first
    assert first
    assert (first.returncode, first.stderr) == (0, "")
    assert " 0 kept, 0 removed" in first.stdout
    assert " 0 files printed, " in english.typed("editions").stdout


def test_an_english_mail_says_nothing_in_chinese(english: English):
    mails = sorted(english.editions.rglob("*.eml"))
    assert mails
    for path in mails:
        mail = opened(path)
        assert mail.message["From"].startswith("The Lamp Post")
        assert mail.message["Content-Language"] == "en"
        assert HAN.findall(mail.text + mail.source) == []
        assert max(len(line) for line in mail.text.splitlines() if "https://" not in line) <= 72


def test_an_english_script_says_nothing_in_chinese_and_has_no_readings(english: English):
    folder = english.editions
    scripts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.script.txt"))]
    assert scripts
    assert [HAN.findall(script) for script in scripts] == [[]] * len(scripts)
    assert scripts[0].startswith("The Lamp Post, ")
    assert scripts[0].endswith("That is all for this issue.\n")
    assert not list(folder.rglob("*.readings.txt"))


def test_an_issue_that_does_not_exist_is_told_with_the_nearest(english: English):
    done = english.typed("editions", "2026-W99")
    assert done.returncode == 1
    assert done.stderr.startswith("2026-W99 is not an issue of this site. ")
    assert done.stderr.count("\n") == 1
