"""Texts that would do harm where they are taken for more than text, and tables that hold them."""

import re

import pandas as pd

ELSEWHERE = "https://example.org"
LABELS = (
    "<script>window.ran = 'script'</script>",
    f"<img src={ELSEWHERE}/a.png onerror=\"window.ran = 'image'\">",
    "<a href=\"javascript:window.ran='link'\">Baker</a>",
    f"<svg onload=\"window.ran = 'drawing'\"><style>@import url({ELSEWHERE}/a.css);</style></svg>",
    f'<a href="{ELSEWHERE}" target="_self">Master</a></span></b>',
    f"[Baker](javascript:window.ran='markdown') ![Master]({ELSEWHERE}/b.png)",
    "%{x} %{fullData.name} %{hovertext}<extra></extra>",
    '=HYPERLINK("https://example.org";"Baker")',
    "+Baker =cmd",
    "@SUM &lt;script&gt; </script><!-- Baker",
    "אופה\u200f Baker\u200e",
)
BREAKS_OUT = LABELS[0]


def document() -> str:
    """A career document whose title, labels, texts and headings are all hostile."""
    # Markdown would make more of them: what is meant as text has a backslash.
    bands = "".join(f"{n}. {label} (${n + 30}k - ${n + 50}k): {label}\n" for n, label in _numbered())
    scores = "".join(f"{n}. {label} (Score: {n % 10}): {label}\n" for n, label in _numbered())
    skills = "".join(f"{n}. {label}: {label}\n" for n, label in _numbered())
    return (
        f"# {written(LABELS[0])}\n\n## Career Progression for a Baker\n\n{bands}\n"
        f"## Is Baking a Good Career?\n\n{scores}\n"
        f"## Essential Skills for a Baker\n\n{skills}\n## {written(LABELS[1])}\n\n{LABELS[2]}\n"
    )


def _numbered() -> list[tuple[int, str]]:
    return list(enumerate(map(written, LABELS), 1))


def written(label: str) -> str:
    """Write a text as Markdown that stands for nothing but that text."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", label)


def bands() -> pd.DataFrame:
    """A ladder of hostile titles, families and descriptions."""
    levels = range(1, len(LABELS) + 1)
    table = pd.DataFrame({"level": levels, "title": LABELS, "family": LABELS[1], "description": LABELS})
    return table.assign(minimum=[30_000 + 5_000 * level for level in levels]).assign(
        maximum=lambda rows: rows["minimum"] + 12_000, currency="USD"
    )


def scores() -> pd.DataFrame:
    """A career of hostile factors and reasons."""
    points = [float(n % 9 + 1) for n, _ in enumerate(LABELS, 1)]
    return pd.DataFrame({"factor": LABELS, "score": points, "rationale": LABELS, "scale_maximum": 10.0})
