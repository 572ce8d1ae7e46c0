"""A mail or an article goes only to the server that is meant: a false certificate is told, and nothing handed over."""

import pytest

from goodnews.sending import post
from goodnews.sending.post import Post, Server, Unwilling
from goodnews.sending.wechat import Account, Lost
from tests.sending import official
from tests.sending.server import CERTIFICATES, encrypting, serving

READER, MAIL = "a@nuanwen.example", b"Subject: a week\r\n\r\nWords\r\n"


@pytest.fixture(autouse=True)
def _far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server is on this machine, where the line may be open."""
    monkeypatch.setattr(post, "_LOCAL", ())


def trust(monkeypatch: pytest.MonkeyPatch, certificate: str) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATES / f"{certificate}.pem"))


def sent(host: str, port: int, password: str = "a-secret") -> None:
    user = "news" if password else ""
    with Post(Server(host, port, user, password), "news@nuanwen.example", patience=5.0) as line:
        line.agree(READER)
        line.hand_over(MAIL)


def test_a_certificate_that_nobody_vouches_for_is_told_and_the_server_hears_nothing():
    with serving(encrypting("good")) as (box, port), pytest.raises(Unwilling, match=r"^self-signed certificate$"):
        sent("127.0.0.1", port)
    assert (box.tried, box.taken) == ([], [])


def test_a_certificate_of_another_name_is_told(monkeypatch: pytest.MonkeyPatch):
    trust(monkeypatch, "good")
    with serving(encrypting("good")) as (box, port), pytest.raises(Unwilling, match="Hostname mismatch"):
        sent("localhost", port)
    assert (box.tried, box.taken) == ([], [])


def test_a_certificate_that_has_expired_is_told(monkeypatch: pytest.MonkeyPatch):
    trust(monkeypatch, "expired")
    with serving(encrypting("expired")) as (box, port), pytest.raises(Unwilling, match="certificate has expired"):
        sent("127.0.0.1", port)
    assert (box.tried, box.taken) == ([], [])


def test_a_server_that_encrypts_nothing_gets_nothing():
    with serving() as (box, port), pytest.raises(Unwilling, match="STARTTLS"):
        sent("127.0.0.1", port)
    assert (box.tried, box.taken) == ([], [])


def test_over_a_certificate_that_is_trusted_a_mail_arrives(monkeypatch: pytest.MonkeyPatch):
    trust(monkeypatch, "good")
    with serving(encrypting("good")) as (box, port):
        sent("127.0.0.1", port, password="")
    assert box.readers == [READER]


def test_wechat_with_a_false_certificate_gets_neither_secret_nor_article():
    with (
        official.serving(encrypting("good")) as (account, api),
        pytest.raises(Lost, match=r"^self-signed certificate$"),
    ):
        Account(api, official.APP, official.SECRET, patience=5.0).upload("cover.png", b"\x89PNG")
    assert account.calls == []


def test_wechat_over_a_certificate_that_is_trusted_takes_a_cover(monkeypatch: pytest.MonkeyPatch):
    trust(monkeypatch, "good")
    with official.serving(encrypting("good")) as (account, api):
        Account(api, official.APP, official.SECRET, patience=5.0).upload("cover.png", b"\x89PNG")
    assert account.calls == ["stable_token", "material/add_material"]
