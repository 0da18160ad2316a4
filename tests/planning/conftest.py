"""Stories' world for the planner's tests that need a cloud."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("stories", "views"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))
