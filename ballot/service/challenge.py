"""Proof of work: about a fifth of a second of one core for each ballot without a code.

A speed bump, about 18,000 ballots per core-hour, no more. ALTCHA's library makes and checks challenges; this module
adds what it lacks. It accepts a payload any number of times, and one proof has endless spellings (blanks, other
letters, extra fields, another counter all verify): so the signed nonce is what is used up, and the box keeps those. It
checks expiry by the machine's clock: ours is in the signed data instead, with the form that the proof is for.
"""

import base64
import binascii
import hmac
import json
import secrets
from typing import Any

import altcha

ALGORITHM = "PBKDF2/SHA-256"  # what browsers compute natively (SubtleCrypto)
# The service needs one try to make a challenge, a browser some two thousand to solve it: a million rounds on average.
COST = 500  # rounds per try
TRIES = (1200, 2800)  # the answer is in this range, evenly distributed
LIFE = 2 * 3600  # seconds a challenge can be answered
LONGEST = 4096  # characters of a payload; ours have about 800


class Unproved(Exception):
    """Not a proof for this form, or too late."""


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
        except Exception as error:  # whatever error the library raises, the proof is bad
            raise Unproved from error
        if not verified:
            raise Unproved
        data = parameters["data"]  # signed, so it has the shape we gave it
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
