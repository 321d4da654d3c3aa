"""One pay range or amount as it is printed, read to whole money or refused with the reason."""

import json
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import DOCUMENTS
from support.refusals import refusal
from support.writing import PERIODS, SIGNS, pays, printed_amounts, printed_ranges

from tpm_data import PayRange, PayRangeError, read_pay_range
from tpm_data.readers import patterns
from tpm_data.readers.patterns import PATTERN, periods
from tpm_data.readers.pay import exact_amount, find_money, read_amounts

FILE = tomllib.loads(Path(patterns.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
PATTERNS = {name: told for name, told in FILE.items() if name != "words"}


def reason(text: str) -> str:
    """The reason of a refusal, without the heading and the quoted text."""
    with pytest.raises(PayRangeError) as caught:
        read_pay_range(text)
    (problem,) = caught.value.problems
    assert (problem.where, problem.found) == ("text", text)
    return problem.what


# How a range may be printed, and what it then is: typed by hand.
PAY = json.loads((DOCUMENTS / "pay.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "pay"), [pair for ranges in PAY.values() for pair in ranges.items()])
def test_a_range_is_read_to_whole_money_in_its_currency(text, pay):
    assert read_pay_range(text) == PayRange(*pay)


@pytest.mark.parametrize("text", ["($60k - $75k)", "  $60k - $75k\n", "( $60k - $75k )"])
def test_parentheses_and_space_around_do_not_matter(text):
    assert read_pay_range(text).source_text == "$60k - $75k"


def test_the_range_keeps_the_text_it_was_printed_as_but_is_compared_by_what_it_means():
    one, other = read_pay_range("$60k – 75k a year"), read_pay_range("60,000 to 75,000 USD")
    assert (one.source_text, other.source_text) == ("$60k – 75k", "60,000 to 75,000 USD")
    assert one == other


NO_PAY = json.loads((DOCUMENTS / "no_pay.json").read_text(encoding="utf-8"))
AMOUNTS = NO_PAY.pop("One amount")


@pytest.mark.parametrize("text", [text for texts in NO_PAY.values() for text in texts])
def test_what_is_no_range_or_can_be_read_in_two_ways_is_refused_with_the_reason(text, snapshot):
    assert reason(text) == snapshot


@pytest.mark.parametrize("text", ["1 111 " * 800_000, "$1-" * 1_000_000, "$30k - $40k" + "!" * 200])
def test_what_is_much_longer_than_a_range_is_refused_unread(text):
    assert reason(text) == "expected one pay range such as “$42,000 - $55,000” and nothing else"


def test_the_whole_message_is_for_people(snapshot):
    assert refusal(read_pay_range, "$83,35 - $133,305\n") == snapshot


@settings(max_examples=150)
@given(st.data(), pays(), st.sampled_from(sorted(SIGNS)), st.sampled_from(PERIODS))
def test_every_range_in_every_notation_reads_back_as_the_same_integers(data, pay, currency, period):
    printed = data.draw(printed_ranges(*pay, currency), "printed")
    assert read_pay_range(printed + period) == PayRange(*pay, currency)
    assert read_pay_range(printed + period).source_text == printed


@given(st.text(alphabet="$£€₹kM0159.,' -–to+()USDCAD/yr", max_size=40))
def test_any_text_is_refused_or_a_range_that_can_be(text):
    try:
        pay = read_pay_range(text)
    except PayRangeError:
        return
    assert 0 < pay.minimum <= pay.maximum < 10**15
    assert (type(pay.minimum), type(pay.maximum)) == (int, int)
    assert pay.source_text in text


@given(st.data(), st.integers(1_000, 10**9), st.sampled_from(sorted(SIGNS)))
def test_every_amount_in_every_notation_reads_back_as_the_same_integer(data, number, currency):
    printed = data.draw(printed_amounts(number, currency, data.draw(st.sampled_from(["", ",", "'", " "]))))
    assert exact_amount(f"{currency} {printed}") == (number, currency)


@pytest.mark.parametrize(
    ("text", "amount"), [("150 000", 150_000), ("62500", 62_500), ("150k a year", 150_000)]
)
def test_an_amount_may_come_without_a_currency(text, amount):
    assert exact_amount(text) == (amount, "")


@pytest.mark.parametrize("text", AMOUNTS)
def test_what_is_no_amount_is_refused_with_the_reason(text, snapshot):
    assert refusal(read_amounts, text, []) == snapshot


@given(st.integers(1, 10**9), st.integers(0, 99))
def test_decimals_are_never_rounded(whole, hundredths):
    text = f"${whole}.{hundredths:02}k"
    exact = (whole + Fraction(hundredths, 100)) * 1_000
    assert exact_amount(text) == (exact, "USD")


def test_money_is_found_in_order_with_its_place():
    text = "Earns $60k - $75k, then 80,000 EUR and 12 cakes."
    found = list(find_money(text))
    assert [money.text for money in found] == ["$60k - $75k", "80,000 EUR", "12"]
    assert [text[money.start : money.end] for money in found] == [money.text for money in found]
    assert [money.codes for money in found] == [{"$"}, {"EUR"}, set()]


@pytest.mark.parametrize(
    ("text", "negative"),
    [("-$60k", True), ("now -$60k", True), ("now (-$60k)", True), ("pre-$60k", False), ("now $60k", False)],
)
def test_a_sign_stands_alone_and_a_hyphen_joins_words(text, negative):
    (money,) = find_money(text)
    assert money.negative is negative


@pytest.mark.parametrize(
    ("words", "period"),
    [
        (" a month", "a month"),
        (" month", "month"),
        (", pm", "pm"),
        (" paid each month", "each month"),
        ("Pay by the month, ", ""),
        (" with performance bonus for personal growth", ""),
        (" per year", ""),
        (" HR, PM, MO", ""),
        (" week-end work", ""),
        ("40 hours per week", ""),
    ],
)
def test_a_period_other_than_a_year_is_found(words, period):
    assert next((found for unit, found in periods(words) if unit != "year"), "") == period


@pytest.mark.parametrize(("name", "told"), PATTERNS.items(), ids=PATTERNS)
def test_a_pattern_finds_what_it_is_for_and_not_what_it_is_not_for(name, told):
    assert told["like"]
    assert all(PATTERN[name].search(text) for text in told["like"])
    assert not any(PATTERN[name].search(text) for text in told.get("unlike", ()))


def test_a_range_may_have_two_hundred_characters():
    text = "$60,000 -{}$75,000"
    assert read_pay_range(text.format(" " * 184)).maximum == 75_000
    with pytest.raises(PayRangeError, match="and nothing else"):
        read_pay_range(text.format(" " * 185))


def test_a_range_cannot_be_changed():
    with pytest.raises(AttributeError):
        read_pay_range("$60,000 - $75,000").minimum = 1
