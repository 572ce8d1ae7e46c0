"""Overrides: whether the templates of a newsroom's own theme still fit ours, which they extend and call.

A newer version of ours may lack what an older one had: a template, a block, a macro, a field of a page. Jinja would
notice some of that when a page is filled, and a block that nobody has never. Here each is a problem at its line.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from jinja2 import meta, nodes

from goodnews.language import _
from goodnews.pages.kinds import Kind
from goodnews.pages.views.feed import FeedView
from goodnews.pages.views.parts import Site
from goodnews.problem import ContentError, Problem, choices, did_you_mean, display_path, quoted
from goodnews.render.theme import Parsed

GIVEN = frozenset({"page", "site", "root", "path", "markdown", "same"})  # what `Printer.fill` gives every template
OURS = "!"  # before the name of a template: ours, whatever the newsroom's own theme has


def raise_misfits(parsed: Parsed, kinds: Iterable[Kind]) -> None:
    """Nothing if all fits, or the theme is ours alone.

    kinds   of everything that is printed: whatever fills a template
    raises  ContentError with every problem; jinja2.TemplateSyntaxError
    """
    ours = {name.removeprefix(OURS): file.hash for name, file in parsed.known.items() if name[0] == OURS}
    own = [name for name, file in parsed.known.items() if name[0] != OURS and file.hash != ours.get(name)]
    problems = list(_Fitting(parsed, tuple(kinds)).misfits(own)) if ours and own else []
    if problems:
        raise ContentError(problems)


class _Fitting:
    def __init__(self, parsed: Parsed, kinds: tuple[Kind, ...]) -> None:
        self._parsed = parsed
        self._templates = parsed.known
        self._kinds = kinds
        self._env = parsed.env
        self._all = parsed.all
        self._fills = cache(self._filled)
        self._called = cache(lambda name: list(self._references(name)))
        self._stored = cache(self._names_stored)
        self._sources = cache(lambda: {name: parsed.source(name) for name in self._templates})

    def misfits(self, own: Iterable[str]) -> Iterator[Problem]:
        for name in own:
            yield from self._lost_templates(name)
            yield from self._lost_macros(name)
            yield from self._lost_blocks(name)
            yield from self._lost_names(name)
            yield from self._lost_fields(name)
        yield from self._unused(own)

    def _holding(self, word: str) -> Iterator[str]:
        """Templates in which a word stands: to parse all of them takes a third of a second."""
        return (name for name, source in self._sources().items() if word in source)

    def _problem(self, name: str, line: int, field: str, found: str, expected: str, fix: str) -> Problem:
        return Problem(display_path(self._templates[name].path), line, field, found, expected, fix)

    def _known(self, written: str) -> list[str]:
        """Names a slip may have meant: those of ours only if it begins like one."""
        return [name for name in self._templates if (name[0] == OURS) is (written[:1] == OURS)]

    def _lost_templates(self, name: str) -> Iterator[Problem]:
        for line, written in self._called(name):
            if written not in self._templates:
                known = self._known(written)
                fix = did_you_mean(written, known, _("Take it out, or see what the theme has now: docs/newsroom.md."))
                yield self._problem(name, line, "template", quoted(written), _("a template of the theme"), fix)

    def _exports(self, written: str) -> set[str] | None:
        """The names that a template offers to those who import it; None if it cannot be told."""
        if written not in self._templates:
            return None
        macros = {macro.name for macro in self._all(written, nodes.Macro)}
        stored = {one.name for one in self._all(written, nodes.Name) if one.ctx == "store"}
        return macros | self._imported(written) | stored

    def _lost_macros(self, name: str) -> Iterator[Problem]:
        wanted: list[tuple[int, str, str]] = []  # line, template, name
        for found in self._all(name, nodes.FromImport):
            if isinstance(found.template, nodes.Const):
                asked = [one if isinstance(one, str) else one[0] for one in found.names]
                wanted += [(found.lineno, found.template.value, one) for one in asked]
        modules = {
            found.target: found.template.value
            for found in self._all(name, nodes.Import)
            if isinstance(found.template, nodes.Const)
        }
        for got in self._all(name, nodes.Getattr):
            if isinstance(got.node, nodes.Name) and got.node.name in modules:
                wanted.append((got.lineno, modules[got.node.name], got.attr))
        for line, written, macro in wanted:
            exports = self._exports(written)
            if exports is not None and macro not in exports:
                expected = _("a macro of {template}").format(template=written)
                fix = did_you_mean(macro, exports, _("It has: {names}.").format(names=choices(sorted(exports))))
                yield self._problem(name, line, "macro", quoted(macro), expected, fix)

    def _blocks(self, name: str) -> set[str] | None:
        """The blocks of a template and of all that it extends; None if it cannot be told."""
        blocks: set[str] = set()
        seen: set[str] = set()
        while name not in seen:
            seen.add(name)
            if name not in self._templates:
                return None
            blocks |= {block.name for block in self._all(name, nodes.Block)}
            parent = next(iter(self._all(name, nodes.Extends)), None)
            if parent is None:
                return blocks
            if not isinstance(parent.template, nodes.Const):
                return None
            name = parent.template.value
        return None

    def _lost_blocks(self, name: str) -> Iterator[Problem]:
        parent = next(iter(self._all(name, nodes.Extends)), None)
        if parent is None or not isinstance(parent.template, nodes.Const):
            return
        blocks = self._blocks(parent.template.value)
        for block in self._parsed.tree(name).body:
            if blocks is not None and isinstance(block, nodes.Block) and block.name not in blocks:
                expected = _("a block of {template}").format(template=parent.template.value)
                fix = did_you_mean(block.name, blocks, _("It has: {names}.").format(names=choices(sorted(blocks))))
                yield self._problem(name, block.lineno, "block", quoted(block.name), expected, fix)

    def _lost_names(self, name: str) -> Iterator[Problem]:
        """Filters, and names that nobody gives a template."""
        lost = [found for found in self._all(name, nodes.Filter) if found.name not in self._env.filters]
        if lost:
            for found in lost:
                fix = did_you_mean(found.name, self._env.filters, _("theme/README.md lists what a template is given."))
                yield self._problem(name, found.lineno, "filter", quoted(found.name), _("a filter"), fix)
            return  # Jinja cannot tell the names of a template that it could not compile
        given = GIVEN | set(self._env.globals)
        read = {one.name for one in self._all(name, nodes.Name) if one.ctx == "load"}
        if not read - given - self._stored(name) - self._imported(name):
            return  # Jinja, which knows where a name holds, compiles the template to tell
        undeclared = meta.find_undeclared_variables(self._parsed.tree(name))
        for unknown in sorted(undeclared - given - self._imported(name)):
            if any(unknown in self._stored(other) for other in self._holding(unknown)):
                continue  # of the template itself, outside a block, or of one that includes it
            line = next(one.lineno for one in self._all(name, nodes.Name) if one.name == unknown)
            fix = did_you_mean(unknown, given, _("theme/README.md lists what a template is given."))
            yield self._problem(name, line, "name", quoted(unknown), _("a name that templates are given"), fix)

    def _lost_fields(self, name: str) -> Iterator[Problem]:
        """Fields that the site has not, nor any kind of page that this template fills."""
        views = {"site": _fields(Site)}
        if filled := [kind for kind in self._kinds if name in self._fills(kind)]:
            views["page"] = set().union(*(_fields(kind.view) for kind in filled))
        for got in self._all(name, nodes.Getattr):
            of = got.node.name if isinstance(got.node, nodes.Name) else ""
            if of in views and got.attr not in views[of]:
                fix = did_you_mean(got.attr, views[of], _("theme/README.md lists what a template is given."))
                yield self._problem(
                    name, got.lineno, "field", quoted(f"{of}.{got.attr}"), _("a field that there is"), fix
                )

    def _filled(self, kind: Kind) -> set[str]:
        """The templates that are given a page of this kind: its own, and what that extends or includes.

        A feed's are given its entries.
        """
        found: set[str] = set()
        waiting = [name for name in kind.templates if name in self._templates and kind.view is not FeedView]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [near for _line, near in self._named(name, (nodes.Extends, nodes.Include))]
                waiting = [near for near in waiting if near in self._templates]
        return found

    def _unused(self, own: Iterable[str]) -> Iterator[Problem]:
        """Templates of the newsroom that replace none of ours, and that no other one calls."""
        new = [name for name in own if OURS + name not in self._templates]
        ours = [name.removeprefix(OURS) for name in self._templates if name[0] == OURS]
        for name in new:
            if not any(name == written for near in self._holding(name) for _line, written in self._called(near)):
                fix = did_you_mean(name, ours, _("Remove it, or give it the name of the one that it replaces."))
                yield self._problem(name, 1, "file", quoted(name), _("a template that the theme has or calls"), fix)

    def _references(self, name: str) -> Iterator[tuple[int, str]]:
        """The templates that one extends, includes, imports or takes as parts, each with its line."""
        yield from self._named(name, (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
        for call in self._all(name, nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "same" and call.args:
                (first, *_rest) = call.args
                if isinstance(first, nodes.Const):
                    yield call.lineno, str(first.value)

    def _named(self, name: str, kinds: tuple[type[nodes.Node], ...]) -> Iterator[tuple[int, str]]:
        """Names of templates in statements of these kinds, each with its line; those that may be missing left out."""
        for found in (found for kind in kinds for found in self._all(name, kind)):
            template: nodes.Expr = getattr(found, "template")  # noqa: B009 - each has it, their common type does not
            if getattr(found, "ignore_missing", False):
                continue
            for one in template.items if isinstance(template, (nodes.Tuple, nodes.List)) else [template]:
                if isinstance(one, nodes.Const) and isinstance(one.value, str):
                    yield found.lineno, one.value

    def _imported(self, name: str) -> set[str]:
        names = [one for found in self._all(name, nodes.FromImport) for one in found.names]
        modules = {found.target for found in self._all(name, nodes.Import)}
        return modules | {one if isinstance(one, str) else one[1] for one in names}

    def _names_stored(self, name: str) -> set[str]:
        names = {one.name for one in self._all(name, nodes.Name) if one.ctx in ("store", "param")}
        return names | {macro.name for macro in self._all(name, nodes.Macro)}


def _fields(view: type) -> set[str]:
    return {name for name in dir(view) if not name.startswith("_")}
