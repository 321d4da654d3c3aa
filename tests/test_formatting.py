import pandas as pd
import pytest

from tpm_data import formatting


@pytest.mark.parametrize(
    ("amount", "currency", "exact", "spelled"),
    [
        (83350, "USD", False, "$83k"),
        (83350, "USD", True, "$83,350"),
        (9_994.5, "USD", True, "$9,994"),
        (51.714, "USD", True, "$51.71"),
        (0.1 + 0.2, "USD", True, "$0.30"),
        (1_695, "USD", False, "$1.7k"),
        (9_999_999_999, "INR", False, "₹10B"),
        (10**15 - 1, "IDR", True, "IDR 999,999,999,999,999"),
        (-0.3, "USD", True, "−$0.30"),
        (-0.001, "USD", True, "$0"),
        (999.999, "USD", True, "$1,000"),
        (999_500, "GBP", False, "£1M"),
        (1_250_000, "EUR", False, "€1.25M"),
        (950, "EUR", False, "€950"),
        (62_500, "USD", False, "$62k"),
        (63_500, "USD", False, "$64k"),
        (1_250, "USD", False, "$1.2k"),
        (2_685_000, "USD", False, "$2.69M"),
        (95_000, "CHF", False, "CHF 95k"),
        (95_000, "", False, "95k"),
        (-13_294, "USD", False, "−$13k"),
    ],
)
def test_money_is_spelled(amount, currency, exact, spelled):
    assert formatting.money(amount, currency, exact) == spelled


@pytest.mark.parametrize(
    ("share", "spelled"),
    [
        (0.38, "38%"),
        (0.004, "0.4%"),
        (0, "0%"),
        (-0.1, "−10%"),
        (1.21, "121%"),
        (23_636, "2,363,600%"),
        (0.125, "12%"),
    ],
)
def test_shares_are_spelled(share, spelled):
    assert formatting.percent(share) == spelled


def test_a_score_that_rounds_to_zero_has_no_sign():
    assert [formatting.points(score) for score in (-0.001, -0.5)] == ["0", "−0.5"]


@pytest.mark.parametrize(
    ("share", "spelled"), [(0.3847, "+38%"), (-0.023, "−2%"), (0.003, "+0.3%"), (0, "0%")]
)
def test_changes_carry_a_sign(share, spelled):
    assert formatting.signed_percent(share) == spelled


@pytest.mark.parametrize(
    ("count", "spelled"), [(1, "a"), (2, "a and b"), (3, "a, b and c"), (4, "a, b and 2 more")]
)
def test_a_long_list_of_names_is_cut_short_only_where_that_saves_a_name(count, spelled):
    assert formatting.join("abcd"[:count], most=2) == spelled


def test_a_table_in_two_currencies_has_no_one_currency():
    assert formatting.currency_of(pd.DataFrame({"currency": ["USD", "USD"]})) == "USD"
    assert formatting.currency_of(pd.DataFrame({"currency": ["USD", "EUR"]})) == ""
    assert formatting.currency_of(pd.DataFrame({"level": [1]})) == ""


def test_dollar_signs_cannot_start_a_formula():
    assert formatting.escape_markdown("$1 to $2") == "<span>&#36;</span>1 to <span>&#36;</span>2"
    assert formatting.escape_markdown("<b>R&D</b>") == "&lt;b&gt;R&amp;D&lt;/b&gt;"
    assert formatting.escape_markdown("![x](y) **z**") == "!&#91;x](y) **z**"
