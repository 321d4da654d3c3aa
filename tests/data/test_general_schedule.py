"""The bundled General Schedule: a ladder that was designed, and looks it."""

from tpm_data import load
from tpm_data.overlap import audit
from tpm_data.progression import levels, promotions

GRADES = load("general_schedule")


def test_the_nine_steps_of_every_grade_are_equal_whole_amounts():
    assert GRADES["level"].tolist() == [*range(5, 16)]
    assert ((GRADES["maximum"] - GRADES["minimum"]) % 9 == 0).all()


def test_every_spread_is_30_percent_and_no_step_is_thin_or_steep():
    assert (levels(GRADES)["range_spread"].round(3) == 0.3).all()
    assert promotions(GRADES)["midpoint_differential"].between(0.098, 0.2).all()


def test_an_audit_of_its_structure_finds_nothing():
    assert audit(GRADES).empty
