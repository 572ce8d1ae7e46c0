"""Proof of work: about a fifth of a second of one core for each ballot without a code.

A speed bump, about 18,000 ballots per core-hour, no more. ALTCHA's library makes and checks challenges; this module
adds what it leaves open. It accepts a payload as often as it comes, and one proof has endless spellings (blanks, other
letters, extra fields, another counter all verify): what is spent is the signed nonce, and the box keeps those. It asks
the machine's clock for the expiry: ours stands in the signed data instead, with the form the proof is for.
"""

import base64
import binascii
import hmac
import json
import secrets
from typing import Any

import altcha

ALGORITHM = "PBKDF2/SHA-256"  # what browsers compute natively (SubtleCrypto)
# The service takes one try to make a challenge, a browser some two thousand to answer it: a million rounds on average.
COST = 500  # rounds each try takes
TRIES = (1200, 2800)  # the answer lies in this range, each place as likely
LIFE = 2 * 3600  # seconds a challenge can be answered
LONGEST = 4096  # characters of a payload; ours have about 800


class Unproved(Exception):
    """No proof of this form, or too late."""


class Challenges:
    def __init__(self, key: bytes) -> None:
        self._secret = hmac.digest(key, b"altcha challenge", "sha256")
        self._answers = hmac.digest(key, b"altcha answer", "sha256")  # lets a check take 0.05 ms instead of 0.5

    def make(self, form: str, now: float, *, cost: int = COST, tries: tuple[int, int] = TRIES) -> str:
        """A challenge for one form, as JSON for the browser. Cheaper ones only for tests and benchmarks."""
        challenge = altcha.create_challenge(
            ALGORITHM,
            cost,
            counter=tries[0] + secrets.randbelow(tries[1] - tries[0]),
            data={"form": form, "until": int(now) + LIFE},
            hmac_secret=self._secret,
            hmac_key_secret=self._answers,
        )
        return json.dumps(challenge.to_dict())

    def nonce(self, payload: str, form: str, now: float) -> str:
        """The nonce that a payload proves work for; raises Unproved."""
        parameters = _parameters(payload)
        try:
            verified = altcha.verify_solution(payload, self._secret, hmac_key_secret=self._answers).verified
        except Exception as error:  # what a stranger sends is a bad proof, whatever the library trips over
            raise Unproved from error
        if not verified:
            raise Unproved
        data = parameters["data"]  # signed, so of the shape we gave it
        if data["form"] != form or now > data["until"]:
            raise Unproved
        return str(parameters["nonce"])


def _parameters(payload: str) -> dict[str, Any]:
    """The challenge's parameters as the library will read them; not yet to be trusted."""
    if len(payload) > LONGEST:
        raise Unproved
    try:
        parameters = json.loads(base64.b64decode(payload))["challenge"]["parameters"]
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unproved from error
    if not isinstance(parameters, dict):
        raise Unproved
    return parameters
