"""The API of a listmonk: its campaigns, and what each refusal means.

source  https://listmonk.app/docs/apis/campaigns/
"""

import http.client
import json
import urllib.error
import urllib.request
from typing import Any, NamedTuple
from urllib.parse import urlencode

from goodnews.language import _
from goodnews.sending.post import said

TOKEN = "NUANWEN_LISTMONK_TOKEN"  # variable of the environment: a file that is committed holds no secret
PATIENCE = 60.0  # seconds for each answer
TAG = "nuanwen"
_NEWEST = 100  # campaigns among which one is looked for
_LARGEST = 32 << 20  # bytes of an answer


class Denied(Exception):
    """listmonk said no, and has done nothing: what it means, and its words."""


class Lost(Exception):
    """There is no answer, or none that says what was done: why."""


class Campaign(NamedTuple):
    name: str
    subject: str
    sender: str
    html: str
    text: str


class Place(NamedTuple):
    """Where a campaign is, and what has become of it."""

    id: int
    name: str
    status: str  # draft, scheduled, running, …


class Listmonk:
    """Calls of one installation.

    key       API user, colon, token
    lists     ids of the lists that a campaign is for
    template  id of a template; 0: the installation's default
    """

    def __init__(self, address: str, key: str, lists: tuple[str, ...], template: int) -> None:
        self._address = address.rstrip("/")
        self._key = key
        self._lists = [int(one) for one in lists]
        self._template = template

    def page(self, place: Place) -> str:
        """Where a person looks at a campaign."""
        return f"{self._address}/admin/campaigns/{place.id}"

    def newest(self) -> list[Place]:
        """The newest campaigns, the newest first. An old version of listmonk knows no tags, and gives all."""
        asked = {"tags": TAG, "order_by": "created_at", "order": "DESC", "page": 1, "per_page": _NEWEST}
        found = self._call(f"campaigns?{urlencode(asked)}")
        results = found.get("results") if isinstance(found, dict) else None
        return [_place(one) for one in results or () if isinstance(one, dict)]

    def add(self, campaign: Campaign) -> Place:
        """A new draft: nothing goes out before a person starts it."""
        asked = {
            "name": campaign.name,
            "subject": campaign.subject,
            "lists": self._lists,
            "from_email": campaign.sender,
            "type": "regular",
            "content_type": "html",
            "messenger": "email",
            "body": campaign.html,
            "altbody": campaign.text,
            "tags": [TAG],
            **({"template_id": self._template} if self._template else {}),
        }
        found = self._call("campaigns", json.dumps(asked).encode())
        if not isinstance(found, dict):
            raise Lost(_("an answer without {name}").format(name="data"))
        return _place(found)

    def read(self, place: Place) -> tuple[str, str]:
        """Subject and HTML of a campaign."""
        found = self._call(f"campaigns/{place.id}")
        return (str(found.get("subject")), str(found.get("body"))) if isinstance(found, dict) else ("", "")

    def _call(self, path: str, body: bytes | None = None) -> Any:
        """The data of an answer.

        raises  Denied; Lost
        """
        headers = {"Authorization": f"token {self._key}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._address}/api/{path}", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
                data = reply.read(_LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                words = _message(error.read(_LARGEST))
            if error.code >= 500 or error.code == 429:
                raise Lost(f"HTTP {error.code} {words}".strip()) from None
            raise Denied(f"{advice(error.code)} (HTTP {error.code} {words})".replace(" )", ")")) from None
        except urllib.error.URLError as error:
            raise Lost(said(error.reason) if isinstance(error.reason, Exception) else str(error.reason)) from None
        except (OSError, http.client.HTTPException) as error:
            raise Lost(said(error)) from None
        try:
            return json.loads(data.decode("utf-8"))["data"]
        except (ValueError, RecursionError, TypeError, LookupError):
            raise Lost(_("an answer that is not listmonk's")) from None


def advice(code: int) -> str:
    """What a refusal means, and what to do."""
    if code in (401, 403):
        return _(
            "listmonk does not let us in. Check listmonk_user and the token in {name}; the user's role needs "
            "campaigns:get, campaigns:manage and the lists."
        ).format(name=TOKEN)
    if code == 404:
        return _("There is no listmonk at listmonk_url. Write the address of its first page, without /admin or /api.")
    return _("listmonk does not take the campaign. Look at listmonk_lists and listmonk_template.")


def _place(found: dict[str, Any]) -> Place:
    id_ = found.get("id")
    if not isinstance(id_, int):
        raise Lost(_("an answer without {name}").format(name="id"))
    return Place(id_, str(found.get("name")), str(found.get("status")))


def _message(data: bytes) -> str:
    """What a refusal says."""
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return ""
    return " ".join(str(found.get("message", "")).split())[:300] if isinstance(found, dict) else ""
