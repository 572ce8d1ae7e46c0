"""Which names of stories are not free, and which of them an import made: a second run finds its own drafts again."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import count

import msgspec

from goodnews.importer.rows import Draft

FOLDER = ".import"  # beside content/, where the accounts lie; git ignores it


class Taken:
    """What lies in a content folder."""

    def __init__(
        self,
        slugs: Iterable[str] = (),
        imports: Mapping[str, Sequence[str]] | None = None,
        sheets: Callable[[str], str | None] = lambda path: None,
    ) -> None:
        """
        slugs    names of all stories, those that they once had among them
        imports  mark of a draft -> files below content/ that an import wrote for it, without their suffix, wherever an
                 editor moved them; several if the same text came more than once
        sheets   path of a digest's or an annual page's file -> its text, None if there is none
        """
        self.slugs = frozenset(slugs)
        self.imports = imports or {}
        self._sheets = sheets

    def beside(self, sheet: Draft) -> Draft:
        """The sheet where it may be written: beside the accounts, if an editor has a file of that name."""
        found, number = sheet, 1
        while self._sheets(found.path) not in (None, sheet.text):
            slug = sheet.slug if number == 1 else f"{sheet.slug}-{number}"
            found, number = msgspec.structs.replace(sheet, folder=f"../{FOLDER}", slug=slug), number + 1
        return found

    def without(self, slugs: Container[str]) -> "Taken":
        """The same, but some names are free again."""
        imports = {mark: [p for p in paths if name_of(p) not in slugs] for mark, paths in self.imports.items()}
        return Taken([slug for slug in self.slugs if slug not in slugs], imports, self._sheets)

    def where_it_lies(self, draft: Draft) -> Draft:
        """The draft in the folder into which an editor has moved it."""
        folders = {name_of(path): path.rpartition("/")[0] for path in self.imports.get(draft.mark, ())}
        return msgspec.structs.replace(draft, folder=folders.get(draft.slug, draft.folder))


class Names:
    """Names for the drafts of one file, one after another; none is given twice."""

    def __init__(self, taken: Taken) -> None:
        self._taken = taken
        self._given: set[str] = set()
        self._own: dict[str, Iterator[str]] = {}  # mark -> its files that no draft has got yet
        self._last: dict[str, int] = {}  # name -> the last number tried behind it: equal headlines come by the hundred

    def name_for(self, slug: str, mark: str) -> str:
        """The name that an earlier run gave to the same item, or a new one."""
        own = self._own.setdefault(mark, iter(self._taken.imports.get(mark, ())))
        found = next(map(name_of, own), "") or next(filter(self._is_free, self._proposed(slug)))
        self._given.add(found)
        return found

    def _proposed(self, slug: str) -> Iterator[str]:
        for number in count(self._last.get(slug, 0) + 1):
            self._last[slug] = number
            yield slug if number == 1 else f"{slug[:75]}-{number}"

    def _is_free(self, name: str) -> bool:
        return name not in self._given and name not in self._taken.slugs


def name_of(path: str) -> str:
    return path.rpartition("/")[2]
