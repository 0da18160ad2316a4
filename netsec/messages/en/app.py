"""What the app says: whose account and region it is, what was left undone, and what can't be adopted or forgotten."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "prices_unknown": (
        "no prices for {region}",
        "Look them up (needs pricing:GetProducts):\n  netsec cost --refresh",
    ),
    "prices_incomplete": (
        "the price list of {region} lacks {missing}",
        "The previous prices are kept. See aws.amazon.com/vpc/pricing.",
    ),
    "prices_unreadable": (
        "the prices in {path} can't be read; netsec uses its built-in prices",
        "Look them up again:\n  netsec cost --refresh",
    ),
    "sandbox_has_no_prices": ("the sandbox has no price list", "Remove --refresh: netsec uses its built-in prices."),
    "account_differs": (
        "these credentials are for account {actual}, but {source} has {recorded}",
        "Use credentials for {recorded} (--profile NAME). To see the current account:\n  aws sts get-caller-identity",
    ),
    "region_differs": (
        "this stack is in {recorded}, but this run is for {actual}",
        "Use --region {recorded}, or another environment (-e NAME) for {actual}.",
    ),
    "region_missing": (
        "no region is set",
        'Set region = "ap-northeast-1" at the top of netsec.toml, or use --region.',
    ),
    "endpoint_invalid": (
        "{url} ({source}) is not a valid endpoint URL",
        "Use a complete URL, for example http://localhost:4566, or leave it out.",
    ),
    "profiles_unreadable": ("the AWS config can't be read: {detail}", "Check ~/.aws/config and ~/.aws/credentials."),
    "no_vpc": (
        "no VPC found in this account and region",
        "Create it first (part 1 of the hands-on), or check --profile and --region.\n"
        "To write netsec.toml anyway, add --offline.",
    ),
    "several_vpcs": (
        "several VPCs found: {vpcs}",
        "Choose one:\n  netsec init --vpc {vpcs:each}",
    ),
    "interrupted_done": (
        "stopped; done: {done}, remaining: {left}",
        "What was done is recorded. Run the same command again to continue.",
    ),
    "left_gateways": (
        "NAT {ids:gateway|gateways} billed by the hour without a recorded route to {ids:it|them}: {ids}",
        "Run the same command again to continue, or delete them:\n  netsec destroy-nat",
    ),
    "left_endpoints": (
        "VPC {ids:endpoint|endpoints} billed by the hour and not available yet: {ids}",
        "Run the same command again to continue. To delete one, remove it from [endpoints] in netsec.toml, then:\n"
        "  netsec apply",
    ),
    "left_unsure": (
        "sent to AWS without an answer, so possibly created and billed by the hour: {ids}",
        "Run the same command again: it checks AWS first. `netsec destroy-nat` deletes gateways and addresses.",
    ),
    "left_addresses": (
        "Elastic {ids:IP|IPs} billed by the hour without a NAT gateway in use: {ids}",
        "Run the same command again to continue, or release them:\n  netsec destroy-nat --release-eips",
    ),
    "not_settled": (
        "its result is not known yet",
        "AWS may need a moment to show it. Run the same command again: it checks AWS first.",
    ),
    "deadline_passed": (
        "not started: the timeout was reached",
        "What was done is recorded. Run the same command again to continue; --timeout 60m allows more time.",
    ),
    "open_intent": (
        "an interrupted run may have created {address} ({op}), and AWS does not show it yet",
        "apply waits until this is known, at most a minute.",
    ),
    "sandbox_file_refused": (
        "the sandbox file {path} was rejected: {problem}",
        "Nothing in it was loaded or run. To delete it and start with an empty sandbox:\n  netsec sandbox reset",
    ),
    "sandbox_directory_refused": (
        "the sandbox directory {path} was rejected: {problem}",
        "Nothing in it was loaded or run. Make it private (chmod 700), remove it, or set another directory in "
        "NETSEC_SANDBOX_DIR.",
    ),
    "sandbox_in_work_tree": (
        "{path} is a sandbox of an older version, which is no longer used",
        "A new sandbox starts in your state directory; you can delete the old one.",
    ),
    "not_shown_yet": (
        "{address} ({id}) was just created, and AWS does not show it yet: this plan can't include it",
        "Run plan again in a minute. apply waits until AWS shows it.",
    ),
    "sandbox_unusable": ("the sandbox does not work: {detail}", "Restart it:\n  netsec sandbox stop"),
    "sandbox_extra_missing": (
        "the sandbox is not installed",
        "In a checkout of netsec:\n  uv tool install --force '.[sandbox]'\n"
        "Or in an active virtual environment:\n  python -m pip install '.[sandbox]'",
    ),
    "nothing_to_adopt": (
        "this VPC has no {id} that can be {address}",
        "Check the ID, --profile and --region.",
    ),
    "adopt_taken": (
        "{address} is already {id}",
        "If netsec should no longer manage that one, forget it first:\n  netsec forget {address}",
    ),
    "not_shown": (
        "AWS has changed since the plan was shown, and it would now do more: {changes}",
        "What was done is recorded. Check the new plan, then run the same command again:\n  netsec plan",
    ),
    "plan_file_outdated": (
        "AWS, the state or netsec.toml has changed since this plan was written: {changes}",
        "Nothing was changed. Create the plan again and review it:\n  netsec plan --out {path}",
    ),
    "plan_file_unusable": (
        "{path} is not a plan that this netsec can apply: {detail}",
        "Create it again:\n  netsec plan --out {path}",
    ),
    "plan_file_of_other": (
        "{path} is a plan for {field} {found}, but this is {wanted}",
        "Use the same netsec.toml, environment and credentials as when it was created.",
    ),
    "plan_not_written": (
        "{path} was not written: this plan can't be applied yet",
        "Fix the problems above, then create it again.",
    ),
    "adopt_of_other_vpc": (
        "{id} belongs to this stack in another VPC: {vpc}",
        "Forget it there first: netsec forget, with that VPC's netsec.toml.",
    ),
    "adopt_of_other_stack": (
        "{id} belongs to another stack: {stack}",
        "Forget it there first: netsec forget, with that stack's netsec.toml and -e.",
    ),
    "adopted_by_hand": ("requested; netsec's tags are added", ""),
    "found_by_tags": ("found by its tags", ""),
    "forgotten": ("requested: netsec's tags are removed, the resource stays as it is", ""),
    "forgotten_not_ours": ("requested: removed from the state only; its tags belong to another stack and stay", ""),
    "its_creation": ("when it was created", ""),
    "address_unknown": (
        "{address} is not in this stack",
        "Known: {known}\nWhile NAT gateways are off, use --nat to include them and their addresses.",
    ),
    "sandbox_keeps_its_state": (
        "the sandbox keeps its state in its own directory",
        "Remove --sandbox: only the state of real AWS can be moved.",
    ),
    "forget_unknown": ("{address} is not in the state", "To list the state:\n  netsec state list"),
}
