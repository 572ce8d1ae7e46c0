"""The page at a former address, and the file that tells a host about all of them."""

from goodnews.pages.views.parts import Head, View


class RedirectPage(View, frozen=True):
    """A page that redirects to another, without a script."""

    head: Head  # its canonical address is the other page's
    url: str  # of that page


class RedirectRules(View, frozen=True):
    """A file of rules for one kind of host."""

    lines: tuple[str, ...]
