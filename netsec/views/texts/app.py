"""What the app says: whose account and region it is, what was left undone, and what can't be adopted or forgotten."""

from __future__ import annotations

APP: dict[str, tuple[str, str]] = {
    "prices_unknown": (
        "no prices are known for {region}",
        "Look them up (that needs pricing:GetProducts):\n  netsec cost --refresh",
    ),
    "prices_incomplete": (
        "the price list of {region} lacks {missing}",
        "The prices as they were are kept. See aws.amazon.com/vpc/pricing.",
    ),
    "prices_unreadable": (
        "{path} holds no prices that can be read; those of the package count",
        "Look them up again:\n  netsec cost --refresh",
    ),
    "sandbox_has_no_prices": ("the sandbox has no price list", "Leave --refresh out: the package's prices count."),
    "account_differs": (
        "these credentials are for the account {actual}, but {source} says {recorded}",
        "Use the credentials of {recorded} (--profile NAME). This shows whose they are:\n  aws sts get-caller-identity",
    ),
    "region_differs": (
        "this stack stands in {recorded}, but this run is for {actual}",
        "Use --region {recorded}, or another environment (-e NAME) for {actual}.",
    ),
    "region_missing": (
        "no region is set",
        'Write region = "ap-northeast-1" near the top of netsec.toml, or use --region.',
    ),
    "endpoint_invalid": (
        "{url} ({source}) is no address that AWS could be asked at",
        "Write a whole one, for example http://localhost:4566, or leave it out.",
    ),
    "profiles_unreadable": ("the AWS config can't be read: {detail}", "Look at ~/.aws/config and ~/.aws/credentials."),
    "no_vpc": (
        "there is no VPC of yours in this account and region",
        "Make it first (part 1 of the hands-on), or check --profile and --region.\n"
        "To write a netsec.toml all the same, add --offline.",
    ),
    "several_vpcs": (
        "there are several VPCs: {vpcs}",
        "Say which one it is:\n  netsec init --vpc {vpcs:each}",
    ),
    "interrupted_done": (
        "stopped; done: {done}, left: {left}",
        "What was done is recorded. Run the same command again to go on.\n"
        "NAT gateways that were begun come up meanwhile and cost; to take them away:\n  netsec destroy-nat",
    ),
    "not_settled": (
        "it is not clear yet what became of it",
        "AWS may need a moment to show it. Run the same command again: it looks before it acts.",
    ),
    "deadline_passed": (
        "there was no time left for it",
        "What was done is recorded. Run the same command again to go on; --timeout 60m gives it more time.",
    ),
    "open_intent": (
        "a run that was cut off may have made {address} ({op}), and AWS does not show it yet",
        "apply waits until that is clear: a minute at most.",
    ),
    "not_shown_yet": (
        "{address} ({id}) was made a moment ago, and AWS does not show it yet: this plan can't count on it",
        "Plan again in a minute. apply waits by itself until AWS shows it.",
    ),
    "sandbox_unusable": ("the sandbox does not work: {detail}", "Start it anew:\n  netsec sandbox stop"),
    "sandbox_extra_missing": (
        "the sandbox is not installed",
        "Install it:\n  pip install 'netsec[sandbox]'",
    ),
    "nothing_to_adopt": (
        "there is no {id} in this VPC that could be {address}",
        "Check the id, --profile and --region.",
    ),
    "adopt_taken": (
        "{address} is {id} already",
        "If that one shall not be managed any more, let it go first:\n  netsec forget {address}",
    ),
    "adopt_of_other_stack": (
        "{id} belongs to another stack: {stack}",
        "Let it go there first: netsec forget, with that stack's netsec.toml and -e.",
    ),
    "adopted_by_hand": ("you say so; it gets the tags that make it ours", ""),
    "found_by_tags": ("found by its tags", ""),
    "forgotten": ("you say so; our tags go, the resource stays as it is", ""),
    "address_unknown": (
        "there is no {address} in this stack",
        "Known are: {known}\nNAT gateways and their addresses are known with --nat, while the switch is off.",
    ),
    "sandbox_keeps_its_state": (
        "the sandbox keeps its state in a folder of its own",
        "Leave --sandbox out: only the state of real AWS can be moved.",
    ),
    "forget_unknown": ("nothing is recorded at {address}", "This lists what is:\n  netsec state list"),
}
