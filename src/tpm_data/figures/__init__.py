"""Figures: tidy tables in, one plotly figure that answers one question out."""

from tpm_data.figures.attractiveness import career_comparison, factor_contributions, score_distribution
from tpm_data.figures.earnings import earnings_range, earnings_tornado
from tpm_data.figures.ladder import pay_ranges, promotion_steps, staircase
from tpm_data.figures.market import market_bands, market_places
from tpm_data.figures.overlap import audit_findings, overlap_of_neighbours, pay_coverage
from tpm_data.figures.staff import compa_ratios, people_on_bands
from tpm_data.figures.style import Figure

__all__ = [
    "Figure",
    "audit_findings",
    "career_comparison",
    "compa_ratios",
    "earnings_range",
    "earnings_tornado",
    "factor_contributions",
    "market_bands",
    "market_places",
    "overlap_of_neighbours",
    "pay_coverage",
    "pay_ranges",
    "people_on_bands",
    "promotion_steps",
    "score_distribution",
    "staircase",
]
