"""How the strict layer says no: an AWS error with its code, message and HTTP status."""

from __future__ import annotations

from moto.ec2.exceptions import EC2ClientError


class Refusal(EC2ClientError):
    """Any EC2 error. moto answers 400 to all; `status` is what EC2 would send."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message)
        self.status = status


def invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)


def missing(parameter: str) -> Refusal:
    return Refusal("MissingParameter", f"The request must contain the parameter {parameter}")


def in_use(message: str) -> Refusal:
    return Refusal("DependencyViolation", message)
