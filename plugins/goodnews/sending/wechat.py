"""The API of a WeChat official account: its token, its materials and its draft box, and what each refusal means."""

import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import urlencode

from goodnews.language import _
from goodnews.sending.post import said

PATIENCE = 60.0  # seconds for each answer
SECRET = "NUANWEN_WECHAT_SECRET"  # variable of the environment: a file that is committed holds no secret
_LARGEST = 32 << 20  # bytes of an answer
_PAGE, _PAGES = 20, 10  # entries of a list that are asked for at once, and how often: the newest come first
_OLD_TOKEN = (40001, 40014, 42001)
_BUSY = -1


class Denied(Exception):
    """The account's server said no, and has done nothing: its code and its words."""

    def __init__(self, code: int, reply: str) -> None:
        super().__init__(code, reply)
        self.code = code
        self.reply = reply

    def __str__(self) -> str:
        return f"{advice(self.code, self.reply)} ({self.code} {self.reply})"


class Lost(Exception):
    """There is no answer, or none that says what was done: why."""


class Busy(Lost):
    """WeChat says that it is busy; what it did is not known."""


class Article(NamedTuple):
    title: str
    author: str
    summary: str
    address: str  # of the original
    content: str  # HTML


class Account:
    """Calls of one official account. Its token is the stable one, which leaves other programs theirs."""

    def __init__(self, api: str, app: str, secret: str, patience: float = PATIENCE) -> None:
        self._api = api.rstrip("/")
        self._app, self._secret = app, secret
        self._patience = patience
        self._token = ""

    def upload(self, name: str, picture: bytes) -> str:
        """Add a picture to the permanent materials; its media id."""
        boundary = blake2b(picture, digest_size=16).hexdigest()
        kind = "image/png" if picture.startswith(b"\x89PNG") else "image/jpeg"
        head = f'Content-Disposition: form-data; name="media"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        body = b"".join((f"--{boundary}\r\n{head}".encode(), picture, f"\r\n--{boundary}--\r\n".encode()))
        answer = self._call("material/add_material", body, f"multipart/form-data; boundary={boundary}", type="image")
        return _text(answer, "media_id")

    def picture_named(self, name: str) -> str:
        """The media id of a picture among the newest materials; '' if there is none of that name."""
        for item in self._listed("material/batchget_material", {"type": "image"}):
            if item.get("name") == name:
                return _text(item, "media_id")
        return ""

    def add(self, articles: Sequence[Article], cover: str) -> str:
        """Put a new draft into the draft box; its media id.

        cover  media id of a permanent picture
        """
        written = [
            {
                "article_type": "news",
                "title": article.title,
                "author": article.author,
                "digest": article.summary,
                "content": article.content,
                "content_source_url": article.address,
                "thumb_media_id": cover,
            }
            for article in articles
        ]
        return _text(self._call("draft/add", _json({"articles": written})), "media_id")

    def draft(self, media_id: str) -> list[Article]:
        return _articles(self._call("draft/get", _json({"media_id": media_id})))

    def drafts(self) -> Iterator[tuple[str, list[Article]]]:
        """The newest drafts, without their content: media id and articles."""
        for item in self._listed("draft/batchget", {"no_content": 1}):
            content = item.get("content")
            yield _text(item, "media_id"), _articles(content if isinstance(content, dict) else {})

    def _listed(self, path: str, asked: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        for page in range(_PAGES):
            answer = self._call(path, _json({**asked, "offset": page * _PAGE, "count": _PAGE}))
            items = [item for item in answer.get("item") or () if isinstance(item, dict)]
            yield from items
            if len(items) < _PAGE:
                return

    def _call(self, path: str, body: bytes, kind: str = "application/json", **query: str) -> dict[str, Any]:
        if not self._token:
            self._renew(force=False)
        for last in (False, True):
            asked = urlencode({"access_token": self._token, **query})
            try:
                return self._answer(f"cgi-bin/{path}?{asked}", body, kind)
            except Denied as error:
                if last or error.code not in _OLD_TOKEN:
                    raise
                self._renew(force=True)  # another program had it renewed
        raise AssertionError

    def _renew(self, force: bool) -> None:
        asked = {"grant_type": "client_credential", "appid": self._app, "secret": self._secret, "force_refresh": force}
        self._token = _text(self._answer("cgi-bin/stable_token", _json(asked)), "access_token")

    def _answer(self, address: str, body: bytes, kind: str = "application/json") -> dict[str, Any]:
        """raises  Denied; Lost, whose words never hold the address, for the token is in it"""
        request = urllib.request.Request(f"{self._api}/{address}", body, {"Content-Type": kind})
        try:
            with urllib.request.urlopen(request, timeout=self._patience) as reply:
                data = reply.read(_LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                raise Lost(f"HTTP {error.code}") from None
        except urllib.error.URLError as error:
            raise Lost(_why(error.reason)) from None
        except (OSError, http.client.HTTPException) as error:
            raise Lost(_why(error)) from None
        try:
            answer = json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise Lost(_("an answer that is no JSON"))
        code = answer.get("errcode", 0)
        if code == _BUSY:
            raise Busy(_("WeChat is busy (-1)"))
        if code:
            raise Denied(code if isinstance(code, int) else 0, " ".join(str(answer.get("errmsg", "")).split())[:300])
        return answer


def advice(code: int, reply: str) -> str:
    """What a refusal means, and what to do."""
    if code == 40164:
        found = re.search(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|[0-9a-f]*:[0-9a-f:]+:[0-9a-f]+", reply)
        words = _(
            "WeChat takes no calls from this computer{address}. Add its address to the IP whitelist of the account, "
            "wait some minutes, and type the same again."
        )
        return words.format(address=_(" ({address})").format(address=found[0]) if found else "")
    secret = _(
        "WeChat does not accept the secret. Copy it anew from the account's basic settings into {name}; "
        "if it is right, another program takes this account's tokens the old way: have it use stable_token."
    ).format(name=SECRET)
    confirm = _("WeChat waits until an administrator of the account allows this computer: confirm it in WeChat.")
    cover = _("WeChat does not take the cover. Type the same again: it is then uploaded anew.")
    sentences = {
        40001: secret,
        40125: secret,
        40013: _("WeChat knows no account with the id in wechat_app. Copy it from the account's basic settings."),
        89503: confirm,
        89506: confirm,
        89507: confirm,
        40007: cover,
        40005: cover,
        40009: cover,
        45001: cover,
        44003: _("WeChat finds an article empty. Check that the issue has text, and type the same again."),
        45002: _("WeChat finds an article too long. Leave stories out of the issue, or shorten them."),
        45003: _("WeChat finds a title too long. Give the digest a shorter `title`."),
        45004: _("WeChat finds a summary too long. Choose fewer `highlights` for the digest."),
        45110: _("WeChat finds the author's name too long. It is SITENAME; hand the issue over by the copy page."),
        45166: _("WeChat refuses something in the text. Look for links and code in the digest's introduction."),
        45009: _("The account has used up its calls of today. Type the same again tomorrow."),
        48001: _("This account may not use the draft box by the API: it must be verified. Use the copy page."),
    }
    other = _("WeChat refused. Look the code up among the global return codes of its documentation.")
    return sentences.get(code, other)


def _articles(answer: Mapping[str, Any]) -> list[Article]:
    names = ("title", "author", "digest", "content_source_url", "content")
    items = answer.get("news_item")
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [Article(*(str(item.get(name, "")) for name in names)) for item in found]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()  # it prints \u4e00 as it stands


def _text(answer: Mapping[str, Any], name: str) -> str:
    found = answer.get(name)
    if not isinstance(found, str) or not found:
        raise Lost(_("an answer without {name}").format(name=name))
    return found


def _why(error: object) -> str:
    return said(error) if isinstance(error, Exception) else " ".join(str(error).split())
