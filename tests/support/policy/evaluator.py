"""IAM's judgement, as far as docs/iam-policy.md needs it: a statement must allow every resource of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

Statement = Mapping[str, Any]
OTHER_VPC = "arn:aws:ec2:REGION:ACCOUNT:vpc/VPC_OF_OTHERS"
OUR_VPC = "arn:aws:ec2:REGION:ACCOUNT:vpc/VPC_ID"


@dataclass(frozen=True)
class Resource:
    """What a request names: `security-group/sg-1`, the tags it carries, the ARN of its VPC ("" where it has none)."""

    name: str
    tags: Mapping[str, str] = field(default_factory=dict)
    vpc: str = ""
    region: str = "REGION"

    @property
    def arn(self) -> str:
        return f"arn:aws:ec2:{self.region}:ACCOUNT:{self.name}"


@dataclass(frozen=True)
class Request:
    """One call: the action, all that it names, the tags in it (values are "" for those to take off)."""

    action: str
    resources: tuple[Resource, ...]
    tags: Mapping[str, str] = field(default_factory=dict)
    make: str = ""

    def context(self, resource: Resource) -> dict[str, str | list[str]]:
        """The condition keys, for one of the resources."""
        found: dict[str, str | list[str]] = {f"aws:RequestTag/{key}": value for key, value in self.tags.items()}
        found |= {f"aws:ResourceTag/{key}": value for key, value in resource.tags.items()}
        found |= {"aws:TagKeys": list(self.tags)} if self.tags else {}
        found |= {"ec2:Vpc": resource.vpc} if resource.vpc else {}
        return found | ({"ec2:CreateAction": self.make} if self.make else {})


def listed(value: Any) -> list[str]:
    """IAM writes one thing without a list."""
    return [value] if isinstance(value, str) else list(value)


def _equals(held: Any, wanted: list[str]) -> bool:
    return held in wanted


OPERATORS: dict[str, Callable[[Any, list[str]], bool]] = {
    "StringEquals": _equals,
    "ArnEquals": _equals,
    "StringEqualsIfExists": lambda held, wanted: held is None or held in wanted,
    "Null": lambda held, wanted: wanted == [str(held is None).lower()],
    # Without the key, every operator of this family is true.
    "ForAllValues:StringNotEquals": lambda held, wanted: not set(held or ()) & set(wanted),
    "ForAllValues:StringLike": lambda held, wanted: all(any(fnmatchcase(a, b) for b in wanted) for a in held or ()),
}


def _fits(statement: Statement, request: Request, resource: Resource) -> bool:
    context = request.context(resource)
    return (
        f"ec2:{request.action}" in listed(statement["Action"])
        and any(fnmatchcase(resource.arn, pattern) for pattern in listed(statement["Resource"]))
        and all(
            OPERATORS[operator](context.get(key), listed(wanted))
            for operator, conditions in statement.get("Condition", {}).items()
            for key, wanted in conditions.items()
        )
    )


def allows(statements: Iterable[Statement], request: Request) -> bool:
    """Whether the call is let through."""
    known = list(statements)
    return all(any(_fits(each, request, resource) for each in known) for resource in request.resources)
