"""A bucket that refuses, lies, hangs, or says in its own way what others do."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import md5
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from benchmarks.publishing import missing
from goodnews.publishing import storage as storages
from goodnews.publishing.bucket import Bucket
from goodnews.publishing.headers import headers_of
from goodnews.publishing.store import NotPublished, Piece
from tests.builders import ROOT, Room
from tests.publishing.places import KEY, Place, bucket_at, bucket_behind, copy_bucket, files_in

Wsgi = Callable[..., Iterable[bytes]]


class Odd:
    """A storage that treats some requests in a way of its own."""

    def __init__(self) -> None:
        self._right: Wsgi = DomainDispatcherApplication(create_backend_app)
        self.own: Callable[[str, str], Wsgi | None] = lambda method, path: None

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        answer = self.own(environ["REQUEST_METHOD"], environ["PATH_INFO"])
        return (answer or self._right)(environ, start)


@pytest.fixture
def odd(key: None) -> Iterator[tuple[Odd, Place]]:
    """Such a storage, and an empty bucket there."""
    app = Odd()
    with bucket_behind(app) as place:
        yield app, place


def refused_with(status: str, code: str) -> Wsgi:
    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
        start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def only_stories(answer: Wsgi, method: str, path: str) -> Wsgi | None:
    return answer if method == "PUT" and "/story/" in path else None


def accepts_only(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Says that all is well, and keeps nothing."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [("ETag", '"d41d8cd98f00b204e9800998ecf8427e"'), ("Content-Length", "0")])
    return [b""]


def test_refusal_in_the_middle_is_told_and_readers_see_a_whole_site(
    site: Room, odd: tuple[Odd, Place], published_bucket: Place
):
    app, place = odd
    copy_bucket(published_bucket.bucket, place.bucket)
    site.story("four", title="第四条热线", date="2026-02-07")
    site.build()
    for status, code, told in (
        ("403 Forbidden", "InvalidAccessKeyId", "refuses the key (InvalidAccessKeyId). Check AWS_ACCESS_KEY_ID"),
        ("403 Forbidden", "AccessDenied", "refuses the key (AccessDenied)"),
        ("404 Not Found", "NoSuchBucket", "no such bucket (NoSuchBucket). Check its name, region and endpoint"),
        ("400 Bad Request", "QuotaExceeded", "answers QuotaExceeded. Readers have a whole site"),
    ):
        app.own = partial(only_stories, refused_with(status, code))
        with pytest.raises(NotPublished) as refused:
            place.publish(site)
        assert told in str(refused.value)
        assert missing(place.public(), site.url) == []
    app.own = lambda method, path: None
    place.publish(site)
    assert place.public() == files_in(site.output)
    assert place.said == ["The last publication ended early; this one goes on from there."]


def test_first_publication_that_is_refused_does_not_speak_of_a_whole_site(built: Room, odd: tuple[Odd, Place]):
    app, place = odd
    app.own = partial(only_stories, refused_with("400 x", "Quota"))
    with pytest.raises(
        NotPublished, match=r"answers Quota\. Readers never had a whole site here, and do not have one yet"
    ):
        place.publish(built)


def test_storage_whose_tags_are_no_md5_goes_on_after_a_kill(
    built: Room, bucket: Place, monkeypatch: pytest.MonkeyPatch
):
    """As where it encrypts: what a publication that was cut off has put there is known by its content."""
    store = bucket.opened()
    monkeypatch.setattr(type(store), "tag", lambda self, data: md5(b"salt" + data).hexdigest())
    put, left = store.put, [40]

    def few(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        for piece in pieces:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            yield from put([piece])

    monkeypatch.setattr(store, "put", few)
    with pytest.raises(KeyboardInterrupt):
        bucket.publish(built)
    left[0] = 1000
    bucket.publish(built)
    assert bucket.public() == files_in(built.output)
    assert bucket.publish(built)[:3] == (0, 0, 0)


def test_bucket_that_accepts_and_keeps_nothing_gets_no_page_that_names_it(built: Room, odd: tuple[Odd, Place]):
    app, place = odd
    app.own = lambda method, path: accepts_only if method == "PUT" and path.endswith("/site.css") else None
    with pytest.raises(NotPublished, match=r"static/site\.css was accepted, but is not there"):
        place.publish(built)
    assert [path for path in place.public() if path.endswith(".html")] == []
    app.own = lambda method, path: None
    place.publish(built)
    assert place.public() == files_in(built.output)


def test_bucket_that_alters_an_object_is_found_out(site: Room, odd: tuple[Odd, Place], published_bucket: Place):
    app, place = odd
    copy_bucket(published_bucket.bucket, place.bucket)
    site.story("one", title="换了标题", date="2026-02-04")
    site.build()
    app.own = lambda method, path: accepts_only if method == "PUT" and path.endswith("/one.html") else None
    with pytest.raises(NotPublished, match=r"story/2026/one\.html was accepted, but reads differently"):
        place.publish(site)
    assert "换了标题" not in place.public()["index.html"].decode()


def test_storage_that_never_answers_is_given_up(built: Room, odd: tuple[Odd, Place], monkeypatch: pytest.MonkeyPatch):
    app, place = odd
    waits = threading.Event()

    def never(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        waits.wait(30)
        return accepts_only(environ, start)

    app.own = lambda method, path: never if method == "GET" else None
    monkeypatch.setattr(storages, "READ_TIMEOUT", 0.3)
    monkeypatch.setattr(storages, "ATTEMPTS", 1)
    with pytest.raises(NotPublished, match="The storage cannot be reached: Read timeout"):
        place.publish(built)
    waits.set()


def test_storage_that_is_not_there_is_told(built: Room, key: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(storages, "ATTEMPTS", 1)
    store = Bucket("news", "", "http://127.0.0.1:9", "", "")
    with pytest.raises(NotPublished, match="The storage cannot be reached: Could not connect to the endpoint URL"):
        Place("", lambda: store, dict, print, print, dict).publish(built)


def test_without_a_key_the_variables_are_named(built: Room, key: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    for name in KEY:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    store = Bucket("news", "", "http://127.0.0.1:9", "", "")
    with pytest.raises(NotPublished, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        Place("", lambda: store, dict, print, print, dict).publish(built)


def test_storage_that_knows_no_conditions_is_used_all_the_same(built: Room, odd: tuple[Odd, Place]):
    app, place = odd
    first = refused_with("501 Not Implemented", "NotImplemented")
    left = [first]
    app.own = lambda method, path: left.pop() if left and method == "PUT" and path.endswith("/lock") else None
    place.publish(built)
    assert left == []
    assert place.public() == files_in(built.output)


def test_lock_of_a_publication_that_died_elsewhere_is_taken_over(built: Room, bucket: Place):
    bucket.state("lock", b'{"host": "elsewhere", "process": 1, "until": "2999-01-01T00:00:00Z"}')
    with pytest.raises(NotPublished, match="under way"):
        bucket.publish(built)
    bucket.state("lock", b'{"host": "elsewhere", "process": 1, "until": "2026-01-01T00:00:00Z"}')
    bucket.publish(built)


def test_state_may_lie_in_a_bucket_of_its_own(built: Room, storage: str, key: None):
    public, private = bucket_at("public-site", storage), bucket_at("private-state", storage)
    store = Bucket("public-site", "site/", storage, "", "private-state")
    public.publish(built, store=store)
    client: Any = boto3.client("s3", endpoint_url=storage)
    assert [one["Key"] for one in client.list_objects_v2(Bucket="private-state")["Contents"]] == [
        "site/.publication/record.json"
    ]
    assert all("/." not in one["Key"] for one in client.list_objects_v2(Bucket="public-site")["Contents"])
    assert private.public() == {}


def test_types_and_times_are_those_of_the_documentation(built: Room, bucket: Place, storage: str):
    bucket.publish(built)
    client: Any = boto3.client("s3", endpoint_url=storage)
    name = bucket.target.removeprefix("s3://").partition("/")[0]
    answer = client.head_object(Bucket=name, Key="site/story/2026/one.html")
    assert (answer["ContentType"], answer["CacheControl"]) == ("text/html; charset=utf-8", "public, max-age=300")
    rows = [line.split("|") for line in (ROOT / "docs/deploy.md").read_text("utf-8").splitlines() if "max-age=" in line]
    assert len(rows) >= 6
    for _edge, patterns, kind, cache, _end in rows:
        for pattern in patterns.split(","):
            path = pattern.strip().strip("`").replace("*", "x" if "." in pattern else "x.css")
            assert headers_of(path).cache == cache.strip().strip("`"), path
            if kind.strip() != "as usual":
                assert headers_of(path).type == kind.strip().strip("`"), path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("static/site.css", "text/css; charset=utf-8"),
        ("sw.js", "text/javascript; charset=utf-8"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("images/x.avif", "image/avif"),
        ("cards/index.png", "image/png"),
        ("sitemap.xml", "application/xml"),
        ("_redirects", "application/octet-stream"),
    ],
)
def test_every_kind_of_file_has_a_type(path: str, kind: str):
    assert headers_of(path).type == kind
