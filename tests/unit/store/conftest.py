"""Every test of the store has a temporary folder of its own for what is rescued."""

from tests.support.rescued import rescued

__all__ = ["rescued"]
