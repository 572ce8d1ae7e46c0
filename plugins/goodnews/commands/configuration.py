"""The settings of a command: the settings file, and what the command line says instead."""

import argparse
import os
import runpy
from typing import TYPE_CHECKING, Any

from goodnews.language import _

if TYPE_CHECKING:
    from goodnews.settings import Settings

DRAFTS = "GOODNEWS_DRAFTS"  # an override like the command line's, so that the last build tells both kinds apart


class Unusable(Exception):
    """The settings file or the command line leaves nothing to work with."""


def overrides(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says instead of the settings file; paths absolute.

    With drafts the output is a separate folder: unpublished pages never lie among published ones.
    raises  Unusable
    """
    given = {"PATH": options.content, "OUTPUT_PATH": options.output, "CACHE_PATH": options.cache}
    found = {key: os.path.abspath(value) for key, value in given.items() if value}
    if getattr(options, "drafts", False):
        said = settings_file(options)
        here = os.path.dirname(os.path.abspath(options.settings))
        published = os.path.realpath(os.path.join(here, said.get("OUTPUT_PATH", "output")))
        cache = found.get("CACHE_PATH") or os.path.join(here, said.get("CACHE_PATH", "cache"))
        chosen = os.path.realpath(found.setdefault("OUTPUT_PATH", os.path.join(cache, "preview")))
        if os.path.commonpath([chosen, published]) in (chosen, published):
            raise Unusable(_("Drafts must not go into the folder the site is published from: choose another --output."))
        found[DRAFTS] = "true"
    return found


def settings_file(options: argparse.Namespace) -> dict[str, Any]:
    """The names that the settings file sets.

    raises  Unusable if it cannot be run
    """
    try:
        return runpy.run_path(options.settings)
    except SyntaxError as error:
        raise Unusable(f"{options.settings}:{error.lineno or 1}: {error.msg}") from None
    except (Exception, SystemExit) as error:
        raise Unusable(f"{options.settings}: {type(error).__name__}: {error}") from None


def pelican_settings(options: argparse.Namespace) -> dict[str, Any]:
    """Pelican's settings from its file.

    raises  Unusable
    """
    from pelican.settings import read_settings

    from goodnews.plugin import FILE
    from goodnews.problem import display_path

    given = overrides(options)
    said = settings_file(options)
    here = os.path.dirname(os.path.abspath(options.settings))
    content = given.get("PATH") or os.path.join(here, str(said.get("PATH", ".")))
    if not os.path.isdir(content):
        words = _("{path} is not a folder; the content folder is named by PATH in {file}, or by --content")
        raise Unusable(words.format(path=display_path(content), file=options.settings))
    try:
        return {**read_settings(options.settings, override=given), FILE: options.settings}
    except Exception as error:
        raise Unusable(f"{options.settings}: {error}") from None


def settings_of(options: argparse.Namespace) -> "Settings":
    """What a command works with.

    raises  Unusable, or ContentError with every problem of the settings file
    """
    from msgspec.structs import replace
    from pelican.settings import DEFAULT_CONFIG

    from goodnews.settings import settings_from

    settings = settings_from(pelican_settings(options), options.settings, DEFAULT_CONFIG)
    if options.admin:
        local = replace(settings.goodnews, admin=True, admin_repo="")
        settings = replace(settings, goodnews=local)
    return settings
