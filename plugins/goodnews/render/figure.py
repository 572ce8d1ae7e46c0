"""A picture as a page shows it: the HTML of one, in all its sizes and formats."""

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec
from markupsafe import Markup, escape

from goodnews.pages.views.parts import Figure, Files

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}

# How wide a picture is in a text: the column of 38 characters, or the page without its margins.
COLUMN = "(min-width: 50em) 45rem, calc(100vw - 2rem)"


def picture(figure: Figure, root: str, lead: bool = False, sizes: str = COLUMN) -> Markup:
    """The picture itself; a browser chooses its best format and the width it needs, and knows the height beforehand.

    root   path to the site's root; a whole address in a feed, whose readers get one plain picture
    lead   whether a reader sees it first; any other is loaded when it is near
    sizes  how wide it will be (HTML, 4.8.4.2.2)
    """
    before, after = _around(msgspec.structs.replace(figure, alt="", caption="", credit=""), root, lead, sizes)
    return Markup(f"{before}{escape(figure.alt)}{after}")


@lru_cache(maxsize=1024)
def _around(figure: Figure, root: str, lead: bool, sizes: str) -> tuple[str, str]:
    """The HTML of a picture, before and after its alternative text."""
    size = f'width="{figure.width}" height="{figure.height}"'
    img = f'<img src="{escape(root + figure.url)}" {size} alt="'
    if "://" in root:
        return img, '">'
    when = ' fetchpriority="high"' if lead else ' loading="lazy"'
    width = escape(sizes)
    sources = [
        f'<source type="{TYPES[kind]}" srcset="{_srcset(files, root)}" sizes="{width}">'
        for kind, files in figure.better
    ]
    after = f'" srcset="{_srcset(figure.files, root)}" sizes="{width}"{when} decoding="async"></picture>'
    return f"<picture>{''.join(sources)}{img}", after


def _srcset(files: Files, root: str) -> Markup:
    return escape(", ".join(f"{root}{address} {width}w" for address, width in files))


_TAG = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_SAID = re.compile(r' ([a-z]+)="([^"]*)"')


def placed(html: str, figures: Mapping[str, Figure], root: str) -> str:
    """A converted text with its pictures in all their sizes and formats.

    html     with pictures as `<img alt="…" src="ROOTimages/x.jpg">`, as `markup` makes them
    figures  file -> how it is shown; the words come from the text
    """

    def shown(tag: re.Match[str]) -> str:
        said = dict(_SAID.findall(tag[1]))
        figure = figures.get(said.get("src", "").removeprefix(str(escape(root))))
        if figure is None:
            return tag[0]
        before, after = _around(figure, root, False, COLUMN)
        return f"{before}{said.get('alt', '')}{after}"  # these words are HTML already

    return _TAG.sub(shown, html) if figures else html
