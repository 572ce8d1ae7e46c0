"""The web editor below /admin/: its page, and what it is told of the files, their fields and choices.

The fields are those that the forms ask for: `tasks.py schema` writes them into admin.json, from the same questions as
schema/. Here they get the choices of the registries.
"""

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from goodnews.arrangement import Arrangement
from goodnews.newsroom.recommended import PATH as RECOMMENDED
from goodnews.newsroom.registries import REGISTRIES
from goodnews.pages.links import Links, page
from goodnews.pages.views.admin import AdminConfig, AdminPage
from goodnews.press.page import Page

PATH = "admin/index.html"
FILES = "static/admin/"  # of the theme, for this page alone
SLUG_OF_WEEK, SLUG_OF_YEAR = "^[0-9]{4}-W[0-9]{2}$", "^[0-9]{4}$"

Field = dict[str, Any]


def admin_pages(links: Links, arrangement: Arrangement) -> Iterator[Page]:
    """None, unless the settings want them."""
    if not links.settings.goodnews.admin:
        return
    title = links.say("Editors' desk")
    backend = _backend(links.settings.goodnews.admin_repo)
    yield page(PATH, "admin", AdminPage(links.head(title, PATH, title), _hosts(backend)))
    config = json.dumps(_config(links, backend), ensure_ascii=False, indent=1)
    yield page("admin/config.json", "admin.config", AdminConfig(f"{config}\n"))


def _backend(repository: str) -> dict[str, Any]:
    """Where the editor finds the files; without a repository it works on a folder of this machine alone."""
    if not repository:
        return {"name": "github", "repo": "local/local", "auth_methods": ["token"]}
    parts = urlsplit(repository)
    name, host = parts.path.strip("/"), f"{parts.scheme}://{parts.netloc}"
    if host == "https://github.com":
        return {"name": "github", "repo": name, "auth_methods": ["token"]}
    return {"name": "gitlab", "repo": name, "api_root": f"{host}/api/v4", "base_url": host, "auth_methods": ["token"]}


def _hosts(backend: dict[str, Any]) -> tuple[str, ...]:
    if backend["repo"] == "local/local":
        return ()
    return (backend.get("base_url", "https://api.github.com"),)


def _config(links: Links, backend: dict[str, Any]) -> dict[str, Any]:
    settings = links.settings
    content = os.path.basename(settings.content)
    has_repository = bool(settings.goodnews.admin_repo)
    slug = {"pattern": ["^[a-z0-9]+(-[a-z0-9]+)*$", links.say("a-z, 0-9 and hyphens")]}

    def collection(name: str, folder: str, label: str, fields: list[Field], slug: dict[str, Any], **more: Any) -> Field:
        return {
            "name": name,
            "label": label,
            "folder": f"{content}/{folder}",
            "slug": {
                "editable": ["create"],
                "hint": links.say("The file's name and its address: it stays as it is."),
                **slug,
            },
            "fields": fields,
            "media_folder": f"/{content}/images",
            "public_folder": "images",
            "aliases_field": False,
            **more,
        }

    week = {"pattern": [SLUG_OF_WEEK, "2026-W06"]}
    year = {"pattern": [SLUG_OF_YEAR, "2026"]}
    order = {"sortable_fields": {"fields": ["date", "title"], "default": {"field": "date", "direction": "descending"}}}
    return {
        "backend": backend,
        "publish_mode": "editorial_workflow" if has_repository else "simple",
        "app_title": settings.name,
        "site_url": settings.url,
        "media_folder": f"{content}/images",
        "public_folder": "/images",
        "slug": {"encoding": "ascii", "lowercase": False, "maxlength": 80},
        "editor": {"preview": False},
        "media_libraries": {"stock_assets": {"providers": []}},
        "output": {"omit_empty_optional_fields": True, "yaml": {"indent_sequences": False}},
        "collections": [
            collection(
                "stories",
                "stories",
                links.say("Stories"),
                _fields(links, "story"),
                slug,
                path="{{date | date('YYYY')}}/{{slug}}",
                summary="{{date}} {{title}}",
                **order,
            ),
            collection(
                "digests", "digests", settings.goodnews.digest_name, _fields(links, "digest"), week, summary="{{slug}}"
            ),
            collection(
                "top10", "top10", settings.goodnews.top10_name, _fields(links, "top10"), year, summary="{{slug}}"
            ),
            collection("pages", "pages", links.say("Standing pages"), _fields(links, "page"), slug),
            {"name": "registries", "label": links.say("Registries"), "files": _registries(links, content)},
        ],
    }


def _registries(links: Links, content: str) -> list[Field]:
    """Files that are edited as the text they are: a form could not keep their comments, nor their names as keys."""
    text = {"name": "body", "label": links.say("Text of the file"), "widget": "text"}
    return [
        {"name": name.partition(".")[0], "label": name, "file": f"{content}/{name}", "format": "raw", "fields": [text]}
        for name in (*REGISTRIES, RECOMMENDED)
    ]


def _fields(links: Links, kind: str) -> list[Field]:
    """The fields of a kind of file, with the choices that the registries give."""
    registries = links.registries
    editions = [f"{name}/{year}" for name, campaign in registries.campaigns.items() for year in campaign.years]
    choices: dict[str, Sequence[str]] = {
        "category": tuple(registries.sections),
        "region": tuple(registries.regions),
        "campaign": editions,
        "column": tuple(registries.columns),
        "topics": tuple(registries.topics),
        "dateline": registries.datelines,
    }
    chinese = links.settings.language.startswith("zh")
    with open(os.path.join(os.path.dirname(__file__), "admin.json"), encoding="utf-8") as file:
        fields: list[Field] = json.load(file)[kind]
    asked = [field for field in fields if field["name"] != "region" or registries.regions]
    return [_filled(field, choices, links.say("Choose one"), chinese) for field in asked]


def _filled(field: Field, choices: dict[str, Sequence[str]], prompt: str, chinese: bool) -> Field:
    """chinese  whether the site's language is that of the labels and hints; on any other the names speak"""
    field = dict(field)
    if not chinese:
        field["label"] = field["name"]
        field.pop("hint", None)
    known = choices.get(field["name"])
    if known is not None:
        if field["widget"] == "lines":
            field |= {"choices": list(known), "prompt": prompt}
        else:
            field |= {"widget": "select", "options": list(known), "dropdown_threshold": 0}
            field.pop("maxlength", None)
    if "fields" in field:
        field["fields"] = [_filled(one, {}, prompt, chinese) for one in field["fields"]]
    return field
