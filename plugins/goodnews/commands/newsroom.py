"""The command for a newsroom of one's own: it is begun in a new folder."""

import argparse
import datetime
import os
import sys
from zoneinfo import ZoneInfo

from goodnews.commands.configuration import Unusable
from goodnews.language import _, counted, terminal_language

EXTRAS = ("paper", "publish", "screeners", "vote")
SECTIONS = {"zh": "工作动态, 身边好事", "en": "News, People"}
ASKED = ("name", "url", "language", "zone", "sections")


def init(options: argparse.Namespace) -> int:
    from goodnews import __version__
    from goodnews.desk.founding import Charter, NotFounded, check_folder, found
    from goodnews.installation import IS_PACKAGE

    try:
        check_folder(options.folder)
        said, ticked = _answers(options)
        sections = _with_slugs(said["sections"])
        charter = Charter(said["name"], said["url"], said["language"], said["zone"], sections, *ticked)
        today = datetime.datetime.now(ZoneInfo(charter.zone)).date()
        files = found(options.folder, charter, today, __version__)
    except NotFounded as refused:
        raise Unusable(refused) from None
    for path in files:
        print(os.path.join(options.folder, path))
    print(counted("{count} file written", "{count} files written", len(files)))
    program = "nuanwen" if IS_PACKAGE else "python -m goodnews"
    print(_("Next: `cd {folder}` and `{program} serve`").format(folder=options.folder, program=program))
    return 0


def lock(_options: argparse.Namespace) -> int:
    """A lock of the newsroom in this folder, for the version that runs."""
    from goodnews import __version__
    from goodnews.desk.founding.lock import LOCK, REQUIREMENTS, extras_in, lock_of
    from goodnews.files import write_whole
    from goodnews.problem import did_you_mean

    try:
        with open(REQUIREMENTS, encoding="utf-8") as file:
            written = file.read()
    except FileNotFoundError:
        words = _("There is no {file} here: `cd` into the folder of a newsroom that `init` began.")
        raise Unusable(words.format(file=REQUIREMENTS)) from None
    if f"=={__version__}" not in written:
        words = _(
            "{file} names another version than the installed {version}: run `python -m pip install -r {file}` first."
        )
        raise Unusable(words.format(file=REQUIREMENTS, version=__version__))
    try:
        made = lock_of(extras_in(written), __version__)
    except FileNotFoundError as error:
        extra = os.path.basename(error.filename).removeprefix("requirements-").removesuffix(".lock")
        fix = did_you_mean(extra, EXTRAS, _("There are {names}.").format(names=", ".join(EXTRAS)))
        raise Unusable(
            _("{file}: there is no extra {extra}. {fix}").format(file=REQUIREMENTS, extra=extra, fix=fix)
        ) from None
    write_whole(os.path.abspath(LOCK), made.encode())
    print(_("{file} written for nuanwen {version}").format(file=LOCK, version=__version__))
    return 0


def _answers(options: argparse.Namespace) -> tuple[dict[str, str], list[bool]]:
    """What was typed, asked for at a terminal, or is usual: the texts by their names, then what there is.

    raises  Unusable at the first answer that cannot be; KeyboardInterrupt if whoever is asked leaves
    """
    from goodnews.desk.founding import fault_of

    asks = sys.stdin.isatty() and sys.stdout.isatty()
    missing = [f"--{name}" for name in ("name", "url") if getattr(options, name) is None]
    if missing and not asks:
        options.parser.error(_("the following arguments are required: %s") % _(", ").join(missing))
    said: dict[str, str] = {}
    for name in ASKED:
        given = getattr(options, name)
        usual = _usual(name, said)
        while given is None:
            given = _heard(_question(name), usual) if asks else usual
            if asks and (fault := fault_of(name, given)):
                print(fault)
                given = None
        said[name] = given.strip().rstrip("/" if name == "url" else "")
        if fault := fault_of(name, said[name]):
            raise Unusable(fault)
    ticked: list[bool] = []
    for name in ("regions", "campaigns", "vote"):
        given = getattr(options, name)
        if given is None:
            given = asks and _heard(_question(name), _("no")).lower() in (_("yes"), _("y"), "yes", "y")
        ticked.append(given)
    return said, ticked


def _usual(name: str, said: dict[str, str]) -> str:
    chinese = said.get("language", terminal_language()).startswith("zh")
    usual = {"language": "zh-CN" if chinese else "en", "zone": "Asia/Shanghai" if chinese else "UTC"}
    usual["sections"] = SECTIONS["zh" if chinese else "en"]
    return usual.get(name, "")


def _question(name: str) -> str:
    return {
        "name": _("Name of the newsroom?"),
        "url": _("Address of the site?"),
        "language": _("Language?"),
        "zone": _("Time zone?"),
        "sections": _("Sections, with commas between them?"),
        "regions": _("Do stories name a region?"),
        "campaigns": _("Are there campaigns that return every year?"),
        "vote": _("Is a vote of the year held?"),
    }[name]


def _heard(question: str, usual: str) -> str:
    try:
        return input(f"{question} [{usual}] " if usual else f"{question} ").strip() or usual
    except EOFError:
        raise KeyboardInterrupt from None


def _with_slugs(written: str) -> tuple[tuple[str, str], ...]:
    """Sections with slugs that can be read; of two alike, the second has a number."""
    from goodnews.desk.founding import names_in
    from goodnews.importer.places import Places
    from goodnews.importer.slugs import slug_of

    found: dict[str, str] = {}
    for name in names_in(written):
        slug = slug_of(name, Places({}), unread="section")
        taken = sum(other == slug or other.startswith(f"{slug}-") for other in found.values())
        found[name] = f"{slug}-{taken + 1}" if taken else slug
    return tuple(found.items())
