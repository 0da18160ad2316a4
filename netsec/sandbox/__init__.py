"""The embedded AWS: a strict thin layer over moto, and the daemon that serves it.

moto is kind where EC2 is not. `strict_ec2` subclasses its EC2 and `install` puts that in moto's way, so that the same
code answers inside a test (`world`) and in the daemon (`server`, found and started by `daemon`, which loads no moto).

    middleware       every action: lock, settled states, dry runs, tokens, filters, known ids, pages, hooks
    emulated         the sorts of ids: those of the kinds (`Kind.emulated`) and of the network; from them
    visibility       which ids are still hidden;  id_checks: which don't exist;  tags: what takes which tags
    lifecycle        the states of NAT gateways and endpoints over time, read from the clock in `settings`
    rule_permission  one security group rule as a value
    nat_gateway  address  route  network_acl  security_group  security_group_rules  endpoint  network: one per resource
    foundation       the VPC netsec builds on;  placeholders: for ids of a real account
    daemon_files     a daemon's files and locks;  snapshot: its world on disk;  auth: who may ask it what
"""
