"""GitHub as far as the web editor asks it, over a real bare repository: `git log` tells what the editor committed.

It answers the calls that Sveltia CMS makes (found by letting it ask) and refuses every other by name, so that a newer
editor that asks something else fails here with the question it asked. Pull requests are kept in memory; branches,
commits and files are git's own.
"""

import base64
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import BrowserContext, Request, Route

API = "https://api.github.com"
TIME = "2026-11-22T08:00:00Z"
AVATAR = "https://avatars.githubusercontent.com/u/7?v=4"  # as GitHub says it; nobody may ask for it
AUTHOR = {"name": "甲", "email": "jia@chaoxin.example", "avatarUrl": AVATAR}


class Refused(Exception):
    """A call that is answered with a status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class PullRequest:
    """A request to take a branch into another."""

    number: int
    title: str
    head: str
    base: str
    draft: bool
    labels: list[str] = field(default_factory=list)
    state: str = "open"


@dataclass
class GitHub:
    """One repository, with one person who may write to it."""

    bare: Path  # the repository's folder; its branch `main` has a commit
    name: str = "chaoxin/chaoxin"
    token: str = "github_pat_invented"
    login: str = "jia"
    pulls: list[PullRequest] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # every call, in order: "GET /user"

    def join(self, context: BrowserContext) -> None:
        """Answer what a browser asks of GitHub, instead of GitHub."""
        context.route(f"{API}/**", self._answer)

    def git(self, *arguments: str, given: bytes | None = None, index: Path | None = None) -> bytes:
        who = {"NAME": "甲", "EMAIL": "jia@chaoxin.example", "DATE": TIME}
        environment = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        if index:
            environment["GIT_INDEX_FILE"] = str(index)
        command = ["git", "--git-dir", str(self.bare), *arguments]
        ended = subprocess.run(command, input=given, capture_output=True, env={**os.environ, **environment})
        if ended.returncode:
            raise Refused(422, ended.stderr.decode())
        return ended.stdout

    def head(self, branch: str) -> str:
        return self.git("rev-parse", "--verify", f"refs/heads/{branch}").decode().strip()

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads").decode().split()

    def _answer(self, route: Route, request: Request) -> None:
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
        headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, PUT, DELETE"
        path = request.url.removeprefix(API)
        if request.method != "OPTIONS":
            self.asked.append(f"{request.method} {path}")
        try:
            if request.method == "OPTIONS":
                route.fulfill(status=204, headers=headers)
                return
            if request.headers.get("authorization") != f"token {self.token}":
                raise Refused(401, "Bad credentials")
            body = request.post_data_json if request.post_data else None
            found = self._call(request.method, path, body or {})
        except Refused as refused:
            route.fulfill(status=refused.status, headers=headers, json={"message": str(refused)})
            return
        if found is None:
            route.fulfill(status=204, headers=headers)
        elif isinstance(found, bytes):
            route.fulfill(status=200, headers={**headers, "Content-Type": "application/octet-stream"}, body=found)
        else:
            route.fulfill(status=200, headers=headers, json=found)

    def _call(self, method: str, address: str, body: Mapping[str, Any]) -> Any:
        parts = urlsplit(address)
        path = unquote(parts.path)
        if path == "/user":
            return {"id": 7, "login": self.login, "name": "甲", "email": "jia@chaoxin.example", "avatar_url": AVATAR}
        if path == "/graphql":
            return self._graph(body["query"], body["variables"])
        calls: tuple[tuple[str, str, Callable[..., Any]], ...] = (
            ("GET", rf"collaborators/{self.login}", lambda: None),
            ("GET", r"git/trees/(.+)", self._tree),
            ("GET", r"git/blobs/(\w+)", lambda sha: self.git("cat-file", "blob", sha)),
            ("DELETE", r"git/refs/(heads/.+)", lambda ref: self.git("update-ref", "-d", f"refs/{ref}") and None),
            ("PATCH", r"git/refs/(heads/.+)", lambda ref: self._moved(ref, body["sha"])),
            ("POST", r"pulls", lambda: self._opened(body)),
            ("PATCH", r"pulls/(\d+)", lambda number: self._changed(number, body)),
            ("PUT", r"pulls/(\d+)/merge", lambda number: self._merged(number, body)),
            ("GET", r"pulls/(\d+)/files", lambda number: self._files(self._pull(number))),
            ("GET", r"issues/(\d+)", self._issue),
            ("PATCH", r"issues/(\d+)", lambda number: self._labelled(number, body["labels"])),
            ("POST", r"issues/(\d+)/labels", lambda number: self._labelled(number, body["labels"])),
        )
        for its, pattern, answer in calls:
            found = re.fullmatch(rf"/repos/{self.name}/{pattern}", path)
            if its == method and found:
                return answer(*found.groups())
        raise Refused(
            404, f"GitHub is not asked this by any editor known here: {method} {path} {parse_qs(parts.query)}"
        )

    # Files and branches

    def _tree(self, name: str) -> Any:
        lines = self.git("ls-tree", "-r", "-l", "-z", name).decode().split("\0")
        found = []
        for line in filter(None, lines):
            about, _tab, path = line.partition("\t")
            _mode, kind, sha, size = about.split()
            found.append({"path": path, "type": kind, "sha": sha, "size": int(size)})
        return {"sha": name, "tree": found, "truncated": False}

    def _moved(self, ref: str, sha: str) -> Any:
        self.git("update-ref", f"refs/{ref}", sha)
        return {"ref": f"refs/{ref}", "object": {"sha": sha}}

    def _committed(self, given: Mapping[str, Any], aliases: Mapping[str, str]) -> Any:
        branch = given["branch"]["branchName"]
        if self.head(branch) != given["expectedHeadOid"]:
            raise Refused(422, f"Expected branch to point to {self.head(branch)} but it did not.")
        index = self.bare / "index-of-the-editor"
        self.git("read-tree", f"refs/heads/{branch}", index=index)
        for one in given["fileChanges"].get("deletions", ()):
            self.git("update-index", "--force-remove", "--", one["path"], index=index)
        for one in given["fileChanges"].get("additions", ()):
            data = base64.b64decode(one["contents"], validate=True)
            sha = self.git("hash-object", "-w", "--stdin", given=data).decode().strip()
            self.git("update-index", "--add", "--cacheinfo", f"100644,{sha},{one['path']}", index=index)
        tree = self.git("write-tree", index=index).decode().strip()
        headline = given["message"]["headline"]
        commit = self.git("commit-tree", tree, "-p", f"refs/heads/{branch}", "-m", headline).decode().strip()
        self.git("update-ref", f"refs/heads/{branch}", commit)
        shas = {name: {"oid": self._blob(f"{branch}:{path}")} for name, path in aliases.items()}
        return {"createCommitOnBranch": {"commit": {"oid": commit, "committedDate": TIME, **shas}}}

    def _blob(self, expression: str) -> str:
        return self.git("rev-parse", "--verify", expression).decode().strip()

    # Pull requests

    def _pull(self, number: str) -> PullRequest:
        for pull in self.pulls:
            if pull.number == int(number):
                return pull
        raise Refused(404, "Not Found")

    def _opened(self, body: Mapping[str, Any]) -> Any:
        if any(pull.head == body["head"] and pull.state == "open" for pull in self.pulls):
            raise Refused(422, f"A pull request already exists for {body['head']}.")
        self.head(body["head"])
        self.pulls.append(
            PullRequest(len(self.pulls) + 1, body["title"], body["head"], body["base"], bool(body.get("draft")))
        )
        return self._told(self.pulls[-1])

    def _changed(self, number: str, body: Mapping[str, Any]) -> Any:
        pull = self._pull(number)
        pull.state = body.get("state", pull.state)
        return self._told(pull)

    def _merged(self, number: str, body: Mapping[str, Any]) -> Any:
        pull = self._pull(number)
        if pull.draft:
            raise Refused(405, "Pull Request is still a draft")
        tree = self._blob(f"refs/heads/{pull.head}^{{tree}}")
        parents = ["-p", f"refs/heads/{pull.base}", "-p", f"refs/heads/{pull.head}"]
        commit = self.git("commit-tree", tree, *parents, "-m", body["commit_title"]).decode().strip()
        self.git("update-ref", f"refs/heads/{pull.base}", commit)
        pull.state = "merged"
        return {"sha": commit, "merged": True}

    def _labelled(self, number: str, labels: list[str]) -> Any:
        self._pull(number).labels = labels
        return [{"name": label} for label in labels]

    def _issue(self, number: str) -> Any:
        return {"number": int(number), "labels": [{"name": label} for label in self._pull(number).labels]}

    def _told(self, pull: PullRequest) -> Any:
        return {
            "number": pull.number,
            "node_id": f"PR_{pull.number}",
            "title": pull.title,
            "html_url": f"https://github.com/{self.name}/pull/{pull.number}",
            "head": {"ref": pull.head, "sha": self.head(pull.head)},
            "draft": pull.draft,
            "state": pull.state,
            "created_at": TIME,
            "updated_at": TIME,
        }

    def _files(self, pull: PullRequest) -> list[dict[str, str]]:
        words = {"A": "ADDED", "M": "MODIFIED", "D": "DELETED"}
        lines = self.git("diff", "--name-status", "-z", "--no-renames", f"{pull.base}...{pull.head}").decode()
        parts = lines.split("\0")
        return [{"changeType": words[how], "path": path} for how, path in zip(parts[::2], parts[1::2], strict=False)]

    # GraphQL, by what is asked for

    def _graph(self, query: str, variables: Mapping[str, Any]) -> Any:
        given = variables.get("input", {})
        aliases = dict(re.findall(r'(file_\d+): file\(path: ("[^"]*")\)', query))
        if "createCommitOnBranch" in query:
            return {"data": self._committed(given, {name: json.loads(path) for name, path in aliases.items()})}
        if "createRef(" in query:
            if given["name"].removeprefix("refs/heads/") in self.branches():
                return {"errors": [{"message": f"A ref named {given['name']} already exists"}]}
            self.git("update-ref", given["name"], given["oid"])
            return {"data": {"createRef": {"ref": {"name": given["name"]}}}}
        for mutation, draft in (("convertPullRequestToDraft", True), ("markPullRequestReadyForReview", False)):
            if mutation in query:
                self._pull(given["pullRequestId"].removeprefix("PR_")).draft = draft
                return {"data": {mutation: {"pullRequest": {"isDraft": draft}}}}
        branch = variables.get("branch", "main")
        if "fork: repository" in query:
            base = {"ref": {"target": {"oid": self.head(branch)}}}
            return {"data": {"fork": {"id": "R_1"}, "base": base}}
        return {"data": {"repository": self._repository(query, branch)}}

    def _repository(self, query: str, branch: str) -> Any:
        many = re.split(r"(?<=[ {])((?:content|commit|file|history)_\d+): ", query)[1:]
        if many:
            return {name: self._fragment(asked, branch) for name, asked in zip(many[::2], many[1::2], strict=True)}
        if "defaultBranchRef" in query:
            return {"defaultBranchRef": {"name": "main"}}
        if "totalCount" in query:
            return {"pullRequests": {"totalCount": sum(p.head == branch and p.state == "open" for p in self.pulls)}}
        if "pullRequests(" in query:
            return {"pullRequests": {"nodes": [self._node(pull) for pull in self.pulls if pull.state == "open"]}}
        if "ref(qualifiedName: $branch)" in query:
            sha = self.head(branch)
            message = self.git("log", "-1", "--format=%s", sha).decode().strip()
            return {"ref": {"target": {"oid": sha, "history": {"nodes": [{"oid": sha, "message": message}]}}}}
        raise Refused(400, f"GitHub is not asked this by any editor known here: {query}")

    def _node(self, pull: PullRequest) -> Any:
        return {
            "id": f"PR_{pull.number}",
            "number": pull.number,
            "title": pull.title,
            "url": f"https://github.com/{self.name}/pull/{pull.number}",
            "isDraft": pull.draft,
            "isCrossRepository": False,
            "createdAt": TIME,
            "updatedAt": TIME,
            "headRefName": pull.head,
            "headRefOid": self.head(pull.head),
            "author": {"login": self.login, **AUTHOR, "databaseId": 7},
            "labels": {"nodes": [{"name": label} for label in pull.labels]},
            "files": {"nodes": self._files(pull)},
        }

    def _fragment(self, asked: str, branch: str) -> Any:
        quoted = re.search(r'"(?:[^"\\]|\\.)*"', asked)
        assert quoted, asked
        name = json.loads(quoted[0])
        if "history(" in asked:
            nodes = self.git("log", "-1", "--format=%H", branch, "--", name).decode().split()
            author = {**AUTHOR, "user": {"id": 7, "login": self.login}}
            told = [{"oid": sha, "author": author, "committedDate": TIME} for sha in nodes]
            return {"target": {"history": {"nodes": told}}}
        if "on Commit" in asked:
            return {"status": None, "deployments": {"nodes": []}, "checkSuites": {"nodes": []}}
        try:
            data = self.git("cat-file", "blob", name)
        except Refused:
            return None
        text = None if b"\0" in data else data.decode()
        sizes = {"byteSize": len(data), "isBinary": text is None, "isTruncated": False}
        return {"oid": self._blob(name), "text": text, **sizes}
