"""A parser of arguments that refuses in one line, in the language of the terminal."""

import argparse
import re
from typing import NoReturn

from goodnews.language import _

HYPHENS = re.compile(r"\A[-‐-―−－]+")  # before an option: word processors and phones write others


class Parser(argparse.ArgumentParser):
    """Refuses in one line, in the language of the terminal; so do its subparsers."""

    names_files = False  # whether its words are the name of a file, and a title

    def refuse(self, rest: list[str]) -> NoReturn:
        """Leave because of words that the command does not take."""
        option = next((word.partition("=")[0] for word in rest if HYPHENS.match(word) and word != "--"), "")
        if not option:
            fix = _("a name holds no spaces; put a title with spaces in quotes") if self.names_files else ""
            words = _("one word too many: '{word}' ({fix})") if fix else _("one word too many: '{word}'")
            self.error(words.format(word=rest[0], fix=fix))
        from goodnews.problem import nearest

        meant = option if option.startswith("-") else HYPHENS.sub("--", option)
        guess = nearest(meant, self._option_string_actions, likeness=0.6)
        words = _("no such option: {option} (perhaps {guess})") if guess else _("no such option: {option}")
        self.error(words.format(option=option, guess=guess))

    def error(self, message: str) -> NoReturn:
        words = _("{program}: {problem}. `{program} --help` lists the options.")
        self.exit(2, words.format(program=self.prog, problem=message.replace("', '", _("', '"))) + "\n")
