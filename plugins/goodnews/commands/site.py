"""Commands for the site as a whole: it is built, verified, shown on this machine, and published."""

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from goodnews.commands.configuration import Unusable, overrides, pelican_settings, settings_file, settings_of
from goodnews.installation import PROGRAM
from goodnews.language import _

if TYPE_CHECKING:
    from goodnews.desk.build import Outcome, Run
    from goodnews.settings import Settings

_LEFT: list[object] = []  # objects kept alive so that exit skips freeing them


def build(options: argparse.Namespace) -> int:
    """Build in the fastest correct way: not at all, without Pelican, or as Pelican's plugin."""
    from goodnews.desk import last_build
    from goodnews.desk.summary import done, say_postponed
    from goodnews.files import listing_of

    began = perf_counter()
    given = overrides(options)
    said, values = last_build.values_of(settings_file(options), options.settings, given)
    known = last_build.read(said, values, options.settings, given)
    content = listing_of(known[1].settings.content) if known else None
    new = options.why or (options.cards and known and known[0].postponed)
    if known and content and not new and last_build.holds(*known, content, options.today):
        head, last = known
        say_postponed(head.postponed)
        done(last.stories, last.waiting, 0, head.pages, 0, perf_counter() - began)
        return 0

    from goodnews.desk.build import Memory, Run
    from goodnews.desk.report import Stopped, brought_out

    run = Run(today=options.today, drafts=options.drafts, cards=options.cards, values=values)
    try:
        memory = Memory()
        _LEFT.append((memory, known, content))
        outcome = brought_out(known[1].settings, run, content, memory) if known else _by_pelican(options, run)
    except Stopped as stopped:
        print(stopped, file=sys.stderr)
        return stopped.exitcode
    return _tell_why(options.why, outcome) if options.why else 0


def _by_pelican(options: argparse.Namespace, run: "Run") -> "Outcome":
    from pelican import Pelican
    from pelican.log import console
    from pelican.log import init as init_logging

    from goodnews.desk.report import Stopped
    from goodnews.plugin import OUTCOME, RUN

    init_logging()
    settings = pelican_settings(options)
    settings[RUN] = run
    wanted = list(settings["PLUGINS"])
    pelican = Pelican(settings)
    if len(pelican.plugins) < len(wanted):  # what failed to load has been logged
        raise Stopped(_("{file}: not every plugin of PLUGINS could be loaded").format(file=options.settings))
    console.quiet = True  # its own summary counts articles, of which we have none
    pelican.run()
    if OUTCOME not in settings:
        raise Stopped(_("{file}: PLUGINS must name 'goodnews'").format(file=options.settings))
    outcome: Outcome = settings[OUTCOME]
    return outcome


def _tell_why(path: str, outcome: "Outcome") -> int:
    from goodnews.desk.summary import worded
    from goodnews.problem import did_you_mean, nearest_name

    path = path.removeprefix("output/").lstrip("/")
    if path not in outcome.pages:
        fix = did_you_mean(path, outcome.pages, _("Give its path below the output folder."), nearest_name)
        print(_("{path} is not a page of this site. {fix}").format(path=path, fix=fix), file=sys.stderr)
        return 1
    reason = outcome.report.reasons.get(path)
    if reason:
        print(_("{path}: printed, for {reason}").format(path=path, reason=worded(reason)))
    else:
        reason = outcome.report.ledger[path].reason
        print(_("{path}: kept; it was last printed, for {reason}").format(path=path, reason=worded(reason)))
    return 0


def verify(options: argparse.Namespace) -> int:
    from goodnews.desk.verify import verify

    settings = settings_of(options)
    return verify(settings.content, options.settings, settings.url)


def serve(options: argparse.Namespace) -> int:
    from goodnews.desk import preview
    from goodnews.desk.build import Memory, Run
    from goodnews.desk.preview.drawing import Drawing
    from goodnews.desk.report import Stopped, brought_out
    from goodnews.problem import ContentError

    version = preview.seen(options.settings)
    settings = settings_of(options)
    run = Run(drafts=options.drafts, start="spawn")  # the server's threads forbid a fork
    memory = Memory()
    drawing = Drawing(settings.cache, settings.goodnews.workers)

    def build(placed: Callable[[], None], cards: bool) -> preview.Built:
        try:
            brought_out(settings, replace(run, cards=cards), memory=memory, placed=placed)
        except Stopped as stopped:
            return preview.Built(stopped.told or (str(stopped),), passing=not stopped.told)
        return preview.Built()

    def restart() -> preview.Problems:
        try:
            settings_of(options)
        except ContentError as error:
            return tuple(str(problem) for problem in error.problems)
        except Unusable as error:
            return (str(error),)
        os.execv(sys.executable, sys.orig_argv)

    def drawn() -> bool:
        return drawing.has(memory.output.postponed)

    return preview.serve(options.port, settings, options.settings, version, build, restart, drawn)


def admin(options: argparse.Namespace) -> int:
    """The preview with its web editor, which works on the files of this machine: drafts show, nothing is published."""
    options.drafts = options.admin = True
    return serve(options)


def publish(options: argparse.Namespace) -> int:
    from goodnews.desk.last_build import is_behind, postponed_in
    from goodnews.desk.summary import say_postponed
    from goodnews.files import Busy, held
    from goodnews.publishing.publication import bring
    from goodnews.publishing.site import printed_site
    from goodnews.publishing.store import NotPublished
    from goodnews.publishing.target import check_apart, named, opened, target_of

    began = perf_counter()
    settings = settings_of(options)
    try:
        word = named(options.target, settings.goodnews.publish)
        target = target_of(word)
        check_apart(target, (settings.output, settings.content, *settings.themes, settings.cache, settings.editions))
        place = opened(target, settings.cache)
        # Holding a folder makes it; where nothing was built there is nothing to hold.
        holds = not options.back and os.path.isdir(settings.output)
        with held(settings.output) if holds else contextlib.nullcontext():
            files = None if options.back else printed_site(settings)
            if files is not None and is_behind(settings, today=None):
                words = _(
                    "Content (or theme, settings, program) is newer than the site, which is published as it was "
                    "built. For what is new, run `{program} build`, then publish again."
                )
                print(words.format(program=PROGRAM))
            if files is not None:
                say_postponed(postponed_in(settings))
            done = bring(place, files, settings.output, print, options.dry_run)
    except Busy:
        print(_("Another command is printing into the output. Wait for its end, then publish again."), file=sys.stderr)
        return 1
    except NotPublished as error:
        print(error, file=sys.stderr)
        return 1
    if options.dry_run:
        words = _("{target}: nothing was done; {new} new, {changed} changed, {removed} removed, {same} unchanged")
    else:
        words = _("{target}: {new} new, {changed} changed, {removed} removed, {same} unchanged; {seconds:.2f} s")
    print(words.format(target=word, seconds=perf_counter() - began, **done._asdict()))
    if settings.goodnews.websub_hub and not options.dry_run:
        _tell_hub(settings, done.fresh)
    if settings.goodnews.indexnow_key and not options.dry_run:
        _tell_search_engines(settings, done.fresh)
    return 0


def _tell_hub(settings: "Settings", fresh: Iterable[str]) -> None:
    """A hub that is away is no failure: the site is published, and programs that ask by themselves find what is new.

    fresh  files that readers may not have had before
    """
    from goodnews.publishing.hub import feeds_in, tell
    from goodnews.publishing.telling import Untold

    try:
        tell(settings.goodnews.websub_hub, settings.url, feeds_in(fresh))
    except Untold as error:
        words = _(
            "The site is published, but the hub {hub} could not be told which feeds changed: {reason}. Feed "
            "readers that ask by themselves find what is new."
        )
        print(words.format(hub=settings.goodnews.websub_hub, reason=error), file=sys.stderr)


def _tell_search_engines(settings: "Settings", fresh: Iterable[str]) -> None:
    """As with a hub, one that is away is no failure: search engines come by themselves as well.

    fresh  files that readers may not have had before
    """
    from goodnews.publishing.indexnow import addresses_in, tell
    from goodnews.publishing.telling import Untold

    own = settings.goodnews
    try:
        tell(own.indexnow_url, settings.url, own.indexnow_key, addresses_in(Path(settings.output), settings.url, fresh))
    except Untold as error:
        words = _(
            "The site is published, but {service} could not be told which pages changed: {reason}. Search engines "
            "find them by themselves, later."
        )
        print(words.format(service=own.indexnow_url, reason=error), file=sys.stderr)
