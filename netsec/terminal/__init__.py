"""Reporters: what a person or a program sees while a plan is carried out.

Each is used as `with choose(…) as report:`, called with every Event, by one thread alone; `report.tick()` may be called
while nothing happens, and `report.summary()` says at the end how it went. None reads a clock: `now` is handed in.
"""

from netsec.terminal.choosing import animates, choose, columns, wants_colour
from netsec.terminal.reporter import Reporter
from netsec.terminal.stream import write_line

__all__ = ["Reporter", "animates", "choose", "columns", "wants_colour", "write_line"]
