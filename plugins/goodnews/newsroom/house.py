"""The house's usage: short names with their full ones (`names.yaml`), and what is not written, with what is written
instead (`house.yaml`)."""

import msgspec

from goodnews.language import _, counted
from goodnews.problem import Problem, quoted
from goodnews.text.document import Entry
from goodnews.text.form import Form

MOST = 40  # characters of a name or word
REASON_MOST = 120
WRITE_MOST = 4  # better words for one


class FullName(msgspec.Struct, frozen=True, array_like=True):
    """What a short name stands for."""

    full: str
    within: tuple[str, ...] = ()  # longer words that only look as if they held it


class Better(msgspec.Struct, frozen=True, array_like=True):
    """What is written instead of a name or a word."""

    write: tuple[str, ...]  # any of these
    reason: str = ""
    fix: bool = False  # whether `check --fix` may write it; then there is one
    within: tuple[str, ...] = ()  # longer words in which it is right


class House(msgspec.Struct, frozen=True):
    """What `house.yaml` says."""

    forms: dict[str, Better] = {}  # names and titles in a wrong form
    words: dict[str, Better] = {}  # words to avoid
    order: tuple[tuple[str, ...], ...] = ()  # names that come in this order where they stand side by side


def names_from(entry: Entry, shown: str, problems: list[Problem]) -> dict[str, FullName]:
    """Short names of organisations -> their full names."""
    found: dict[str, FullName] = {}
    form = Form(entry, shown, 0, problems)
    for key, value in form.items():
        if isinstance(value, str):
            name = FullName(value)
        else:
            name = FullName(value.text("full", MOST, required=True), _texts(value, "within"))
            _check_within(value, key, name.within)
            value.finish()
        if name.full and _is_name(form, key, key) and _is_name(form, key, name.full):
            found[key] = name
    for key, name in found.items():
        if len(name.full) <= len(key):
            fix = _("Write the short name before the colon, the full one after it.")
            form.wrong(key, quoted(name.full), _("a longer name than the one before the colon"), fix)
        elif name.full in found:
            fix = _("Did you mean '{guess}'?").format(guess=found[name.full].full)
            form.wrong(key, quoted(name.full), _("a full name"), fix)
    return found


def house_from(entry: Entry, shown: str, problems: list[Problem]) -> House:
    form = Form(entry, shown, 0, problems)
    forms, words = _better(form, "forms", {}), {}
    words = _better(form, "words", forms)
    order = []
    for inner in form.mappings("order", _("lists of names by what they are"), _("Write `name: [first, second]`.")):
        for key in inner.roles():
            names = inner.names(key, MOST, required=True)
            if len(set(names)) < max(len(names), 2):
                expected = _("two names or more, each once")
                inner.wrong(key, _(", ").join(names) or _("nothing"), expected, _("Write them in their order."))
            order.append(names)
        inner.finish()
    form.finish()
    return House(forms, words, tuple(order))


def _better(form: Form, name: str, before: dict[str, Better]) -> dict[str, Better]:
    """One part of the file.

    before  another part: no word stands in both
    """
    fix = _("Write `word: {write: better, reason: why}`.")
    found: dict[str, Better] = {}
    for inner in form.mappings(name, _("words, each with the better one"), fix):
        for key, value in inner.items():
            if not _is_name(inner, key, key):
                continue
            if key in before:
                inner.wrong(key, quoted(key), _("each word once"), _("Remove one of the two."))
            if isinstance(value, str):
                found[key] = Better((value,)) if _is_name(inner, key, value) else Better(())
                continue
            found[key] = Better(
                _texts(value, "write", required=True),
                value.text("reason", REASON_MOST),
                value.flag("fix"),
                _texts(value, "within"),
            )
            _check(value, key, found[key])
            value.finish()
        for key, better in found.items():
            for word in better.write:
                if word == key or word in found or word in before:
                    guess = next((one for one in (found | before)[word].write if one != word), "")
                    fix = _("Did you mean '{guess}'?").format(guess=guess) if guess else _("Write the better word.")
                    inner.wrong(key, quoted(word), _("a word that the file does not tell to avoid"), fix)
    return found


def _texts(form: Form, name: str, required: bool = False) -> tuple[str, ...]:
    """A word or a list of them; unlike people's names they may hold a comma."""
    found = []
    for line, value in form.entries(name, required):
        if not isinstance(value, str):
            form.wrong(name, _("a mapping"), _("a text"), _("Write a text, or a list of texts."), line)
        elif value in found:
            form.wrong(name, quoted(value), _("each word once"), _("Remove one of the two."), line)
        elif _is_name(form, name, value):
            found.append(value)
    return tuple(found)


def _check(form: Form, key: str, better: Better) -> None:
    if better.fix and len(better.write) > 1:
        found = counted("{count} words to choose from", "{count} words to choose from", len(better.write))
        form.wrong("fix", found, _("one, for a program to write it"), _("Leave one, or remove `fix`."))
    if len(better.write) > WRITE_MOST:
        expected = _("at most {most}").format(most=WRITE_MOST)
        form.wrong("write", str(len(better.write)), expected, _("Keep those that fit best."))
    _check_within(form, key, better.within)


def _check_within(form: Form, key: str, within: tuple[str, ...]) -> None:
    for word in within:
        if key not in word or key == word:
            expected = _("a longer word that holds '{word}'").format(word=key)
            form.wrong("within", quoted(word), expected, _("Write the whole word in which it is right."))


def _is_name(form: Form, key: str, text: str) -> bool:
    """Whether a text can be looked for: some letters on one line."""
    if len(text) <= MOST and any(map(str.isalnum, text)) and text.isprintable():
        return True
    expected = _("a name or a word of at most {most} characters").format(most=MOST)
    form.wrong(key, quoted(text), expected, _("Write the words alone."))
    return False
