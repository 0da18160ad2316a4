"""The embedded AWS: a strict thin layer over moto, and the daemon that serves it.

moto is kind where EC2 is not. `layer` subclasses its EC2 and `install` puts that in moto's way, so that the same code
answers inside a test (`world`) and in the daemon (`server`, found and started by `daemon`, which loads no moto).

    around       every action: lock, settled states, dry runs, tokens, filters, known ids, pages, hooks
    lifecycle    the states of NAT gateways and endpoints over time, read from the clock in `knobs`
    permission   one security group rule as a value
    nat_gateway  address  route  network_acl  security_group  security_group_rules  network: one room per resource
    foundation   the VPC netsec builds on;  stand_ins: for ids of a real account
    place        a daemon's files and locks;  snapshot: its world on disk;  door: who may ask it what
"""
