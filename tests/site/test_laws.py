"""`verify`: the laws that any content keeps, and the message where one is broken."""

import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from goodnews.desk.verify import inside
from tests.builders import EXAMPLES, ROOT, bare
from tests.shell import Shell


@pytest.mark.parametrize("newsroom", ["harbour", "english", "ballot-year"])
def test_whole_newsroom_keeps_every_law_and_its_output_and_cache_stay_as_they_are(shell: Shell, newsroom: str):
    done = shell.run("verify", "--content", str(EXAMPLES / newsroom / "content"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" pages: their links lead somewhere, and a second build gave the same bytes\n")
    assert not shell.desk.output.exists()
    assert not (shell.desk.folder / "cache").exists()


def test_newsroom_with_sections_alone_keeps_every_law(shell: Shell, tmp_path: Path):
    done = shell.run("verify", "--content", str(bare(tmp_path / "bare")))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" pages: their links lead somewhere, and a second build gave the same bytes\n")


@pytest.mark.parametrize("only", [False, True])
def test_newsroom_with_links_keeps_every_law(shell: Shell, tmp_path: Path, only: bool):
    content = bare(tmp_path / "bare")
    stories = content / "stories/2026"
    if only:
        for name in ("stories", "digests", "top10", "votes"):
            shutil.rmtree(content / name, ignore_errors=True)
        (content / "recommended.yaml").unlink(missing_ok=True)
    stories.mkdir(parents=True, exist_ok=True)
    header = "category: News\nsummary: It runs again.\nkind: link"
    sources = "sources: [{name: Harbour Post, url: 'https://news.example/a'}]"
    for number in range(30):
        text = f"---\ntitle: Ferry {number}\ndate: 2026-01-{1 + number:02}\n{header}\n{sources}\n---\n"
        (stories / f"ferry-{number}.md").write_text(text, "utf-8")
    done = shell.run("verify", "--content", str(content))
    assert (done.returncode, done.stderr) == (0, "")


def test_problem_in_the_content_is_told_once(shell: Shell):
    shell.desk.story("one", category="体育")
    done = shell.run("verify")
    assert done.returncode == 1
    assert done.stderr.count("content/stories/2026/one.md:4: category: found '体育'") == 1


LINKS = {  # what stands on the home page, and what is told
    '<a href="nowhere.html">x</a>': "the link nowhere.html leads nowhere",
    '<a href="search.html#nothing">x</a>': "the link search.html#nothing leads nowhere",
    '<a href="#nothing">x</a>': "the link #nothing leads nowhere",
    '<img src="images/gone.png" alt="">': "the link images/gone.png leads nowhere",
    '<a href="https://nuanwen.example/gone">x</a>': "the link https://nuanwen.example/gone leads nowhere",
    '<a href="../outside.html">x</a>': "the link ../outside.html leads nowhere",
    '<p id="a"></p><p id="a"></p>': "two elements have the id “a”",
}


def test_links_that_lead_nowhere_are_told_with_their_page(shell: Shell, tmp_path: Path):
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    conf = shell.desk.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8").replace(str(ROOT / "theme"), str(theme)), "utf-8")
    home = theme / "templates/home.html"
    text = home.read_text("utf-8")
    home.write_text(text.replace("{% block main %}", "{% block main %}" + "".join(LINKS)), "utf-8")
    done = shell.run("verify")
    assert done.returncode == 1
    assert sorted(done.stdout.splitlines()) == sorted(f"index.html: {told}" for told in LINKS.values())


@pytest.mark.parametrize("source", ["os.getpid()", "os.environ.get('TZ')", "hash('x')"])
def test_page_that_depends_on_the_machine_is_told(shell: Shell, source: str):
    conf = shell.desk.folder / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + f"\nimport os\nGOODNEWS['slogan'] = str({source})\n", "utf-8")
    done = shell.run("verify")
    assert done.returncode == 1
    assert "index.html: a second build gave other bytes" in done.stdout.splitlines()


def test_published_vote_is_counted_again(shell: Shell, tmp_path: Path):
    """Whoever changes a ballot, and all sums over it that a build looks at."""
    shutil.copytree(EXAMPLES / "ballot-year/content", tmp_path / "year")
    vote = tmp_path / "year/votes/2026"
    ballots = (vote / "ballots.jsonl").read_bytes()
    changed = ballots.replace(b'["N13","N23"]', b'["N13","N22"]', 1)
    (vote / "ballots.jsonl").write_bytes(changed)
    *before, published, last = (vote / "events.jsonl").read_bytes().splitlines(keepends=True)
    forged = published.replace(_sum(ballots), _sum(changed))
    last = last.replace(_sum(published), _sum(forged))
    (vote / "events.jsonl").write_bytes(b"".join((*before, forged, last)))
    done = shell.run("verify", "--content", str(tmp_path / "year"))
    assert (done.returncode, done.stderr) == (1, "")
    assert re.search(r"votes/2026/result\.json: a recount gives another result: .*\(proof 3\)\n$", done.stdout)


def _sum(data: bytes) -> bytes:
    return sha256(data).hexdigest().encode()


@pytest.mark.parametrize(
    ("target", "file"),
    [
        ("b.html", "a/b.html"),
        ("b.html?q=1#x", "a/b.html"),
        ("../", "index.html"),
        ("../c/", "c/index.html"),
        ("./", "a/index.html"),
        ("?q=x", "a/page.html"),
        ("#x", "a/page.html"),
        ("", "a/page.html"),
        ("%E7%94%B2.html", "a/甲.html"),
        ("/base/c.html", "c.html"),
        ("/base/", "index.html"),
        ("https://n.example/base", "index.html"),
        ("https://n.example/base/c/", "c/index.html"),
        ("https://n.example/baseless", None),
        ("https://other.example/c.html", None),
        ("//other.example/c.html", None),
        ("mailto:a@n.example", None),
        ("data:image/png;base64,AA", None),
    ],
)
def test_file_that_a_link_leads_to(target: str, file: str | None):
    assert inside(target, "a/page.html", "https://n.example/base") == file
