"""What the web editor asks for, made from a schema: a field for each property, in the order of the manual."""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]
Field = dict[str, Any]

LINES = {"bylines": "bylines", "editors": "bylines", "credits": "bylines", "sources": "sources"}
ONCE = ("retraction", "privacy")  # mappings of which a file has one; of others it may have several
FIRST = ("bylines", "status")  # stand above the text, with what is required: a form is long on a telephone
SHORT = 200  # widths of letters that fit a line: a character of Chinese has two
LABELS = {  # of fields that no table of the manual names
    **{"number": "期号", "issue": "总期号", "leads": "头条", "highlights": "核心提示", "pins": "排在栏目最前"},
    **{"order": "次序", "leave_out": "不收进这一期", "editors": "编辑署名", "method": "评选办法", "credits": "署名"},
    **{"letters": "读者的话", "recap_label": "回放小标题", "comment_label": "点评小标题", "contact": "页末附联系办法"},
    **{"principles": "办报准则页", "file": "图片文件", "alt": "替代文字", "caption": "图片说明", "credit": "图片署名"},
    **{"missing": "图片已丢失", "text": "文字", "name": "姓名", "place": "地方", "checked": "核实的编辑"},
}
HOW = {  # how an entry a line is written, after what the field means
    "bylines": "一行一个角色，如“编写：甲、乙”",
    "sources": "一行一个来源，如“某报｜2026-02-05｜本报记者 甲”；日期、作者、网址可以不写",
    "texts": "一行一项",
}


def fields_of(schema: Schema, labels: Mapping[str, str], hints: Mapping[str, str], body: str) -> list[Field]:
    """labels, hints  field -> its name in Chinese, what it means; in the order of the manual
    body           what the text below the fields is called
    """
    properties = schema["properties"]
    order = [name for name in (*hints, "title", "summary") if name in properties]
    order = list(dict.fromkeys(order))
    order += [name for name in properties if name not in order]
    required = schema.get("required", ())
    fields = [_field(name, properties[name], name in required, labels, hints.get(name, "")) for name in order]
    text: Field = {
        "name": "body",
        "label": body,
        "widget": "markdown",
        "modes": ["raw"],
        "editor_components": [],
        "required": False,
    }
    needed = [field for field in fields if field["required"] or field["name"] in FIRST]
    return [*needed, text, *(field for field in fields if field not in needed)]


def _field(name: str, schema: Schema, required: bool, labels: Mapping[str, str], hint: str) -> Field:
    field: Field = {"name": name, "label": labels.get(name) or LABELS.get(name, name), "required": required}
    field |= _widget(name, schema, labels, required)
    if field["widget"] == "lines":
        hint = HOW[field["form"]]
    if name == "status":
        # A new file begins as a draft. One that says nothing is published, and the editor is told so as it reads it
        # (admin.js): it would write its default there too, and withdraw the file.
        field |= {"required": True, "default": "draft"}
    return field | ({"hint": hint} if hint else {})


def _widget(name: str, schema: Schema, labels: Mapping[str, str], today: bool) -> Field:
    if name in LINES:
        return {"widget": "lines", "form": LINES[name]}
    if "enum" in schema:
        return {"widget": "select", "options": [word for word in schema["enum"] if word]}
    if "anyOf" in schema:
        one = schema["anyOf"][0]
        one = next((kind for kind in one.get("anyOf", ()) if "properties" in kind), one)
        if "properties" not in one:
            return {"widget": "lines", "form": "texts"}
        inner = [
            _field(key, value, key in one.get("required", ()), labels if key == "date" else {}, "")
            for key, value in sorted(one["properties"].items(), key=lambda pair: pair[0] != "file")
        ]
        return {"widget": "object" if name in ONCE else "list", "fields": inner}
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if "boolean" in kinds:
        return {"widget": "boolean", "default": False}
    if "integer" in kinds:
        return {"widget": "number", "value_type": "int", "min": schema["minimum"], "max": schema["maximum"]}
    if "pattern" in schema:
        return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"} | (
            {"default": "{{now}}"} if name == "date" and today else {}
        )
    if name == "file":
        return {"widget": "image"}
    most = schema.get("maxLength")
    return {"widget": "text" if most and most > SHORT else "string"} | ({"maxlength": most} if most else {})
