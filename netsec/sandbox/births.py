"""Notes when an id first appeared in an answer, so that eventual consistency can hide it for a while."""

from __future__ import annotations

import re

from netsec.sandbox.ledger import Ledger

MAKES = {
    "AllocateAddress": "eipalloc",
    "AuthorizeSecurityGroupEgress": "sgr",
    "AuthorizeSecurityGroupIngress": "sgr",
    "CreateInternetGateway": "igw",
    "CreateManagedPrefixList": "pl",
    "CreateNatGateway": "nat",
    "CreateNetworkAcl": "acl",
    "CreateRouteTable": "rtb",
    "CreateSecurityGroup": "sg",
    "CreateSubnet": "subnet",
    "CreateVpc": "vpc",
    "CreateVpcEndpoint": "vpce",
    "ReplaceNetworkAclAssociation": "aclassoc",
}
BIRTHS_KEPT = 2000


def note(book: Ledger, action: str, body: str, now: float) -> None:
    kind = MAKES.get(action)
    if kind:
        for each in re.findall(rf">({kind}-[0-9a-f]+)<", body):
            book.births.setdefault(each, now)
    while len(book.births) > BIRTHS_KEPT:
        del book.births[next(iter(book.births))]
