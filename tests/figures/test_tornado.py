"""A tornado says at each end of a bar what is assumed there, if that fits."""

import pytest
from support.gallery import LADDERS

from tpm_data import figures
from tpm_data.progression._earnings import earnings_sensitivity


def ends(changes, name="bundled", **kept):
    """The labels at the ends of all bars, from the left to the right."""
    notes = figures.earnings_tornado(
        earnings_sensitivity(LADDERS[name](), changes, **kept)
    ).layout.annotations
    return [note.text for note in sorted(notes[1:-1], key=lambda note: note.x)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"years": (4, 2)}, ["2: −$807k", "4: +$807k"]),
        ({"discount_rate": (0, 0.05)}, ["5%: −$814k"]),
        ({"promotion": ("floor", 0.1)}, ["floor or 10%: −$305k"]),
        ({"growth": (0.02, 0.05)}, ["5%: +$297k"]),
        ({"growth": (0, 0)}, []),
    ],
)
def test_each_end_is_labelled_with_what_is_assumed_there(changes, expected):
    assert ends(changes) == expected


def test_years_on_each_of_many_levels_stay_out_of_the_labels():
    low, high = ends({"years": ([1] * 30, [5] * 30)}, "thirty levels")
    assert low.startswith("−$")
    assert high.startswith("+$")
