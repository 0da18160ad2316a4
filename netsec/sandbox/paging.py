"""Pages of a Describe answer, for every action that botocore can paginate."""

from __future__ import annotations

from typing import Any

from moto.core.utils import get_pagination_model

from netsec.sandbox.knobs import KNOBS
from netsec.sandbox.refusal import Refusal, invalid

SMALLEST, LARGEST = 5, 1000
LARGEST_OF = {"DescribeRouteTables": 100}


def model_of(action: str) -> dict[str, Any] | None:
    """botocore's pagination model of the action; None when it never pages."""
    found: dict[str, Any] | None = get_pagination_model("ec2").get(action)
    return found


def page(action: str, model: dict[str, Any], parameters: dict[str, Any], result: dict[str, Any]) -> None:
    """Cut the rows in `result` down to the page asked for and name the next one."""
    asked = parameters.get(model["limit_key"])
    by_id = any(key.endswith("Ids") and value for key, value in parameters.items())
    _check_limit(action, asked, by_id)
    size = _size(asked, by_id)
    start = _offset(parameters.get(model["input_token"]))
    rows = list(result.get(model["result_key"]) or [])
    result[model["result_key"]] = rows[start : start + size] if size else rows[start:]
    more = bool(size) and start + size < len(rows)
    result[model["output_token"]] = f"page-{start + size}" if more else None


def _check_limit(action: str, asked: int | None, by_id: bool) -> None:
    if asked is None:
        return
    if by_id:
        message = "The parameter maxResults cannot be used with a list of ids."
        raise Refusal("InvalidParameterCombination", message)
    largest = LARGEST_OF.get(action, LARGEST)
    if not SMALLEST <= asked <= largest:
        raise invalid(f"Value ( {asked} ) for parameter maxResults is invalid. Expecting {SMALLEST} to {largest}.")


def _size(asked: int | None, by_id: bool) -> int:
    """Rows in this page; 0 is all of them."""
    limits = [each for each in (asked, None if by_id else KNOBS.page_size) if each]
    return min(limits) if limits else 0


def _offset(token: str | None) -> int:
    if not token:
        return 0
    number = token.removeprefix("page-")
    if not number.isdigit():
        raise Refusal("InvalidNextToken", f"The token '{token}' is invalid.")
    return int(number)
