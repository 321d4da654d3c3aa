"""Figures: tidy frames in, one plotly figure that answers one question out."""

from tpm_data.figures.ladder import pay_ranges, promotion_steps
from tpm_data.figures.style import Figure

__all__ = ["Figure", "pay_ranges", "promotion_steps"]
