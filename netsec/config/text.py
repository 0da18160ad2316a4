"""Checks of single texts: names and descriptions for EC2, tags, ids."""

from __future__ import annotations

import re
import unicodedata

from netsec.config.diagnostics import ConfigKey, value_text

_EC2_TEXT = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*")
_EC2_SIGNS = "._-:/()#,@[]+=&;{}!$*"
_ID = "{prefix}-(?:[0-9a-f]{{8}}|[0-9a-f]{{17}})"
LONGEST = 255
LONGEST_TAG = 256


def check_ec2_text(text: str, where: ConfigKey) -> None:
    """Check a group's name or description, or a rule's description (API reference, CreateSecurityGroup)."""
    if len(text) > LONGEST:
        where.invalid(text, "config.too_long", n=len(text), most=LONGEST)
    elif not _EC2_TEXT.fullmatch(text):
        where.invalid(text, "config.ec2_characters", character=value_text(_first_odd(text)), signs=_EC2_SIGNS)
    elif text != text.strip():
        # EC2 trims it silently, and every later plan would show a difference.
        where.invalid(text, "config.ec2_spaces")


def check_required_ec2_text(text: str, where: ConfigKey) -> None:
    """The same for a text that must not be empty."""
    if text:
        check_ec2_text(text, where)
    else:
        where.invalid(text, "config.ec2_empty", most=LONGEST)


def check_tag_value(text: str, where: ConfigKey) -> None:
    """Check the value of a tag, or a text that becomes one: at most LONGEST_TAG characters, no control characters."""
    if len(text) > LONGEST_TAG:
        where.invalid(text, "config.tag_too_long", n=len(text), most=LONGEST_TAG)
    elif has_control_characters(text):
        where.invalid(text, "config.control_characters")


def has_control_characters(text: str) -> bool:
    """Whether it holds a control character (Unicode category Cc)."""
    return any(unicodedata.category(char) == "Cc" for char in text)


def is_aws_id(text: str, prefix: str) -> bool:
    """Whether it is an AWS id with that prefix: `vpc-` and 8 (old ones) or 17 hexadecimal digits."""
    return re.fullmatch(_ID.format(prefix=prefix), text) is not None


def check_aws_id(text: str, prefix: str, where: ConfigKey) -> None:
    """Check that it is an AWS id with that prefix."""
    if not is_aws_id(text, prefix):
        where.invalid(text, "config.aws_id", prefix=prefix)


def _first_odd(text: str) -> str:
    return next(char for char in text if not _EC2_TEXT.fullmatch(char))
