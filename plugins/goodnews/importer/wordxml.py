"""The elements of a Word file by their plain names, whatever namespace a program wrote them in."""

from lxml import etree


def name_of(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def space_of(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0] + "}"


def child_of(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if name_of(child) == name), None)


def value_of(element: etree._Element) -> str:
    return str(element.get(f"{space_of(element)}val", ""))


def is_on(element: etree._Element | None) -> bool:
    return element is not None and value_of(element) not in ("0", "false", "off")


def number_of(text: str, otherwise: int) -> int:
    try:
        return int(text, 0)
    except ValueError:
        return otherwise
