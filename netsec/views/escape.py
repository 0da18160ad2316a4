"""What `netsec.messages.escape` does, under its former name."""

from __future__ import annotations

from netsec.messages.escape import LONGEST, UNSAFE, printable

__all__ = ["LONGEST", "UNSAFE", "printable"]
