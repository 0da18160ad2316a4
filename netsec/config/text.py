"""What AWS takes as a name, a description, a tag, an id: checks of single texts."""

from __future__ import annotations

import re
import unicodedata

from netsec.config.mistakes import Spot, shown

_EC2_TEXT = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*")
_EC2_ALLOWED = "EC2 allows here letters a-z A-Z, digits, spaces and ._-:/()#,@[]+=&;{}!$*"
_ID = "{prefix}-(?:[0-9a-f]{{8}}|[0-9a-f]{{17}})"
LONGEST = 255
LONGEST_TAG = 256


def check_ec2_text(text: str, spot: Spot) -> None:
    """A group's name or description, or a rule's description."""
    if len(text) > LONGEST:
        spot.wrong(text, f"{len(text)} characters are too many: at most {LONGEST}")
    elif not _EC2_TEXT.fullmatch(text):
        spot.wrong(text, f"{shown(_first_odd(text))} is not allowed: {_EC2_ALLOWED}")
    elif text != text.strip():
        # EC2 trims it in silence, and every later plan would see a difference.
        spot.wrong(text, "spaces at either end are not kept by EC2")


def check_required_ec2_text(text: str, spot: Spot) -> None:
    """The same for what may not be empty."""
    if text:
        check_ec2_text(text, spot)
    else:
        spot.wrong(text, f"EC2 wants 1 to {LONGEST} characters")


def check_tag_value(text: str, spot: Spot) -> None:
    """The value of a tag, and what becomes one."""
    if len(text) > LONGEST_TAG:
        spot.wrong(text, f"{len(text)} characters are too many: a tag's value has at most {LONGEST_TAG}")
    elif has_control(text):
        spot.wrong(text, "control characters are not allowed in a tag")


def has_control(text: str) -> bool:
    """Whether it holds a character that a terminal would obey."""
    return any(unicodedata.category(each) == "Cc" for each in text)


def is_id(text: str, prefix: str) -> bool:
    """Whether it is an AWS id of that kind."""
    return re.fullmatch(_ID.format(prefix=prefix), text) is not None


def check_id(text: str, prefix: str, spot: Spot) -> None:
    """An AWS id: the kind's prefix and 8 (old ones) or 17 hexadecimal digits."""
    if not is_id(text, prefix):
        spot.wrong(text, f"expected {id_form(prefix)}")


def id_form(prefix: str) -> str:
    """How an id of that kind looks, in words."""
    return f"{prefix}- and 8 or 17 hexadecimal digits"


def _first_odd(text: str) -> str:
    return next(each for each in text if not _EC2_TEXT.fullmatch(each))
