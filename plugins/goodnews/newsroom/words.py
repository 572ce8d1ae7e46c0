"""Words: what readers type -> what stories say, as the registry `words.yaml` tells search."""

from goodnews.characters import half_width
from goodnews.language import _
from goodnews.problem import Problem, quoted
from goodnews.text.document import Entry
from goodnews.text.form import Form

WORD_MOST = 24  # characters
OTHERS_MOST = 8  # words for one


def words_from(entry: Entry, shown: str, problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """Each word with the words of stories to search for instead, where no story holds it."""
    form = Form(entry, shown, 0, problems)
    found = {key: form.names(key, WORD_MOST, required=True) for key in form.roles()}
    written: dict[str, str] = {}
    for key, others in found.items():
        line = form.line(key)
        one = written.setdefault(_plain(key), key)
        if not _is_word(key) or len(key) > WORD_MOST:
            form.wrong(key, quoted(key), _word(), _("Write one word, without spaces."), line)
        elif one != key:
            fix = _("Write all its words in the line of '{word}'.").format(word=one)
            form.wrong(key, quoted(key), _("each word once"), fix, line)
        if len(others) > OTHERS_MOST:
            expected = _("at most {most}").format(most=OTHERS_MOST)
            form.wrong(key, str(len(others)), expected, _("Keep those that stories use most."), line)
    for key, others in found.items():
        for other in others:
            known = written.get(_plain(other))
            if not _is_word(other):
                form.wrong(key, quoted(other), _word(), _("Write one word, without spaces."))
            elif known == key:
                fix = _("Write what stories say instead, or remove it.")
                form.wrong(key, quoted(other), _("another word than the one before the colon"), fix)
            elif known is not None:  # it is not looked up a second time
                expected = _("a word that stories say; readers type this one, as another line says")
                fix = _("Did you mean '{guess}'?").format(guess=", ".join(found[known]))
                form.wrong(key, quoted(other), expected, fix)
    return found


def _word() -> str:
    return _("a word of at most {most} characters").format(most=WORD_MOST)


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text)) and not any(map(str.isspace, text))


def _plain(word: str) -> str:
    return half_width(word).casefold()
