"""Commands for an issue: its editions are printed, and sent to its readers."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from goodnews.commands.configuration import Unusable, settings_of
from goodnews.language import _

if TYPE_CHECKING:
    import datetime

    from goodnews.desk.editions import Printed
    from goodnews.settings import Settings


def editions(options: argparse.Namespace) -> int:
    from goodnews.desk.report import say_editions
    from goodnews.problem import display_path

    settings = settings_of(options)
    made = _printed_editions(settings, options.issue, options.today)
    if made is None:
        return 1
    report = made.report
    folder = display_path(settings.editions)
    for path in sorted(report.ledger):
        if path.startswith(f"{options.issue}/"):
            print(f"{folder}/{path}")
    for path, letters in made.lost:
        words = _("{path}: the font of paper and pictures has no {letters}; 〓 is printed instead.")
        print(words.format(path=f"{display_path(settings.content)}/{path}", letters=letters), file=sys.stderr)
    say_editions(settings.editions, report)
    return 0


def send(options: argparse.Namespace) -> int:
    from goodnews.files import Busy
    from goodnews.sending import campaign, command, draft, ledger
    from goodnews.sending.outbox import Unready
    from goodnews.sending.post import Unwilling

    if not options.issue and not options.left:
        raise Unusable(_("Name the issue: its week, such as 2026-W06, or the year of an annual page."))
    settings = settings_of(options)
    try:
        if options.left:
            return command.leave(settings, options.left)
        if options.cancel:
            return command.cancel(settings, options.issue)
        if options.report:
            return command.report(settings, options.issue)
        at = command.moment(options.at, settings.zone) if options.at else None
        if _printed_editions(settings, options.issue) is None:
            return 1
        if not os.path.exists(os.path.join(settings.editions, options.issue, f"{options.issue}.eml")):
            words = _(
                "{issue} is a book of several issues. Name the issue to send: a week, or the year of an annual page."
            )
            raise Unusable(words.format(issue=options.issue))
        if options.wechat:
            return draft.hand_over(settings, options.issue, options.dry_run, options.again)
        mail = _mail_of(settings, options.issue)
        if options.listmonk:
            return campaign.hand_over(settings, options.issue, mail, options.dry_run, options.again)
        if options.test:
            return command.test(settings, mail, options.test)
        wanted = command.Wanted(options.issue, options.to, at, options.dry_run, options.again, options.yes)
        return command.send(settings, mail, wanted)
    except Unready as error:
        print(error, file=sys.stderr)
    except Unwilling as error:
        print(_("The mail server does not let us send: {reply}").format(reply=error), file=sys.stderr)
    except ledger.Damaged as error:
        words = _("{place}: this line of the ledger cannot be read. Put the file back from a copy; nothing was sent.")
        print(words.format(place=error), file=sys.stderr)
    except Busy as error:
        print(
            _("Another command is sending from {folder}. Wait for it, or cancel it.").format(folder=error),
            file=sys.stderr,
        )
    return 1


def _printed_editions(settings: "Settings", issue: str, today: "datetime.date | None" = None) -> "Printed | None":
    """The editions of every issue, brought up to date; None if they cannot be, which is told.

    raises  Unusable if there is no such issue
    """
    from jinja2 import TemplateError

    from goodnews.desk.build import Run
    from goodnews.desk.editions import NoIssue, editions
    from goodnews.desk.report import told
    from goodnews.files import Busy
    from goodnews.press.page import Changed, Unprintable
    from goodnews.problem import ContentError

    try:
        return editions(settings, Run(today=today), issue)
    except NoIssue as error:
        raise Unusable(error) from None
    except (ContentError, Changed, Unprintable, Busy, TemplateError, OSError) as error:
        print(told(error), file=sys.stderr)
        return None


def _mail_of(settings: "Settings", issue: str) -> bytes:
    with open(os.path.join(settings.editions, issue, f"{issue}.eml"), "rb") as file:
        return file.read()
