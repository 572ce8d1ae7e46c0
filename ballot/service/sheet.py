"""The sheet: what a voter sent, unchanged, and what is wrong with it. Pure: bytes in, values out."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl

from ballot import codes
from ballot.rules import MOST, Rules

LARGEST = 16 * 1024  # bytes of a body
FIELDS = MOST + 24  # of a sheet: the picks, and what else a form of ours sends
LONGEST_WORD = 100  # characters of the voter's own word
FORM = "application/x-www-form-urlencoded"

CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Say = Callable[[str], str]


class Garbled(Exception):
    """Nothing that our form would send."""


@dataclass(frozen=True, slots=True)
class Sheet:
    picks: tuple[str, ...] = ()  # as sent, each once, in their order
    code: str = ""
    word: str = ""
    proof: str = ""
    script: str = ""  # not "" if the form's script runs, which then draws the receipt's QR code too
    token: str = ""
    confirmed: str = ""  # what the confirmation page sent back


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something for the voter to correct. Their picks are always kept."""

    field: str  # id of the field that the message links to
    text: str


def sheet_from(body: bytes) -> Sheet:
    """Read a body of the type FORM. Raises Garbled; unknown fields are ignored."""
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:
        raise Garbled from error
    single = {name: value for name, value in pairs if name != "pick"}
    if len(single) + sum(name == "pick" for name, _ in pairs) != len(pairs):
        raise Garbled  # a field twice: which one would count?
    if CONTROL.search("".join(value for _, value in pairs)):
        raise Garbled
    return Sheet(
        picks=tuple(dict.fromkeys(value for name, value in pairs if name == "pick")),
        **{name: single.get(name, "").strip() for name in ("code", "word", "proof", "script", "token", "confirmed")},
    )


def mistakes(
    sheet: Sheet,
    rules: Rules,
    candidates: Collection[str],
    withdrawn: Collection[str],
    roll: Collection[str],
    say: Say,
) -> list[Mistake]:
    """What keeps this sheet from being a ballot, in the order of the fields.

    candidates  their codes
    withdrawn   those that can no longer be chosen
    roll        double hashes of the codes that may vote
    say         to the voter's language
    """
    found = []
    count, least, most = len(sheet.picks), rules.minimum, rules.maximum
    unknown = [pick for pick in sheet.picks if pick not in candidates]
    if unknown:
        text = say("One of your choices is not on the list. Please choose from the list below.")
        found.append(Mistake("picks", text))
    elif gone := ", ".join(pick for pick in sheet.picks if pick in withdrawn):
        text = say("Withdrawn meanwhile, so no longer to be chosen: {codes}. Check your other choices and send them.")
        found.append(Mistake("picks", text.format(codes=gone)))
    elif count < least:
        text = say("You chose {count}. Choose at least {least}.") if count else say("Choose at least {least}.")
        found.append(Mistake("picks", text.format(count=count, least=least)))
    elif count > most:
        text = say("You chose {count}. Choose at most {most}: take {over} away.")
        found.append(Mistake("picks", text.format(count=count, most=most, over=count - most)))
    if sheet.code:
        code = codes.normal(sheet.code)
        if "members" not in rules.groups:
            found.append(Mistake("code", say("This vote has no members' codes. Leave the field empty.")))
        elif code is None:
            text = say("This is no code: a code has 17 letters and digits. One of them may be mistyped.")
            found.append(Mistake("code", text))
        elif codes.double_hash(code) not in roll:
            found.append(Mistake("code", say("This code is not on the roll of this vote.")))
    elif not {"open", "plain"} & set(rules.groups):
        found.append(Mistake("code", say("In this vote a code is needed. Please enter yours.")))
    if len(sheet.word) > LONGEST_WORD:
        text = say("Your own word is too long: at most {most} characters.")
        found.append(Mistake("word", text.format(most=LONGEST_WORD)))
    return found
