"""Figures: tidy frames in, one plotly figure that answers one question out."""

from tpm_data.figures.ladder import pay_ranges, placement
from tpm_data.figures.overlap import audit_findings, overlap_matrix, pay_coverage
from tpm_data.figures.promotions import promotion_cases, promotion_steps
from tpm_data.figures.style import Figure

__all__ = [
    "Figure",
    "audit_findings",
    "overlap_matrix",
    "pay_coverage",
    "pay_ranges",
    "placement",
    "promotion_cases",
    "promotion_steps",
]
