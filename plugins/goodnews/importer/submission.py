"""A submission: a story that somebody sent by a form, its answers below headings that name the fields of a story.

So GitHub writes an issue that was made with `.github/ISSUE_TEMPLATE/submission.yml`, and so it tells of it by mail. It
is read as the row of a table, and becomes the same draft as the answers to a form tool.
"""

import re

from goodnews.importer.raw import Raw
from goodnews.importer.table import SENDER, field_of, is_about_the_sender, story_of

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*")
_NO_ANSWER = ("_No response_", "_无回复_", "None")
LEAST = 2  # fields that a text must name before it is taken for a form


def submitted(name: str, text: str) -> Raw | None:
    """The story of a form; None if a text is none."""
    columns, answers = [SENDER], [""]  # what stands above the first question says who sent it
    level = ""
    for line in re.split("\r\n|\n|\r", text):
        heading = _HEADING.fullmatch(line.strip())
        column = heading[2].strip() if heading else ""
        if heading and level in ("", heading[1]) and (field_of(column) or is_about_the_sender(column)):
            level = heading[1]
            columns.append(column)
            answers.append("")
        else:
            answers[-1] += f"{line}\n"
    fields = [field_of(column) for column in columns]
    known = set(fields) - {""}
    if len(known) < LEAST or not known & {"title", "body"} or len(known) != sum(field != "" for field in fields):
        return None
    given = [answer.strip() for answer in answers]
    return story_of(name, ["" if answer in _NO_ANSWER else answer for answer in given], columns)
