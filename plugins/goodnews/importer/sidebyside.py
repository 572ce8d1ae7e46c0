"""The account as a page for a browser: the source beside the drafts. It runs nothing, fetches nothing, and shows every
word as text."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from goodnews.importer.account import Entry
from goodnews.importer.damage import Warning
from goodnews.importer.rows import Draft
from goodnews.language import _

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { margin: 1rem auto; max-width: 100rem; padding: 0 1rem }
.both { display: grid; gap: 2rem; grid-template-columns: 1fr }
@media (min-width: 60rem) { .both { grid-template-columns: 1fr 1fr } }
ol, ul { list-style: none; margin: 0; padding: 0 }
li { display: grid; gap: .5rem; grid-template-columns: 3.5rem 1fr; overflow-wrap: anywhere; padding: .1rem .25rem }
li > :first-child { color: GrayText; text-align: end }
.dropped { opacity: .6 }
.unknown { background: color-mix(in srgb, Mark 60%, Canvas); color: CanvasText }
:target { outline: 2px solid Highlight }
h2 { font-size: 1.1rem; overflow-wrap: anywhere } small { color: GrayText; display: block }
"""


def page(
    name: str, account: Sequence[Entry], drafts: Iterable[Draft], warnings: Iterable[tuple[int, Warning]], language: str
) -> str:
    """The whole page; its policy allows its own style sheet and nothing else.

    warnings  each with its number
    """
    style = b64encode(sha256(_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    drafts = tuple(drafts)
    numbers = {draft.path: number for number, draft in enumerate(drafts)}
    left = "".join(_line(entry, numbers) for entry in account)
    right = "".join(_draft(draft, number) for draft, number in zip(drafts, numbers.values(), strict=True))
    told = "".join(f"<li><b>{number}</b><span>{_said(str(warning))}</span></li>" for number, warning in warnings)
    heads = {"told": _("To be looked at"), "source": _("Source"), "drafts": _("Drafts")}
    told = f"<h2>{_said(heads['told'])}</h2><ul>{told}</ul>" if told else ""
    title = _said(_("Import of {name}").format(name=name))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n"
        f'<body><h1>{title}</h1>{told}<div class="both">'
        f"<section><h2>{_said(heads['source'])}</h2><ol>{left}</ol></section>"
        f"<section><h2>{_said(heads['drafts'])}</h2>{right}</section></div></body></html>\n"
    )


def _line(entry: Entry, numbers: dict[str, int]) -> str:
    if entry.file:
        kind, note = (
            "placed",
            f'<a href="#d{numbers.get(entry.file, 0)}r{entry.row}">{_said(f"{entry.file}:{entry.row}")}</a>',
        )
    elif entry.rule:
        kind, note = "dropped", _said(_("dropped: {rule}").format(rule=entry.rule))
    elif entry.kept_out:
        kind, note = "unknown", _said(_("not placed: {file} was left as it is").format(file=entry.kept_out))
    else:
        kind, note = "unknown", _said(_("unknown"))
    words = f"<span>{entry.line}</span><span>{_said(entry.text)}<small>{note}</small></span>"
    return f'<li class="{kind}" id="l{entry.line}">{words}</li>\n'


def _draft(draft: Draft, number: int) -> str:
    rows = "".join(
        f'<li id="d{number}r{place}"><span>{place}</span><span>{_said(row.text)}</span></li>\n'
        for place, row in enumerate(draft.rows, start=1)
    )
    return f"<h2>{_said(draft.path)}</h2><ol>{rows}</ol>"


def _said(text: str) -> str:
    return escape("".join(c if c.isprintable() else " " for c in text))
