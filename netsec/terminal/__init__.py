"""Reporters: the output while a plan is carried out, for people (live or lines) and for programs (JSON lines).

Use one as `with choose(…) as report:` and call it with every Event, from one thread. `report.tick()` may be called
while nothing happens; `report.summary()` prints the result at the end. The clock is passed in as `now`.
"""

from netsec.terminal.reporter import Reporter
from netsec.terminal.select import can_animate, select_reporter, terminal_columns, wants_colour
from netsec.terminal.stream import write_line

__all__ = ["Reporter", "can_animate", "select_reporter", "terminal_columns", "wants_colour", "write_line"]
