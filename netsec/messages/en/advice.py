"""What advice says: of each flow, each set-up, and what would lose its way out."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "goes_by_resolver": ("the VPC's own resolver answers, public names as well", ""),
    "goes_by_time_service": ("169.254.169.123 tells the time in every subnet", ""),
    "goes_inside": ("stays in the VPC, by its local route", ""),
    "comes_by_alb": ("comes in by the load balancer; answers go back the same way", ""),
    "nothing_comes_in": ("impossible in private subnets, with a NAT gateway or without", ""),
    "goes_by_endpoints": ("goes by endpoints: {endpoints}", ""),
    "goes_by_nat_for_now": ("goes by the NAT gateway; endpoints would do: {missing}", ""),
    "goes_by_nat_only": ("goes by the NAT gateway, and by nothing else over IPv4", ""),
    "goes_by_ipv6": ("goes by IPv6, through the egress-only internet gateway", ""),
    "goes_nowhere_yet": ("no way out: add the endpoints {missing}, or a NAT gateway", ""),
    "needs_nat": ("no way out: needs a NAT gateway", ""),
    "closed_by_egress": ("no way out: {groups} may send nothing on port 443", ""),
    "closed_by_acl": ("no way out: the network ACL {acls} of its subnets lets no HTTPS through and back", ""),
    "goes_by_public_ip": ("goes by the public IPs that the tasks have now, in public subnets", ""),
    "way_unknown": ("can't be told: {denied} may not be read, or was answered in part", ""),
    "one_zone_for_all": ("when that zone fails, all zones lose their way out", ""),
    "nothing_at_night": ("on for {hours} hours a month; nothing starts or works while it is off", ""),
    "tasks_in_public": ("{tasks} tasks in public subnets, each with a public IP", ""),
    "cheapest_that_works": ("the cheapest in which everything works", ""),
    "cheapest_that_outlives_a_zone": ("the cheapest in which everything works, also when a zone fails", ""),
    "lost_without_nat:ecr": (
        "after this no image can be pulled from ECR: tasks don't start",
        "Endpoints would carry it ([endpoints] in netsec.toml): {missing}\nSee what each way costs:\n  netsec advise",
    ),
    "lost_without_nat": (
        "after this, what [workload] calls {flow} has no way out any more",
        "Endpoints would carry it ([endpoints] in netsec.toml): {missing}\nSee what each way costs:\n  netsec advise",
    ),
}
