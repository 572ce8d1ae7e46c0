"""The stories that editors recommend, in their order: `recommended.yaml`."""

from goodnews.problem import Problem
from goodnews.text.document import Entry
from goodnews.text.form import Form

PATH = "recommended.yaml"


def recommended_from(entry: Entry, shown: str, problems: list[Problem]) -> tuple[str, ...]:
    """Slugs of stories; whether they exist is checked when all stories are known."""
    form = Form(entry, shown, 0, problems)
    slugs = form.slugs("stories")
    form.finish()
    return slugs
