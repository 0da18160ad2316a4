"""Checks of single texts: names and descriptions for EC2, tags, ids."""

from __future__ import annotations

import re
import unicodedata

from netsec.config.diagnostics import ConfigKey, value_text

_EC2_TEXT = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*")
_EC2_ALLOWED = "EC2 allows here letters a-z A-Z, digits, spaces and ._-:/()#,@[]+=&;{}!$*"
_ID = "{prefix}-(?:[0-9a-f]{{8}}|[0-9a-f]{{17}})"
LONGEST = 255
LONGEST_TAG = 256


def check_ec2_text(text: str, where: ConfigKey) -> None:
    """Check a group's name or description, or a rule's description (API reference, CreateSecurityGroup)."""
    if len(text) > LONGEST:
        where.invalid(text, f"{len(text)} characters are too many: at most {LONGEST}")
    elif not _EC2_TEXT.fullmatch(text):
        where.invalid(text, f"{value_text(_first_odd(text))} is not allowed: {_EC2_ALLOWED}")
    elif text != text.strip():
        # EC2 trims it silently, and every later plan would show a difference.
        where.invalid(text, "spaces at either end are not kept by EC2")


def check_required_ec2_text(text: str, where: ConfigKey) -> None:
    """The same for a text that must not be empty."""
    if text:
        check_ec2_text(text, where)
    else:
        where.invalid(text, f"EC2 wants 1 to {LONGEST} characters")


def check_tag_value(text: str, where: ConfigKey) -> None:
    """Check the value of a tag, or a text that becomes one: at most LONGEST_TAG characters, no control characters."""
    if len(text) > LONGEST_TAG:
        where.invalid(text, f"{len(text)} characters are too many: a tag's value has at most {LONGEST_TAG}")
    elif has_control_characters(text):
        where.invalid(text, "control characters are not allowed in a tag")


def has_control_characters(text: str) -> bool:
    """Whether it holds a control character (Unicode category Cc)."""
    return any(unicodedata.category(char) == "Cc" for char in text)


def is_aws_id(text: str, prefix: str) -> bool:
    """Whether it is an AWS id with that prefix: `vpc-` and 8 (old ones) or 17 hexadecimal digits."""
    return re.fullmatch(_ID.format(prefix=prefix), text) is not None


def check_aws_id(text: str, prefix: str, where: ConfigKey) -> None:
    """Check that it is an AWS id with that prefix."""
    if not is_aws_id(text, prefix):
        where.invalid(text, f"expected {aws_id_format(prefix)}")


def aws_id_format(prefix: str) -> str:
    """The format of an id with that prefix, in words."""
    return f"{prefix}- and 8 or 17 hexadecimal digits"


def _first_odd(text: str) -> str:
    return next(char for char in text if not _EC2_TEXT.fullmatch(char))
