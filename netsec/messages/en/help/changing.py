"""The help of commands that change AWS, the state or the sandbox."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "help.init": (
        "Write a commented netsec.toml with the default values in this directory.\n\n"
        "Reads your VPC, if it can, and fills in account, region, VPC, zones, public subnets and private route "
        "tables. Nothing in AWS is changed."
    ),
    "help.apply": (
        "Make AWS match netsec.toml: show the plan, ask for confirmation, apply it.\n\n"
        "After the confirmation the plan is made once more. If it differs by then, it is shown and must be "
        "confirmed again: only what was shown is done.\n\n"
        "With a FILE written by `plan --out`, exactly that plan is applied, without confirmation. If anything has "
        "changed since, nothing is applied.\n\n"
        "It can be run again at any time: it finds existing resources, completes an interrupted run, and leaves "
        "what is up to date. NAT gateways take one or two minutes to become available; each one's routes follow "
        "at once."
    ),
    "help.nat": (
        "Turn the NAT gateways on for some time, turn them off, or show their status.\n\n"
        "netsec.toml need not be edited: `nat on` sets an expiry time, which overrides enable_nat_gateway until "
        "then. It is a tag in AWS, so everyone who uses netsec on this stack sees it."
    ),
    "help.nat.on": (
        "Turn them on, like `apply --nat`, but with an expiry time.\n\n"
        "Run it again to change the expiry time. After it, the next apply or `nat reap` deletes them; nothing "
        "happens by itself."
    ),
    "help.nat.off": "Turn them off; the same as destroy-nat.",
    "help.nat.status": "Show each one: state, age, public IP, routes, cost, traffic, expiry time.",
    "help.nat.reap": (
        "Turn them off if the expiry time set by `nat on` has passed.\n\n"
        "Meant for a scheduled job, with --yes. While enable_nat_gateway is true there is no expiry time, and "
        "nothing is done. Elastic IPs that were kept stay."
    ),
    "help.destroy-nat": (
        "Delete the NAT gateways, their routes and Elastic IPs, to stop paying for them.\n\n"
        "Everything else stays. The Elastic IPs are released unless --keep-eips is given. A kept one costs money "
        "while it is unused; only --release-eips releases it later. For a released one, netsec will ask for the "
        "same address next time, but it may be taken by then. What has this stack's tags but is not recorded "
        "stays and is listed (exit code 5), unless --by-tags is given."
    ),
    "help.destroy": (
        "Delete all resources of the stack: NAT gateways, Elastic IPs, routes, ACLs, groups.\n\n"
        "The VPC, its subnets and route tables are not managed by netsec and stay. What is still in use (a group "
        "on a load balancer's network interface) is listed and stays; the rest is deleted, and the exit code is "
        "5. The same holds for what has this stack's tags but is not recorded: record it with `state rebuild`, or "
        "give --by-tags. Elastic IPs that were kept stay, unless --release-eips is given."
    ),
    "help.adopt": (
        "Adopt the existing resource ID as ADDRESS: add netsec's tags and record it.\n\n"
        "Nothing else of it is changed; the next plan shows how it differs from netsec.toml. From then on, "
        "destroy deletes it as well. For a NAT gateway or its Elastic IP, give --nat here and to the next plan "
        "while enable_nat_gateway is false.\n\n"
        "\b\n"
        "netsec adopt security_group/alb sg-0123456789abcdef0"
    ),
    "help.forget": (
        "Stop managing ADDRESS: netsec's tags and the record are removed, the resource stays.\n\n"
        "Its Name and your own tags stay too. The next plan no longer knows it. If its tags are those of another "
        "stack by now, only the record is removed."
    ),
    "help.state": (
        "Show, rebuild, move or unlock the state.\n\n"
        "The state is a cache of AWS: netsec tags everything it creates, and `rebuild` makes the state again from "
        "the tags. But only what is recorded is deleted. The state is a file beside netsec.toml, or an object in "
        "an S3 bucket that a team shares ([state] in netsec.toml)."
    ),
    "help.state.list": "List the recorded addresses and ids.",
    "help.state.show": "Print the state as it is stored.",
    "help.state.rebuild": (
        "Rebuild the state from the tags in AWS.\n\n"
        "Lists everything that has this stack's tags, and asks before it is recorded: what is recorded may be "
        "deleted by apply and destroy. Nothing in AWS is changed now; the old state is kept as a backup."
    ),
    "help.state.unlock": (
        "Show who holds the lock, and remove a lock that was left behind.\n\n"
        "The lock of a local state file ends with its process, so there is nothing to remove. A lock in a bucket "
        "is left behind when its holder is killed: make sure that the holder no longer runs."
    ),
    "help.state.push": "Copy the local state file into the bucket.",
    "help.state.pull": "Copy the state in the bucket to the local file.",
    "help.state.migrate": (
        "Move the state to the backend in netsec.toml.\n\n"
        "It is copied unchanged, and the old one is renamed, so that nobody uses it any more."
    ),
    "help.sandbox": (
        "Show, stop or reset the embedded AWS that --sandbox uses.\n\n"
        "It starts with the first command that needs it, and stops after an idle hour; its data is kept until you "
        "reset it."
    ),
    "help.sandbox.status": "Show whether it runs, its endpoint, and how to use it with the AWS CLI.",
    "help.sandbox.stop": "Stop it; its data is kept.",
    "help.sandbox.reset": "Stop it; delete its data and the state of its stacks.",
}
