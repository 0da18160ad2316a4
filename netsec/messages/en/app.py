"""What the app says: whose account and region it is, what was left undone, and what can't be adopted or forgotten."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
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
        "What was done is recorded. Run the same command again to go on.",
    ),
    "left_gateways": (
        "NAT gateways that cost by the hour though no route on record leads to them: {ids}",
        "Run the same command again to go on, or take them away:\n  netsec destroy-nat",
    ),
    "left_endpoints": (
        "VPC endpoints that cost by the hour and are not available yet: {ids}",
        "Run the same command again to go on. To take one away, remove it from [endpoints] in netsec.toml, then:\n"
        "  netsec apply",
    ),
    "left_unsure": (
        "sent to AWS and not answered, so perhaps made, and costing by the hour: {ids}",
        "Run the same command again: it looks first. `netsec destroy-nat` takes gateways and addresses away.",
    ),
    "left_addresses": (
        "Elastic IPs that are allocated and cost by the hour though no NAT gateway in use has them: {ids}",
        "Run the same command again to go on, or release them:\n  netsec destroy-nat --release-eips",
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
    "sandbox_file_refused": (
        "the sandbox's {path} is refused: {problem}",
        "Nothing in it was loaded or run. To delete it and start with an empty sandbox:\n  netsec sandbox reset",
    ),
    "sandbox_directory_refused": (
        "the sandbox's {path} is refused: {problem}",
        "Nothing in it was loaded or run. Make it yours alone (chmod 700), remove it, or name another directory in "
        "NETSEC_SANDBOX_DIR.",
    ),
    "sandbox_in_work_tree": (
        "{path} is a sandbox of an older version and is not used any more: its world and states are not read",
        "A new one begins in your state directory; the old one can be deleted.",
    ),
    "not_shown_yet": (
        "{address} ({id}) was made a moment ago, and AWS does not show it yet: this plan can't count on it",
        "Plan again in a minute. apply waits by itself until AWS shows it.",
    ),
    "sandbox_unusable": ("the sandbox does not work: {detail}", "Start it anew:\n  netsec sandbox stop"),
    "sandbox_extra_missing": (
        "the sandbox is not installed",
        "In a checkout of netsec:\n  uv tool install --force '.[sandbox]'\n"
        "or, into a virtual environment that is active:\n  python -m pip install '.[sandbox]'",
    ),
    "nothing_to_adopt": (
        "there is no {id} in this VPC that could be {address}",
        "Check the id, --profile and --region.",
    ),
    "adopt_taken": (
        "{address} is {id} already",
        "If that one shall not be managed any more, let it go first:\n  netsec forget {address}",
    ),
    "not_shown": (
        "AWS has changed meanwhile, so going on would do more than was shown: {changes}",
        "What was done is recorded. Look at the plan as it is now, and run this again:\n  netsec plan",
    ),
    "plan_file_outdated": (
        "AWS, the state or netsec.toml has changed since this plan was written: {changes}",
        "Nothing was changed. Make the plan again, and review it:\n  netsec plan --out {path}",
    ),
    "plan_file_unusable": (
        "{path} is no plan that this netsec can carry out: {detail}",
        "Make it again:\n  netsec plan --out {path}",
    ),
    "plan_file_of_other": (
        "{path} is a plan for {field} {found}, and this is {wanted}",
        "Use the netsec.toml, the environment and the credentials that it was made with.",
    ),
    "plan_not_written": (
        "{path} was not written: this plan can't be carried out yet",
        "Solve what is in the way, then make it again.",
    ),
    "adopt_of_other_vpc": (
        "{id} belongs to this stack in another VPC: {vpc}",
        "Let it go there first: netsec forget, with that VPC's netsec.toml.",
    ),
    "adopt_of_other_stack": (
        "{id} belongs to another stack: {stack}",
        "Let it go there first: netsec forget, with that stack's netsec.toml and -e.",
    ),
    "adopted_by_hand": ("you say so; it gets the tags that make it ours", ""),
    "found_by_tags": ("found by its tags", ""),
    "forgotten": ("requested: netsec's tags are removed, the resource stays as it is", ""),
    "forgotten_not_ours": ("requested: taken off the record; its tags are not this stack's and stay", ""),
    "its_creation": ("when AWS made it", ""),
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
