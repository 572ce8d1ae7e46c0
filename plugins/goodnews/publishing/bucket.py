"""A bucket as a target: storage that speaks the protocol of S3, wherever it stands (Aliyun OSS, Tencent COS, MinIO …).

An object is replaced as a whole. Each is read back and compared before anything that names it follows, because a
bucket may accept what it does not keep. The keys come from the environment, never from the target's address.
"""

import ipaddress
import os
import socket
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
import msgspec
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError, NoCredentialsError

from goodnews.language import _
from goodnews.publishing.headers import headers_of
from goodnews.publishing.store import Piece, Refused, differs, is_hidden, under_way

STATE = ".publication/"
LOCK = "lock"
LEASE = timedelta(minutes=3)  # after which the lock of a publication that was killed elsewhere is taken over
RENEWAL = 60.0  # seconds
WORKERS = 8
CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS = 10.0, 30.0, 3  # seconds, seconds, and how often
T = TypeVar("T")
_REFUSED = frozenset("AccessDenied InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken Forbidden 403".split())
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})


class Lock(msgspec.Struct, frozen=True):
    """Who publishes, and until when nobody else may."""

    host: str
    process: int
    until: datetime


class Bucket:
    """See `Store`."""

    hash = "md5"  # which is what a listing shows

    def __init__(self, bucket: str, prefix: str, endpoint: str, region: str, state: str) -> None:
        """
        prefix    of all keys, "" or ending with a slash
        endpoint  "" for the one that the environment names
        region    "" likewise
        state     another bucket for record and kept files, where this one is open to all; "" for the same
        """
        self._bucket, self._prefix = bucket, prefix
        self._kept_in = state or bucket
        self._state = prefix + STATE
        self._renewed = 0.0
        os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")  # asks no machine that was not named
        endpoint = endpoint or os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
        config = Config(
            connect_timeout=CONNECT_TIMEOUT,
            read_timeout=READ_TIMEOUT,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            max_pool_connections=WORKERS,
            request_checksum_calculation="when_required",  # what other makers' storage does not know
            response_checksum_validation="when_required",
            s3={"addressing_style": "path" if _is_address(endpoint) else "virtual"},
        )
        region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        try:
            self._client: Any = boto3.Session().client(
                "s3", endpoint_url=endpoint or None, region_name=region, config=config
            )
        except (BotoCoreError, ValueError) as error:
            raise Refused(_("The storage cannot be asked: {reason}.").format(reason=error)) from None

    @contextmanager
    def held(self) -> Iterator[None]:
        self._lock()
        try:
            yield
        finally:
            with suppress(Refused):  # it ends by itself
                self._delete(self._kept_in, self._state + LOCK)

    def read(self, name: str) -> bytes | None:
        return self._get(self._kept_in, self._state + name)

    def write(self, name: str, data: bytes) -> None:
        key = self._state + name
        self._ask(lambda: self._client.put_object(Bucket=self._kept_in, Key=key, Body=data, ContentType="text/plain"))
        if self._get(self._kept_in, key) != data:
            raise differs(key, True)

    def clear(self, name: str) -> None:
        self._delete(self._kept_in, self._state + name)

    def fetch(self, path: str) -> bytes | None:
        return self._get(self._bucket, self._prefix + path)

    def inventory(self) -> dict[str, str]:
        found = {}
        for key, tag in self._listed(self._bucket, self._prefix):
            path = key.removeprefix(self._prefix)
            if not is_hidden(path) and not path.endswith("/"):
                found[path] = tag
        return found

    def keep(self, files: Mapping[str, str]) -> None:
        there = self.kept()

        def copy(path: str) -> None:
            source = {"Bucket": self._bucket, "Key": self._prefix + path}
            self._ask(
                lambda: self._client.copy_object(Bucket=self._kept_in, Key=self._object(files[path]), CopySource=source)
            )

        for _done in self._each(copy, [path for path, digest in files.items() if digest not in there]):
            pass

    def kept(self) -> set[str]:
        prefix = self._object("")
        return {key.removeprefix(prefix) for key, _tag in self._listed(self._kept_in, prefix)}

    def forget(self, hashes: Collection[str]) -> None:
        for _done in self._each(lambda digest: self._delete(self._kept_in, self._object(digest)), hashes):
            pass

    def put(self, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
        return self._each(self._put, pieces)

    def remove(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._delete(self._bucket, self._prefix + path)

    def _put(self, piece: Piece) -> tuple[str, str]:
        """Put one object, and read it back."""
        if piece.source:
            with open(piece.source, "rb") as file:
                data: bytes | None = file.read()
        else:
            data = self._get(self._kept_in, self._object(piece.sha256))
        if data is None or sha256(data).hexdigest() != piece.sha256:
            raise Refused(
                _("{path} is not what this publication needs any more. Publish again.").format(path=piece.path)
            )
        key, headers = self._prefix + piece.path, headers_of(piece.path)
        answer = self._ask(
            lambda: self._client.put_object(
                Bucket=self._bucket, Key=key, Body=data, ContentType=headers.type, CacheControl=headers.cache
            )
        )
        read = self._get(self._bucket, key)
        if read != data:
            raise differs(piece.path, read is not None)
        return piece.path, str(answer["ETag"]).strip('"')

    def _each(self, work: Callable[[Any], T], items: Iterable[Any]) -> Iterator[T]:
        """Do some work at once; what fails ends the rest before it begins."""
        with ThreadPoolExecutor(WORKERS) as pool:
            waiting = [pool.submit(work, item) for item in items]
            try:
                for future in waiting:
                    yield future.result()
                    self._renew()
            finally:
                for future in waiting:
                    future.cancel()

    def _lock(self) -> None:
        """Take the lock, or that of a publication that has ended."""
        key = self._state + LOCK
        other = self._get(self._kept_in, key)
        if other is not None and _is_live(other):
            raise under_way()
        if other is not None:
            self._delete(self._kept_in, key)
        mine = self._written(condition={"IfNoneMatch": "*"})
        if self._get(self._kept_in, key) != mine:
            raise under_way()

    def _written(self, condition: Mapping[str, str]) -> bytes:
        self._renewed = time.monotonic()
        data = msgspec.json.encode(Lock(socket.gethostname(), os.getpid(), datetime.now(UTC) + LEASE))
        put = {"Bucket": self._kept_in, "Key": self._state + LOCK, "Body": data}
        try:
            self._client.put_object(**put, **condition)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in ("PreconditionFailed", "ConditionalRequestConflict", "412", "409"):
                raise under_way() from None
            if code not in ("NotImplemented", "InvalidArgument", "501"):
                raise _said(error) from None
            self._ask(lambda: self._client.put_object(**put))  # a storage without conditions: read back, it decides
        except BotoCoreError as error:
            raise _said(error) from None
        return data

    def _renew(self) -> None:
        if time.monotonic() - self._renewed > RENEWAL:
            self._written({})

    def _object(self, digest: str) -> str:
        return f"{self._state}objects/{digest}"

    def _get(self, bucket: str, key: str) -> bytes | None:
        def ask() -> bytes:
            return bytes(self._client.get_object(Bucket=bucket, Key=key)["Body"].read())

        try:
            return self._ask(ask)
        except _Absent:
            return None

    def _delete(self, bucket: str, key: str) -> None:
        self._ask(lambda: self._client.delete_object(Bucket=bucket, Key=key))

    def _listed(self, bucket: str, prefix: str) -> list[tuple[str, str]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return self._ask(
            lambda: [(one["Key"], one["ETag"].strip('"')) for page in pages for one in page.get("Contents", ())]
        )

    def _ask(self, question: Callable[[], T]) -> T:
        """The answer of the storage.

        raises  Refused
        """
        try:
            return question()
        except (ClientError, BotoCoreError, OSError) as error:
            raise _said(error) from None


class _Absent(Refused):
    """There is no such object."""


def _said(error: Exception) -> Refused:
    """A sentence on what a storage refused."""
    if isinstance(error, ClientError):
        code = str(error.response["Error"].get("Code", ""))
        if code in _ABSENT:
            return _Absent(code)
        if code in _REFUSED:
            words = _("The storage refuses the key ({code}). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        elif code == "NoSuchBucket":
            words = _("The storage has no such bucket ({code}). Check its name, region and endpoint.")
        else:
            words = _("The storage answers {code}. Readers have a whole site; once that is fixed, publish again.")
        return Refused(words.format(code=code))
    if isinstance(error, NoCredentialsError):
        return Refused(_("The storage needs a key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."))
    if isinstance(error, HTTPClientError | ConnectionError | OSError):
        words = _("The storage cannot be reached: {reason}. Readers have a whole site; publish again later.")
        return Refused(words.format(reason=str(error).rstrip(".")))
    return Refused(_("The storage cannot be asked: {reason}.").format(reason=str(error).rstrip(".")))


def _is_live(data: bytes) -> bool:
    """Whether the holder of a lock may still be at work."""
    try:
        lock = msgspec.json.decode(data, type=Lock)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return False
    if lock.host == socket.gethostname():
        try:
            os.kill(lock.process, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass
    return datetime.now(UTC) < lock.until


def _is_address(endpoint: str) -> bool:
    """Whether a server is named by its number, or is this machine: there a bucket cannot be part of the name."""
    host = urlsplit(endpoint).hostname or ""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
