"""Open data as files: JSON, CSV for spreadsheets, the schema of the JSON, and citations."""

import csv
import io
import json
from typing import Any

import msgspec

from goodnews.pages.views.dataset import CitationView, DatasetIndexView, DatasetView, Datum
from goodnews.pages.views.parts import Site

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes such a cell for a formula


def as_json(view: DatasetView, site: Site) -> bytes:
    data = {
        "$schema": "schema.json",
        "name": site.name,
        "url": site.url,
        "licence": view.licence,
        "year": view.year,
        "stories": [_story(datum) for datum in view.stories],
    }
    return _dumped(data)


def as_csv(view: DatasetView) -> bytes:
    """One row a story; several values of a cell are parted by semicolons. It begins with a byte-order mark, without
    which the usual spreadsheet shows no Chinese; a cell that would be a formula begins with an apostrophe."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(Datum.__struct_fields__)
    for datum in view.stories:
        table.writerow(_cell(getattr(datum, name)) for name in Datum.__struct_fields__)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def index(view: DatasetIndexView, site: Site) -> bytes:
    files = [
        {"year": year, "stories": count, "json": f"{year}.json", "csv": f"{year}.csv"} for year, count in view.years
    ]
    data = {"name": site.name, "url": site.url, "licence": view.licence, "schema": "schema.json", "files": files}
    return _dumped(data)


def schema() -> bytes:
    """JSON Schema (2020-12) of a year's file."""
    story = msgspec.json.schema(Datum)["$defs"]["Datum"]
    del story["title"]
    story["properties"]["bylines"] = {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"role": {"type": "string"}, "names": {"type": "array", "items": {"type": "string"}}},
            "required": ["role", "names"],
            "additionalProperties": False,
        },
    }
    for name in ("date", "updated"):
        story["properties"][name] = {"type": "string", "format": "date"}
    for field in story["properties"].values():
        field.pop("default", None)
    texts = {name: {"type": "string"} for name in ("$schema", "name", "url", "licence")}
    data = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            **texts,
            "year": {"type": "integer"},
            "stories": {"type": "array", "items": {**story, "additionalProperties": False}},
        },
        "required": [*texts, "year", "stories"],
    }
    return _dumped(data)


def citation(view: CitationView, site: Site) -> bytes:
    """Every value is written as JSON, which is YAML as well: no title can end its line."""
    values = {
        "cff-version": "1.2.0",
        "message": view.title,
        "title": view.title,
        "type": "dataset",
        "authors": [{"name": site.name}],
        "url": f"{site.url}/{view.url}",
        **({"date-released": view.released} if view.released else {}),
        **({"license-url": view.licence} if view.licence.startswith("https://") else {"license": view.licence}),
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()).encode()


def _story(datum: Datum) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(datum)
    if datum.bylines:
        built["bylines"] = [{"role": role, "names": list(names)} for role, names in datum.bylines]
    return built


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _safe("; ".join(f"{one[0]}: {', '.join(one[1])}" if isinstance(one, tuple) else one for one in value))
    return _safe(str(value))


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _dumped(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
