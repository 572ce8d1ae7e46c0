"""What the service gives a browser and recognises later: the cookie, the form's token, and the seal on confirmed picks.

All are signed with keys made from one; none is stored here. The token is bound to the cookie, so a foreign page
cannot use its own (CSRF), and it is the same in a retry, so the box recognises a retry.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

LIFE = 12 * 3600  # seconds for which a form can be sent after it was requested


class Bad(Exception):
    """Forged, from another browser, or too old."""


@dataclass(frozen=True, slots=True)
class Tokens:
    cookies: URLSafeSerializer
    forms: URLSafeSerializer
    picks: URLSafeSerializer

    def cookie(self, voter: str) -> str:
        return str(self.cookies.dumps(voter))

    def voter(self, cookie: str) -> str:
        """The random name of the browser that holds this cookie. Raises Bad."""
        return str(_load(self.cookies, cookie))

    def form(self, voter: str, now: float) -> tuple[str, str]:
        """A new form for this browser: its random name, and the token that holds it."""
        name = secrets.token_urlsafe(16)
        return name, str(self.forms.dumps([name, _short(voter), int(now)]))

    def form_of(self, token: str, voter: str, now: float) -> str:
        """The name of the form that this browser was given. Raises Bad."""
        name, holder, made = _load(self.forms, token)
        if holder != _short(voter) or not -60 <= now - made <= LIFE:  # another instance's clock may be ahead a little
            raise Bad
        return str(name)

    def confirmation(self, content: str) -> str:
        """Goes with the picks on the page that asks to confirm them."""
        return str(self.picks.dumps(sha256(content.encode()).hexdigest()))

    def confirms(self, confirmation: str, content: str) -> bool:
        try:
            return bool(_load(self.picks, confirmation) == sha256(content.encode()).hexdigest())
        except Bad:
            return False


def tokens(key: bytes) -> Tokens:
    """key   32 random bytes, the same in every instance of the service"""
    made = [URLSafeSerializer(hmac.digest(key, use, "sha256"), salt=use) for use in (b"cookie", b"form", b"picks")]
    return Tokens(*made)


def new_voter() -> str:
    return secrets.token_urlsafe(16)


def _short(voter: str) -> str:
    return sha256(voter.encode()).hexdigest()[:16]


def _load(serializer: URLSafeSerializer, text: str) -> Any:
    try:
        return serializer.loads(text)
    except BadData as error:
        raise Bad from error
