"""Details within other sentences: what is wrong with a file, what is waited for, what is cut off."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    # files and directories
    "problem.not_a_directory": "not a directory",
    "problem.not_a_regular_file": "not a regular file",
    "problem.other_owner": "owned by another user",
    "problem.world_writable": "world-writable",
    "problem.group_writable": "writable by its group",
    "problem.writable_by_others": "writable by others",
    "problem.hard_link": "has a second name (hard link)",
    "problem.outside_state_directory": "outside the state directory",
    "problem.state_file": "the state file",
    "problem.no_such_file": "no such file",
    # what makes a bucket public
    "problem.bucket_policy": "its policy",
    "problem.bucket_acl": "its ACL",
    # how a plan in a file differs from the one of now
    "problem.change_added": "now: {change}",
    "problem.change_removed": "no longer: {change}",
    # traffic that a network ACL blocks
    "problem.high_ports": "high TCP ports",
    "problem.mail": "mail (587)",
    "problem.external_dns": "external DNS (UDP 53)",
    # networks
    "problem.no_availability_zone": "not an availability zone",
    "problem.table_to_internet_gateway": "{table} to an internet gateway",
    "problem.no_default_route": "no default route",
}
