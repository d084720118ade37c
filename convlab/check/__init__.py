"""Public checks: what a notebook's check cells run before anything is handed in."""

from convlab.check._choices import recorded
from convlab.check._session import PublicChecks, public_checks

__all__ = ["PublicChecks", "public_checks", "recorded"]
