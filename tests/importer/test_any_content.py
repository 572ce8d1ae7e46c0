"""Laws of the readers: whatever a page or a Word file shows is in its lines, in order, and nothing else is touched."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from goodnews.importer.mail import read_mail
from goodnews.importer.webpage import read_webpage
from goodnews.importer.word import read_word
from tests.builders import ROOT
from tests.importer.builders import RAW, deleted, docx, inserted, mail, paragraph, run, table, text_box

WORDS = st.text("灯桥潮渡口北埠甲乙１２3、。“”", min_size=1, max_size=8)
PIECES = st.lists(st.tuples(st.sampled_from((run, inserted, deleted)), WORDS), max_size=6)
TAGS = "p div section span strong em ul li blockquote h2 h3 center font b a td tr table".split()


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> tuple[str, str]:
    """HTML, and the text that it shows."""
    html = shown = ""
    for _each in range(draw(st.integers(0, 4))):
        word = draw(WORDS)
        if depth < 4 and draw(st.booleans()):
            tag = draw(st.sampled_from(TAGS[:-3]))
            inner, text = draw(elements(depth + 1))
            html, shown = html + f"<{tag}>{inner}</{tag}>", shown + text
        elif draw(st.integers(0, 5)) == 0:
            html += draw(st.sampled_from(("<script>灯</script>", "<br>", "<!-- 灯 -->", "<style>灯</style>", "\n ")))
        else:
            html, shown = html + word, shown + word
    return html, shown


@given(elements())
def test_every_word_that_a_page_shows_is_in_its_lines_in_order(made: tuple[str, str]):
    html, shown = made
    page = f"<body><h1>题目</h1><div id='js_content' style='visibility:hidden'>{html}底</div><div>别处</div></body>"
    raw = read_webpage("a.html", page.encode())
    assert "".join(line.text for line in raw.lines).replace(" ", "") == "题目" + shown + "底"


@given(st.lists(PIECES, min_size=1, max_size=5))
def test_word_file_has_its_changes_accepted_and_what_was_before_in_its_warnings(
    paragraphs: list[list[tuple[object, str]]],
):
    blocks = [paragraph(*(make(words) for make, words in pieces)) for pieces in paragraphs]  # type: ignore[operator]
    raw = read_word("a.docx", docx(*blocks))
    for line, pieces in zip(raw.lines, paragraphs, strict=True):
        assert line.text == "".join(words for make, words in pieces if make is not deleted)
        told = "".join(hidden.text for hidden in raw.hidden if hidden.line == line.number)
        assert all(words in told for make, words in pieces if make is not run)


@given(st.lists(WORDS, min_size=1, max_size=6), st.integers(0, 2))
def test_boxes_and_tables_are_read_once(words: list[str], kind: int):
    box = paragraph(text_box(*(paragraph(run(word)) for word in words)))
    blocks = (box, table(tuple(words)), "".join(paragraph(run(word)) for word in words))
    raw = read_word("a.docx", docx(blocks[kind]))
    assert "".join(line.text.replace(" | ", "") for line in raw.lines) == "".join(words)


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_text_and_subject_of_a_mail_arrive_whole(words: list[str], subject: str):
    (raw,) = read_mail("a.eml", mail(subject, "\n".join(words)), lambda name, data, nested: ())
    assert [line.text for line in raw.lines] == words
    assert raw.said["title"] == subject


def test_reading_opens_the_file_and_its_pictures_and_nothing_else(tmp_path: Path):
    """Python reports each file that is opened, each program that is run and each address that is asked."""
    evil = tmp_path / "evil.html"
    evil.write_text(
        "<img src='http://tongji.example/a.png'><img src='file:///etc/passwd'><link rel=stylesheet href='x.css'>"
        "<iframe src='http://tongji.example/'></iframe><p>九百盏提灯送到守夜人的手上。</p>",
        "utf-8",
    )
    code = """
import os, sys
from goodnews.importer.reading import read
paths = sys.argv[1:]
for path in paths: read(path)  # loads every module
seen = []
def note(event, args):
    if event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec"):
        seen.append((event, str(args[0])))
sys.addaudithook(note)
for path in paths: read(path)
allowed = [os.path.dirname(path) for path in paths]
print([one for one in seen if one[0] != "open" or not (one[1].isdigit() or one[1].startswith(tuple(allowed)))])
"""
    paths = [str(path) for path in sorted(RAW.iterdir()) if path.is_file()] + [str(evil)]
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code, *paths],
        cwd=ROOT / "plugins",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr
