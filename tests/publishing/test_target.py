"""Targets as they are written, in the settings and at the command line."""

import os
import re
import shlex
from pathlib import Path

import pytest

from goodnews.publishing.store import NotPublished
from goodnews.publishing.target import InBucket, OnBranch, OnDisk, OnServer, Target, named, target_of


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/srv/site", OnDisk("/srv/site")),
        ("./public", OnDisk("./public")),
        ("folder:public", OnDisk("public")),
        ("~/site", OnDisk(os.path.expanduser("~/site"))),  # in the settings no shell has put the folder in its place
        ("rsync:www@news.example:/srv/site/", OnServer("www@news.example", "/srv/site")),
        ("rsync:/srv/site", OnServer("", "/srv/site")),
        ("git:git@host.example:news/site.git#gh-pages", OnBranch("git@host.example:news/site.git", "gh-pages")),
        ("git:https://host.example/site#pages", OnBranch("https://host.example/site", "pages")),
        ("git:./site.git#发布/正式", OnBranch("./site.git", "发布/正式")),
        ("s3://news", InBucket("news", "")),
        (
            "s3://news/a/b/?endpoint=https://oss-cn-hangzhou.aliyuncs.com&region=oss-cn-hangzhou&state=news-state",
            InBucket("news", "a/b/", "https://oss-cn-hangzhou.aliyuncs.com", "oss-cn-hangzhou", "news-state"),
        ),
    ],
)
def test_each_form_is_known(text: str, target: Target):
    assert target_of(text) == target


@pytest.mark.parametrize(
    "text",
    [
        "rsync:host:relative",
        "rsync:-oProxyCommand=x:/srv",
        "rsync:host:/",
        "git:remote",
        "git:-x#b",
        "git:remote#-b",
        "s3://",
        "s3://UPPER",
        "s3://news/../x",
        "s3://news?secret=x",
        "s3://news?endpoint=ftp://x",
        "ftp://x",
    ],
)
def test_what_is_no_target_is_refused_with_the_forms(text: str):
    with pytest.raises(NotPublished, match=re.escape(f"'{text}' is no target. Write a folder, rsync:HOST:/FOLDER")):
        target_of(text)


def test_key_in_a_target_is_refused_without_repeating_it():
    with pytest.raises(NotPublished) as refused:
        target_of("s3://key:secret@news")
    assert "secret" not in str(refused.value)


def test_names_come_from_the_settings():
    names = {"site": "/srv/site", "pages": "git:x#y"}
    assert named("site", names) == "/srv/site"
    assert named("", {"site": "/srv/site"}) == "/srv/site"
    with pytest.raises(NotPublished, match="Did you mean 'site'"):
        named("sit", names)
    with pytest.raises(NotPublished, match="The settings name: "):
        named("", names)
    with pytest.raises(NotPublished, match=r"Which target\? Write a folder"):
        named("", {})


def test_word_that_is_a_folder_here_is_told_how_to_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for word in ("content", "folder", "git", "s3", "网站", "the site"):
        (tmp_path / word).mkdir()
        with pytest.raises(NotPublished) as refused:
            named(word, {"contents": "./public"})
        assert (
            str(refused.value)
            == f"'{word}' is no target. For the folder of this name, write {shlex.quote(f'./{word}')}."
        )
    with pytest.raises(NotPublished, match=r"'public' is no target\. Write a folder, .* write \./public\."):
        named("public", {})
