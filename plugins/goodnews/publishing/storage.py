"""Storage that speaks the protocol of S3: its objects, and what it refuses in a sentence.

The keys come from the environment, never from the target's address.
"""

import ipaddress
import os
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError, NoCredentialsError

from goodnews.language import _
from goodnews.publishing.store import Failed, NotPublished

WORKERS = 8  # requests at the same time
CONNECT_TIMEOUT, READ_TIMEOUT, ATTEMPTS = 10.0, 30.0, 3  # seconds, seconds, and how often
Answer = TypeVar("Answer")
_KEY_REFUSED = frozenset("AccessDenied InvalidAccessKeyId SignatureDoesNotMatch ExpiredToken Forbidden 403".split())
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "412", "409"})
_UNKNOWN_CONDITION = frozenset({"NotImplemented", "InvalidArgument", "501"})


class Absent(Failed):
    """There is no such object."""


class Taken(Failed):
    """There is such an object already."""


class NoConditions(Failed):
    """This storage cannot be asked to write only where there is nothing yet."""


class Storage:
    """Objects by bucket and key. Whatever fails raises NotPublished."""

    def __init__(self, endpoint: str, region: str) -> None:
        """
        endpoint  "" for the one that the environment names
        region    "" likewise
        """
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
            raise NotPublished(_("The storage cannot be asked: {reason}.").format(reason=error)) from None

    def get(self, bucket: str, key: str) -> bytes | None:
        """An object; None if there is none."""
        try:
            return _answer(lambda: bytes(self._client.get_object(Bucket=bucket, Key=key)["Body"].read()))
        except Absent:
            return None

    def put(self, bucket: str, key: str, data: bytes, **more: str) -> str:
        """Replace an object, as a whole.

        more     headers and conditions, by their names in the protocol
        returns  its tag
        """
        answer = _answer(lambda: self._client.put_object(Bucket=bucket, Key=key, Body=data, **more))
        return str(answer["ETag"]).strip('"')

    def copy(self, source: tuple[str, str], bucket: str, key: str) -> None:
        """
        source  bucket and key
        """
        there = dict(zip(("Bucket", "Key"), source, strict=True))
        _answer(lambda: self._client.copy_object(Bucket=bucket, Key=key, CopySource=there))

    def delete(self, bucket: str, key: str) -> None:
        _answer(lambda: self._client.delete_object(Bucket=bucket, Key=key))

    def tags(self, bucket: str, prefix: str) -> dict[str, str]:
        """What follows the prefix in a key -> tag."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        objects = _answer(lambda: [one for page in pages for one in page.get("Contents", ())])
        return {one["Key"].removeprefix(prefix): one["ETag"].strip('"') for one in objects}


def _answer(question: Callable[[], Answer]) -> Answer:
    """What the storage answers.

    raises  NotPublished
    """
    try:
        return question()
    except (ClientError, BotoCoreError, OSError) as error:
        raise _refusal(error) from None


def _refusal(error: Exception) -> NotPublished:
    """A sentence on what a storage refused."""
    if isinstance(error, ClientError):
        code = str(error.response["Error"].get("Code", ""))
        for codes, kind in ((_ABSENT, Absent), (_TAKEN, Taken), (_UNKNOWN_CONDITION, NoConditions)):
            if code in codes:
                return kind(_("The storage answers {code}.").format(code=code))
        if code in _KEY_REFUSED:
            words = _("The storage refuses the key ({code}). Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.")
        elif code == "NoSuchBucket":
            words = _("The storage has no such bucket ({code}). Check its name, region and endpoint.")
        else:
            words = _("The storage answers {code}.")
        return Failed(words.format(code=code))
    reason = str(error).rstrip(".")
    if isinstance(error, NoCredentialsError):
        return NotPublished(_("The storage needs a key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."))
    if isinstance(error, HTTPClientError | ConnectionError | OSError):
        return Failed(_("The storage cannot be reached: {reason}.").format(reason=reason))
    return Failed(_("The storage cannot be asked: {reason}.").format(reason=reason))


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
