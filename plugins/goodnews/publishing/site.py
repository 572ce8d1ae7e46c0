"""The site as it was printed: what the press's ledger says of the output, if the output is whole."""

import os
from hashlib import sha256

from goodnews.desk.last_build import ledger_of
from goodnews.files import stat_of
from goodnews.installation import PROGRAM
from goodnews.language import _
from goodnews.pages.kinds import BY_NAME, SUMS
from goodnews.press.ledger import CHECKSUMS, is_ours, read_ledger
from goodnews.press.press import JOURNAL, STAGING
from goodnews.problem import display_path
from goodnews.publishing.record import Files, Published
from goodnews.publishing.store import NotPublished
from goodnews.settings import Settings


def printed_site(settings: Settings) -> Files:
    """Every file of the output.

    raises  NotPublished if the output is not what the last build left, as a whole
    """
    output = settings.output
    if any(os.path.lexists(os.path.join(output, name)) for name in (STAGING, JOURNAL)):
        raise _unfinished(output, _("a build ended early"))
    found = read_ledger(ledger_of(settings.cache, output), output)
    if found.lost or not found.ledger.pages:
        raise _unfinished(output, _("it is not what the last build here printed"))
    files: Files = {}
    for path, page in sorted(found.ledger.pages.items()):
        try:
            same = stat_of(os.stat(os.path.join(output, path))) == page.stat
        except OSError:
            raise _unfinished(output, _("{path} is missing").format(path=path)) from None
        if not same and not is_ours(output, path, page.sha256):
            raise _unfinished(output, _("{path} was changed afterwards").format(path=path))
        files[path] = Published(page.sha256.hex(), BY_NAME[page.kind].turn)
    with open(os.path.join(output, CHECKSUMS), "rb") as file:
        files[CHECKSUMS] = Published(sha256(file.read()).hexdigest(), SUMS)
    return files


def _unfinished(output: str, reason: str) -> NotPublished:
    words = _("{folder} cannot be published: {reason}. Run `{program} build`, then publish again.")
    return NotPublished(words.format(folder=display_path(output), reason=reason, program=PROGRAM))
