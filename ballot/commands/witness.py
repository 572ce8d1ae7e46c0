"""`vote witness`: for the second signatory, on a separate machine: makes a key, and signs statements."""

import argparse
import os
import re
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballot import files, note, quarantine
from ballot.keys import BYTES
from ballot.language import _
from ballot.problem import Refused
from ballot.vote import Folders


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", type=Path, help=_("the file of the key; made if it is missing"))
    parser.add_argument("--name", default="second-signature", help=_("who signs; default second-signature"))
    parser.add_argument("--sign", type=Path, metavar=_("FILE"), help=_("a statement of `vote quarantine` to sign"))


def run(_folders: Folders, options: argparse.Namespace) -> int:
    """Raises Refused."""
    if not re.fullmatch(r"[\w.-]{1,60}", options.name, re.ASCII):
        raise Refused(_("Take a name of letters, digits, dots and hyphens."))
    if not options.key.exists() and options.sign is None:
        files.write(options.key, os.urandom(BYTES), secret=True)
    try:
        raw = options.key.read_bytes()
        key = Ed25519PrivateKey.from_private_bytes(raw)
    except (OSError, ValueError):
        raise Refused(_("{path} is not a key: restore it from the back-up.").format(path=options.key)) from None
    if options.sign is None:
        print(_("Write this into the rules, as `second` of [quarantine]:"))
        print(note.verifier_of(key, options.name))
        return 0
    signed = options.sign.with_name(f"{options.sign.name}.signed")
    files.write(signed, quarantine.sign(options.sign, key, options.name).encode())
    print(_("Signed: give {path} back.").format(path=signed))
    return 0
