import pandas as pd
import pytest

from tpm_data import words


@pytest.mark.parametrize(
    ("amount", "currency", "exact", "spelled"),
    [
        (83350, "USD", False, "$83k"),
        (83350, "USD", True, "$83,350"),
        (108327.5, "USD", True, "$108,327.5"),
        (999_499, "GBP", False, "£999k"),
        (999_500, "GBP", False, "£1M"),
        (1_250_000, "EUR", False, "€1.25M"),
        (950, "EUR", False, "€950"),
        (95_000, "CHF", False, "CHF 95k"),
        (95_000, "", False, "95k"),
        (-13_294, "USD", False, "−$13k"),
        (0, "USD", False, "$0"),
    ],
)
def test_money_is_spelled(amount, currency, exact, spelled):
    assert words.money(amount, currency, exact) == spelled


@pytest.mark.parametrize(
    ("share", "spelled"), [(0.38, "38 %"), (0.004, "0.4 %"), (0, "0 %"), (-0.1, "−10 %"), (1.21, "121 %")]
)
def test_shares_are_spelled(share, spelled):
    assert words.percent(share) == spelled


@pytest.mark.parametrize(("share", "spelled"), [(0.3847, "+38 %"), (-0.023, "−2 %"), (0.001, "0 %")])
def test_changes_carry_a_sign(share, spelled):
    assert words.change(share) == spelled


def test_a_table_in_two_currencies_has_no_one_currency():
    assert words.currency_of(pd.DataFrame({"currency": ["USD", "USD"]})) == "USD"
    assert words.currency_of(pd.DataFrame({"currency": ["USD", "EUR"]})) == ""
    assert words.currency_of(pd.DataFrame({"level": [1]})) == ""


def test_dollar_signs_cannot_start_a_formula():
    assert words.unformatted("$1 to $2") == "&#36;1 to &#36;2"
