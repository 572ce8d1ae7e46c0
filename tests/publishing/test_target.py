"""Targets as they are written, in the settings and at the command line."""

import re

import pytest

from goodnews.publishing.store import Refused
from goodnews.publishing.target import InBucket, OnBranch, OnDisk, OnServer, Target, named, target_of


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/srv/site", OnDisk("/srv/site")),
        ("./public", OnDisk("./public")),
        ("folder:public", OnDisk("public")),
        ("rsync:www@news.example:/srv/site/", OnServer("www@news.example", "/srv/site")),
        ("rsync:/srv/site", OnServer("", "/srv/site")),
        ("git:git@host.example:news/site.git#gh-pages", OnBranch("git@host.example:news/site.git", "gh-pages")),
        ("git:https://host.example/site#pages", OnBranch("https://host.example/site", "pages")),
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
    with pytest.raises(Refused, match=re.escape(f"'{text}' is no target. Write a folder, rsync:HOST:/FOLDER")):
        target_of(text)


def test_key_in_a_target_is_refused_without_repeating_it():
    with pytest.raises(Refused) as refused:
        target_of("s3://key:secret@news")
    assert "secret" not in str(refused.value)


def test_names_come_from_the_settings():
    names = {"site": "/srv/site", "pages": "git:x#y"}
    assert named("site", names) == "/srv/site"
    assert named("", {"site": "/srv/site"}) == "/srv/site"
    with pytest.raises(Refused, match="Did you mean 'site'"):
        named("sit", names)
    with pytest.raises(Refused, match="The settings name: "):
        named("", names)
    with pytest.raises(Refused, match=r"Which target\? Write a folder"):
        named("", {})
