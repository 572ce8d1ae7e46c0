"""A target as it is written, in the settings or at the command line."""

import os
import re
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, urlsplit

from goodnews.language import _
from goodnews.problem import choices, did_you_mean, display_path
from goodnews.publishing import publication
from goodnews.publishing.journaled import Journaled
from goodnews.publishing.store import NotPublished, Store, sentences

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_HOST = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9._-]*")
_ASKED = ("endpoint", "region", "state")


@dataclass(frozen=True, slots=True)
class OnDisk:
    path: str


@dataclass(frozen=True, slots=True)
class OnServer:
    host: str  # "" for this machine
    path: str  # absolute


@dataclass(frozen=True, slots=True)
class OnBranch:
    remote: str
    branch: str


@dataclass(frozen=True, slots=True)
class InBucket:
    bucket: str
    prefix: str  # "" or ending with a slash
    endpoint: str = ""
    region: str = ""
    state: str = ""


Target = OnDisk | OnServer | OnBranch | InBucket


def named(word: str, names: Mapping[str, str]) -> str:
    """The target that a word stands for: a name of the settings, or the target itself; "" for the only one.

    raises  NotPublished
    """
    if word in names:
        return names[word]
    if not word:
        if len(names) == 1:
            return next(iter(names.values()))
        known = _("The settings name: {names}.").format(names=choices(names)) if names else _forms()
        raise NotPublished(_("Which target? {known}").format(known=known))
    if not re.search(r"[:/\\.]", word):
        # A folder is told from a name by its slash or its dot.
        folder = _("For the folder of this name, write {word}.").format(word=shlex.quote(f"./{word}"))
        fix = folder if os.path.lexists(word) else sentences(did_you_mean(word, names, _forms()), folder)
        raise NotPublished(_("'{word}' is no target. {fix}").format(word=word, fix=fix))
    return word


def target_of(text: str) -> Target:
    """
    raises  NotPublished
    """
    kind, colon, rest = text.partition(":")
    if kind == "s3" and colon:
        return _bucket(text)
    if kind == "git" and colon:
        remote, _hash, branch = rest.rpartition("#")
        if remote and branch and not remote.startswith("-") and not branch.startswith("-"):
            return OnBranch(remote, branch)
    elif kind == "rsync" and colon:
        host, colon, path = ("", ":", rest) if rest.startswith("/") else rest.partition(":")
        if (not host or _HOST.fullmatch(host)) and path.startswith("/") and path.strip("/") and path.isprintable():
            return OnServer(host, "/" + path.strip("/"))
    elif kind == "folder" and rest:
        return OnDisk(os.path.expanduser(rest))
    elif text and (not colon or "/" in kind or "\\" in kind or os.path.isabs(text)):
        return OnDisk(os.path.expanduser(text))
    raise NotPublished(_("'{word}' is no target. {fix}").format(word=text, fix=_forms()))


def check_apart(target: Target, folders: Iterable[str]) -> None:
    """A folder that readers see holds none of the newsroom's own folders, nor lies in one.

    raises  NotPublished
    """
    if not (isinstance(target, OnDisk) or (isinstance(target, OnServer) and not target.host)):
        return
    there = os.path.realpath(target.path)
    for folder in folders:
        own = os.path.realpath(folder)
        if os.path.commonpath([there, own]) in (there, own):
            words = _("{target} holds {folder}, or lies in it. Publish to a folder apart from both.")
            raise NotPublished(words.format(target=target.path, folder=display_path(folder)))


def _bucket(text: str) -> InBucket:
    parts = urlsplit(text)
    asked = dict(parse_qsl(parts.query))
    if "@" in parts.netloc:
        raise NotPublished(_("Keys do not belong in a target: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."))
    strange = [name for name in asked if name not in _ASKED]
    endpoint = asked.get("endpoint", "")
    sound = _BUCKET.fullmatch(parts.netloc) and not strange and not parts.fragment
    if endpoint and urlsplit(endpoint).scheme not in ("http", "https"):
        sound = None
    if not sound or ".." in parts.path:
        raise NotPublished(_("'{word}' is no target. {fix}").format(word=text, fix=_forms()))
    prefix = parts.path.strip("/")
    return InBucket(parts.netloc, f"{prefix}/" if prefix else "", **asked)


def _forms() -> str:
    return _(
        "Write a folder, rsync:HOST:/FOLDER, git:REMOTE#BRANCH, or s3://BUCKET/PREFIX?endpoint=https://…; see "
        "docs/deploy.md."
    )


def opened(target: Target, cache: str) -> publication.Target:
    """A target as a publication finds it. Each is imported only when it is asked for.

    raises  NotPublished
    """
    store: Store
    match target:
        case OnDisk(path):
            from goodnews.publishing.folder import Folder

            store = Folder(path)
        case OnServer(host, path):
            from goodnews.publishing.server import Server

            store = Server(host, path)
        case OnBranch(remote, branch):
            from goodnews.publishing.branch import Branch

            name = blake2b(remote.encode(), digest_size=4).hexdigest()
            return Branch(remote, branch, os.path.join(cache, f"publish-{name}.git"))
        case InBucket():
            from goodnews.publishing.bucket import Bucket

            store = Bucket(target.bucket, target.prefix, target.endpoint, target.region, target.state)
    return Journaled(store)
