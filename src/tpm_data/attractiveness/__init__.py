"""How a career scores: under your own weights, under all weightings, and compared with other careers."""

from tpm_data.attractiveness._comparison import compare, rank_acceptability
from tpm_data.attractiveness._distributions import distribution_curve, distribution_summary
from tpm_data.attractiveness._scoring import contributions, profiles, score
from tpm_data.attractiveness._sensitivity import break_even, sensitivity

__all__ = [
    "break_even",
    "compare",
    "contributions",
    "distribution_curve",
    "distribution_summary",
    "profiles",
    "rank_acceptability",
    "score",
    "sensitivity",
]
