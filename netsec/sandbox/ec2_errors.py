"""The errors of the strict layer: with the code, message and HTTP status that EC2 gives."""

from __future__ import annotations


class Ec2Error(Exception):
    """Raised anywhere in an action; `around` turns it into EC2's XML. moto itself would answer 400 to everything."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


def invalid_parameter(message: str) -> Ec2Error:
    """InvalidParameterValue, with this message."""
    return Ec2Error("InvalidParameterValue", message)


def missing_parameter(parameter: str) -> Ec2Error:
    """MissingParameter, for the parameter of this name."""
    return Ec2Error("MissingParameter", f"The request must contain the parameter {parameter}")


def dependency_violation(message: str) -> Ec2Error:
    """DependencyViolation, with this message."""
    return Ec2Error("DependencyViolation", message)
