"""Drawings of others made safe: only shapes, colours and places of this very file stay; all else is left out."""

import re
from typing import cast
from xml.etree import ElementTree as ET

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
SHAPES = frozenset(
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath"
    " mask title desc text tspan".split()
)
ATTRIBUTES = frozenset(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height viewBox points transform offset preserveAspectRatio"
    " fill fill-rule fill-opacity clip-rule clip-path mask stroke stroke-width stroke-linecap stroke-linejoin"
    " stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity color stop-color stop-opacity"
    " gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits font-family font-size"
    " font-weight text-anchor vector-effect style".split()
)
LINKS, LINKING = frozenset({"href", f"{{{XLINK}}}href"}), frozenset({"linearGradient", "radialGradient"})
"""Only a gradient takes after another: what repeats whole shapes could repeat them without end."""
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@|\\|expression|javascript:|data:", re.IGNORECASE)
DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class NotSafe(ValueError):
    """It is no drawing, or one that declares things of its own."""


def made_safe(body: bytes) -> bytes:
    """The drawing with what may be in one, and nothing else; raises NotSafe."""
    if b"\0" in body or DECLARED.search(body):
        raise NotSafe("declares entities")
    try:
        root = ET.fromstring(body)  # noqa: S314  # nothing is declared in it, and expat fetches nothing
    except (ET.ParseError, ValueError, LookupError) as error:
        raise NotSafe("is not XML") from error
    if root.tag != f"{{{SVG}}}svg":
        raise NotSafe("is not a drawing")
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    try:
        _clean(root)
        safe = cast(bytes, ET.tostring(root, encoding="utf-8"))
    except RecursionError as error:
        raise NotSafe("is nested too deeply") from error
    if len(root) == 0:
        raise NotSafe("draws nothing")
    return safe


def _clean(element: ET.Element) -> None:
    for name, value in list(element.attrib.items()):
        if not _stays(_name(element), name, value):
            del element.attrib[name]
    for child in list(element):
        if _name(child) in SHAPES:
            _clean(child)
        else:
            element.remove(child)


def _name(element: ET.Element) -> str:
    """Which shape it is; none for what is no part of SVG."""
    space, _, name = element.tag.rpartition("}") if isinstance(element.tag, str) else ("", "", "")
    return name if space == f"{{{SVG}" else ""


def _stays(element: str, name: str, value: str) -> bool:
    """A link, and a colour that is drawn elsewhere, stay only within the file."""
    if name in LINKS:
        return element in LINKING and value.startswith("#")
    return name in ATTRIBUTES and not ELSEWHERE.search(value)
