"""The ladder: its levels, the steps between them, where pay falls on it, and pay over a career."""

from tpm_data.progression._earnings import Earnings, earnings, earnings_sensitivity
from tpm_data.progression._levels import levels, promotions
from tpm_data.progression._placement import place

__all__ = ["Earnings", "earnings", "earnings_sensitivity", "levels", "place", "promotions"]
