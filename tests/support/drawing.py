"""Read from a page what plotly has really drawn, and compare it with what the chart's JSON asks for."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import plotly

PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
DRAW = """async ([chart, width]) => {
  const place = document.createElement('div');
  place.style.width = `${width}px`;
  document.body.replaceChildren(place);
  await Plotly.newPlot(place, chart.data, chart.layout, {staticPlot: true});
}"""
# From a chart's element to its marks and texts, with boxes in pixels from the chart's corner.
READ = """
chart => {
  const svg = chart.querySelector('.main-svg');
  const corner = svg.getBoundingClientRect();
  const box = r => ({left: r.left - corner.left, top: r.top - corner.top,
                     right: r.right - corner.left, bottom: r.bottom - corner.top});
  const boxes = selector => [...chart.querySelectorAll(selector)].map(e => box(e.getBoundingClientRect()));
  const seen = e => e.textContent.trim()
    && e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const clips = e => {
    const found = [];
    for (let at = e; at && at !== chart; at = at.parentElement) {
      const id = /url\\(.*#([^"')]+)/.exec(at.getAttribute('clip-path') || '');
      const rect = id && document.getElementById(id[1]).querySelector('rect');
      if (!rect) continue;
      const matrix = at.getScreenCTM(), size = rect.getBBox();
      const from = new DOMPoint(size.x, size.y).matrixTransform(matrix);
      const to = new DOMPoint(size.x + size.width, size.y + size.height).matrixTransform(matrix);
      found.push(box({left: from.x, top: from.y, right: to.x, bottom: to.y}));
    }
    return found;
  };
  const lines = text => {
    const parts = [...text.querySelectorAll('tspan.line')];
    return (parts.length ? parts : [text]).filter(e => e.textContent.trim()).map(e => {
      const inner = e.querySelector('tspan') || e;
      const style = getComputedStyle(inner), matrix = text.getScreenCTM();
      return {text: e.textContent, box: box(e.getBoundingClientRect()), clips: clips(text),
              size: parseFloat(style.fontSize) * Math.hypot(matrix.a, matrix.b),
              angle: Math.atan2(matrix.b, matrix.a) * 180 / Math.PI, colour: style.fill};
    });
  };
  const texts = [...chart.querySelectorAll('.main-svg text')].filter(seen);
  const area = chart._fullLayout._size;
  return {
    width: corner.width, height: corner.height,
    area: {left: area.l, top: area.t, right: area.l + area.w, bottom: area.t + area.h},
    texts: texts.map(e => e.textContent),
    lines: texts.flatMap(lines),
    marks: {
      bars: boxes('.barlayer .point path'),
      points: boxes('.scatterlayer .points path'),
      curves: boxes('.scatterlayer .lines path.js-line'),
      images: boxes('.heatmaplayer image'),
      shapes: boxes('.shapelayer path'),
      notes: boxes('.annotation text'),
    },
  };
}
"""


def plotly_page(browser: Any, scale: float = 1) -> Any:
    """Open a page that can draw charts, without a network."""
    page = browser.new_page(viewport={"width": 1240, "height": 1600}, device_scale_factor=scale)
    page.set_content("<!doctype html><style>body {margin: 0}</style>")
    page.add_script_tag(path=str(PLOTLY_JS))
    return page


def complaints(chart: dict[str, Any], drawn: dict[str, Any]) -> list[str]:
    """What the JSON of a chart asks for and the drawing does not show."""
    found = []
    for kind, least in wanted_marks(chart).items():
        count = sum(_is_visible(box) for box in drawn["marks"][kind])
        if count < least:
            found.append(f"{count} of {least} {kind} drawn")
    shown = {_letters(text) for text in drawn["texts"]}
    wanted = {_letters(_without_markup(text)): text for text in wanted_texts(chart)}
    heading = [*wanted][:2]  # title and subtitle; a widget draws the two as one text
    if "".join(heading) in shown:
        shown |= {*heading}
    return found + [f"not drawn: {text}" for letters, text in wanted.items() if letters not in shown]


def wanted_marks(chart: dict[str, Any]) -> dict[str, int]:
    """How many marks of each kind must be visible at least; an unknown kind of trace is an error."""
    counts = dict.fromkeys(("bars", "points", "curves", "images", "shapes", "notes"), 0)
    for trace in chart["data"]:
        kind, mode = trace.get("type", "scatter"), trace.get("mode", "lines")
        if kind == "bar":
            across, along = ("y", "x") if trace.get("orientation") == "h" else ("x", "y")
            lengths = zip(trace[across], trace[along], strict=True)
            counts["bars"] += sum(bool(length) and at is not None for at, length in lengths)
        elif kind == "scatter":
            places = [None not in place for place in zip(trace["x"], trace["y"], strict=True)]
            counts["points"] += sum(places) if "markers" in mode else 0
            counts["curves"] += "lines" in mode and any(map(all, pairwise(places)))
        elif kind == "heatmap":
            counts["images"] += 1
        else:
            raise NotImplementedError(f"How are the marks of a {kind} trace counted?")
    layout = chart["layout"]
    counts["shapes"] = len(layout.get("shapes", []))
    counts["notes"] = sum(bool(note.get("text")) for note in layout.get("annotations", []))
    return counts


def wanted_texts(chart: dict[str, Any]) -> Iterator[str]:
    """Every text that a chart's JSON spells out."""
    layout = chart["layout"]
    title = layout.get("title", {})
    yield from filter(None, [title.get("text"), title.get("subtitle", {}).get("text")])
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name):
            yield from filter(None, [*axis.get("ticktext", []), axis.get("title", {}).get("text")])
    yield from (note["text"] for note in layout.get("annotations", []) if note.get("text"))
    for trace in chart["data"]:
        shown = "text" in trace.get("mode", "text")
        text = trace.get("text", []) if shown else []
        yield from filter(None, [text] if isinstance(text, str) else text)


def _without_markup(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def _letters(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def _is_visible(box: dict[str, float]) -> bool:
    return box["right"] - box["left"] > 0 or box["bottom"] - box["top"] > 0
