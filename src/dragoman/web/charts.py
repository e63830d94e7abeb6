"""Counts over time as SVG without scripts and styles of its own: drawn by pygal, coloured by ``static/css``.

Colours and hatchings are classes, so that a chart is readable in both schemes, on paper and without colours. Every
drawing stands above a table with the same numbers and links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

WIDTH: Final = 900
FONT: Final = 13
"""Units of the drawing; for the room that words need."""
SERIES: Final = 6
"""Series that can be told from each other (``static/css/6-charts.css``)."""
KEPT: Final = 128
"""Drawings that are kept: to draw takes longer than to count, and the same counts are asked for again."""

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LINK: Final = "{http://www.w3.org/1999/xlink}href"
_KEPT: Final = frozenset({"svg", "g", "rect", "path", "circle", "line", "text", "a"})
_ATTRIBUTES: Final = frozenset({
    "x", "y", "width", "height", "d", "cx", "cy", "r", "x1", "x2", "y1", "y2", "transform",
})  # fmt: skip
_DROPPED: Final = frozenset(
    {"tooltip-overlay", "tooltip", "legends", "titles", "overlay", "text-overlay", "background"}
)
_CLASSES: Final = frozenset({"axis", "x", "y", "guide", "guides", "line", "major", "bar", "dot", "plot"})
_SIDE: Final = 9
"""Pixels of a hatching's square."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One count, the words that tell it, and the page that shows what was counted."""

    count: int
    label: str = ""
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of what is counted, in every period; ``kind`` is its place among the colours."""

    name: str
    bars: tuple[Bar, ...]
    kind: int


def bars(periods: Sequence[str], series: Sequence[Series], *, label: str, top: int | None = None) -> Markup:
    """Stacked bars over time. ``label`` names the drawing; ``top`` is the scale's end, where several share one."""
    return _bars(tuple(periods), tuple(series), label, top)


def dots(periods: Sequence[str], series: Sequence[Series], *, label: str) -> Markup:
    """A dot for each count, a row for each series: where nothing was counted there is a gap."""
    return _dots(tuple(periods), tuple(series), label)


@lru_cache(KEPT)
def _bars(periods: tuple[str, ...], series: tuple[Series, ...], label: str, top: int | None) -> Markup:
    import pygal

    highest = max([1, top or 0, *(sum(one.bars[i].count for one in series) for i in range(len(periods)))])
    chart = pygal.StackedBar(
        **_settings(260), x_labels=list(periods), y_labels=_steps(highest), range=(0, highest), spacing=12,
        x_labels_major=_some(periods), show_minor_x_labels=len(periods) <= 14, truncate_label=-1, margin_bottom=4,
    )  # fmt: skip
    for one in series:
        chart.add(one.name, [_value(bar) for bar in one.bars])
    return _drawn(chart.render(), series, label, "bars")


@lru_cache(KEPT)
def _dots(periods: tuple[str, ...], series: tuple[Series, ...], label: str) -> Markup:
    import pygal

    chart = pygal.Dot(
        **_settings(28 + 26 * len(series)), x_labels=list(periods), x_labels_major=_some(periods),
        show_minor_x_labels=False, truncate_label=28,
    )  # fmt: skip
    for one in series:
        chart.add(one.name, [_value(bar) for bar in one.bars])
    return _drawn(chart.render(), series, label, "dots")


def _settings(height: int) -> dict[str, Any]:
    from pygal.style import Style

    return {
        "style": Style(label_font_size=FONT, major_label_font_size=FONT),
        "width": WIDTH, "height": height, "js": [], "css": [], "show_legend": False, "explicit_size": False,
        "disable_xml_declaration": True, "print_values": False, "margin": 2, "no_data_text": "", "pretty_print": False,
        "show_y_guides": True, "force_uri_protocol": "https",
    }  # fmt: skip


def _value(bar: Bar) -> dict[str, Any] | None:
    if not bar.count:
        return None
    made: dict[str, Any] = {"value": bar.count, "label": bar.label}
    return made | ({"xlink": bar.address} if bar.address else {})


def _steps(highest: int) -> list[int]:
    """Whole numbers for a scale, five at most."""
    step = next(s for n in range(12) for s in (10**n, 2 * 10**n, 5 * 10**n) if highest / s <= 4)
    return list(range(0, highest + 1, step))


def _some(periods: Sequence[str]) -> list[str]:
    """The periods that are named where there are too many to name them all."""
    every = max(1, -(-len(periods) // 14))
    return list(periods[::every])


def _drawn(svg: str, series: Sequence[Series], label: str, kind: str) -> Markup:
    """A drawing of pygal's with what belongs on a page alone: shapes, words and links."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    root = etree.fromstring(svg.encode("utf-8"), parser)
    colours = {f"serie-{place}": f"series s{one.kind % SERIES}" for place, one in enumerate(series)}
    _clean(root, colours)
    root.attrib.clear()
    # A group, not an image: the links in it are to be reached.
    size = svg[svg.index('viewBox="') + 9 :].partition('"')[0]
    root.attrib.update({"viewBox": size, "class": f"chart {kind}", "role": "group", "aria-label": label})
    etree.cleanup_namespaces(root)
    return Markup(etree.tostring(root, encoding="unicode"))


def _clean(element: Any, colours: dict[str, str]) -> str:
    """Take out of a drawing all that is not let through; the words that tell of a count in it, where there are."""
    label = ""
    for child in list(element):
        name = str(child.tag).removeprefix(_SVG)
        classes = str(child.get("class", "")).split()
        if name == "desc" and "label" in classes:
            label = child.text or ""
        if name not in _KEPT or _DROPPED & set(classes):
            element.remove(child)
            continue
        told = _clean(child, colours)
        link = (child.get(_LINK) or child.get("href") or "") if name == "a" else ""
        kept = {key: value for key, value in child.attrib.items() if key in _ATTRIBUTES and value}
        child.attrib.clear()
        told_by = [colours[one] for one in classes if one in colours] or [one for one in classes if one in _CLASSES]
        child.attrib.update(kept | ({"class": " ".join(told_by)} if told_by else {}))
        if name == "a" and link.startswith("/") and not link.startswith("//"):
            # The table beneath has the same links for who goes by keyboard.
            child.attrib.update({"href": link, "tabindex": "-1", "aria-label": told})
        if told and len(child):
            _titled(child[0], told)
    return label


def _titled(shape: Any, words: str) -> None:
    """Tell what was counted when a pointer rests on it."""
    from lxml import etree

    etree.SubElement(shape, f"{_SVG}title").text = words


def hatchings() -> Markup:
    """The fillings of the series, once for a page."""
    lines = (
        "", "M0 9L9 0M-2 2L2 -2M7 11L11 7", "M0 4.5H9", "M2.2 2.2h.1M6.7 6.7h.1", "M4.5 0V9", "M0 0L9 9M9 0L0 9",
    )  # fmt: skip
    size = f'width="{_SIDE}" height="{_SIDE}"'
    made = [
        f'<pattern id="hatch{number}" {size} patternUnits="userSpaceOnUse"><rect {size} class="ground s{number}"/>'
        + (f'<path d="{line}" class="hatch"/>' if line else "") + "</pattern>"
        for number, line in enumerate(lines)
    ]  # fmt: skip
    around = '<svg class="hatchings" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
    return Markup(around + "".join(made) + "</defs></svg>")
