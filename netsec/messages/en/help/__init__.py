"""The help of netsec itself, and of every command: `help.state.list` is that of `netsec state list`."""

from __future__ import annotations

from netsec.messages.en.help import changing, reading

TEXTS: dict[str, str] = {
    "help.netsec": (
        "Manage the security and outbound layer of an existing AWS VPC: security groups (internet to ALB to ECS "
        "to RDS), NAT gateways with fixed addresses that can be turned on and off, private routes, network ACLs, "
        "endpoints."
    ),
    "help.examples": (
        "\b\n"
        "Try it without an AWS account:\n"
        "  netsec --sandbox plan\n"
        "  netsec --sandbox apply --nat\n"
        "  netsec --sandbox destroy-nat\n\n"
        "Exit codes: 0 done, 2 changes pending (plan --detailed-exitcode) or findings (verify, reach, audit), "
        "3 usage or config, 4 credentials or account, 5 conflict, 6 try again, 7 quota, 8 NAT gateway failed, "
        "9 state file, 10 locked, 130 interrupted."
    ),
    "help.global_options": "The global options (netsec --help) are accepted here too.",
    # what stands above the parts, and what click itself would say
    "help.usage": "Usage: ",
    "help.options": "Options",
    "help.commands": "Commands",
    "help.default": "default: {value}",
    **changing.TEXTS,
    **reading.TEXTS,
}
