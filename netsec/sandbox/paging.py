"""Pages of a Describe answer, for every action that botocore can paginate."""

from __future__ import annotations

from typing import Any

from moto.core.utils import get_pagination_model

from netsec.sandbox.ec2_errors import Ec2Error, invalid_parameter
from netsec.sandbox.settings import SETTINGS

SMALLEST, LARGEST = 5, 1000
LARGEST_OF = {"DescribeRouteTables": 100}


def rows_key(action: str, result: dict[str, Any]) -> str | None:
    """Where the answer has its rows; None when it holds no list of them."""
    if not action.startswith("Describe"):
        return None
    return next((key for key, value in result.items() if isinstance(value, list)), None)


def page(action: str, parameters: dict[str, Any], result: dict[str, Any]) -> None:
    """Cut the rows in `result` down to the page asked for and name the next one."""
    named = get_pagination_model("ec2").get(action, {}).get("result_key") or []
    keys = [key for key in ([named] if isinstance(named, str) else named) if isinstance(result.get(key), list)]
    if not keys:
        return
    asked = parameters.get("MaxResults")
    by_id = any(key.endswith("Ids") and value for key, value in parameters.items())
    _check_limit(action, asked, by_id)
    size, start = _size(asked, by_id), _offset(parameters.get("NextToken"))
    more = bool(size) and start + size < max(len(result[key]) for key in keys)
    for key in keys:
        result[key] = result[key][start : start + size] if size else result[key][start:]
    result["NextToken"] = f"page-{start + size}" if more else None


def _check_limit(action: str, asked: int | None, by_id: bool) -> None:
    if asked is None:
        return
    if by_id:
        message = "The parameter maxResults cannot be used with a list of ids."
        raise Ec2Error("InvalidParameterCombination", message)
    largest = LARGEST_OF.get(action, LARGEST)
    if not SMALLEST <= asked <= largest:
        raise invalid_parameter(
            f"Value ( {asked} ) for parameter maxResults is invalid. Expecting {SMALLEST} to {largest}."
        )


def _size(asked: int | None, by_id: bool) -> int:
    """Rows in this page; 0 is all of them."""
    limits = [each for each in (asked, None if by_id else SETTINGS.page_size) if each]
    return min(limits) if limits else 0


def _offset(token: str | None) -> int:
    number = (token or "page-0").removeprefix("page-")
    if not number.isdigit():
        raise Ec2Error("InvalidNextToken", f"The token '{token}' is invalid.")
    return int(number)
