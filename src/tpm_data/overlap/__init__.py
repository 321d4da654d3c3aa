"""How the bands of a ladder overlap: pair by pair, along the pay axis, and what an audit finds."""

from tpm_data.overlap._audit import CONVENTIONS, Convention, audit
from tpm_data.overlap._coverage import coverage, depth_at
from tpm_data.overlap._pairs import pairs

__all__ = ["CONVENTIONS", "Convention", "audit", "coverage", "depth_at", "pairs"]
