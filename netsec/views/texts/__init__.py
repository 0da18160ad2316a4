"""What `netsec.messages` says of reasons, under its former name."""

from __future__ import annotations

from netsec.messages import COMMAND, VARIANTS, hint, say, with_subject
from netsec.messages.en.reasons import REASONS as TEXTS

__all__ = ["COMMAND", "TEXTS", "VARIANTS", "hint", "say", "with_subject"]
