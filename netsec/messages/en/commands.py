"""What the commands and the config say: of options, answers and mistakes in netsec.toml."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "usage": ("{message}", ""),
    "no_directory": ("the current directory can't be read: {detail}", "Change to the directory with your netsec.toml."),
    "declined": ("cancelled; nothing was changed", ""),
    "no_terminal": (
        "can't ask for confirmation: not a terminal",
        "Use --yes to continue without confirmation.",
    ),
    "unknown_output": ("there is no output {name}", "Known: {known}"),
    "file_exists": ("{path} already exists", "Move it away, or use --force to overwrite it."),
    "file_unwritable": ("{path} can't be written: {detail}", "Choose a writable folder (-c)."),
    "output_unwritable": (
        "the output can't be written: {detail}",
        "Free some disk space or redirect the output, and run the same command again: it checks AWS first.",
    ),
    "config_mistake": ("{place}: {message}", ""),
    "config_missing": ("{path} does not exist", "Create one:\n  netsec init"),
    "config_unreadable": ("{path} can't be read: {detail}", ""),
}

TEXTS: dict[str, str] = {
    # adopt, forget
    "commands.bad_address": "'{value}' is not a valid address: use KIND/NAME as plan shows it, for example "
    "security_group/alb",
    "commands.address_or_all": "Give one ADDRESS, or --all.",
    "commands.nothing_to_forget": "Nothing is recorded, so there is nothing to forget.",
    # apply, plan
    "commands.nat_in_plan_file": "--nat and --no-nat are part of the plan in FILE: use them with plan --out.",
    "commands.two_plans": "--destroy and --destroy-nat can't be used together.",
    "commands.nat_and_destroy": "--nat and --no-nat can't be used with --destroy or --destroy-nat.",
    "commands.eips_without_destroy": "--keep-eips and --release-eips need --destroy-nat or --destroy.",
    "commands.tags_without_destroy": "--by-tags needs --destroy-nat or --destroy.",
    "commands.plan_written": "Wrote the plan to {path}. To apply exactly this plan:\n  netsec apply {path}",
    # cost
    "commands.bad_gb": "use GB per month from 0 to {most}, such as 100, 100GB or 1.5TB",
    # init
    "commands.config_written": "Wrote {path}.\nNext: review it, then run `netsec plan`.",
    "commands.config_written_for": "Wrote {path} for {vpc}.\nNext: review it, then run `netsec plan`.",
    "commands.vpc_unnamed": "unnamed",
    "commands.aws_not_read": "AWS could not be read: ",
    "commands.bad_project": "use lowercase letters, digits and hyphens, not starting with sg-: web, my-app",
    "commands.bad_environment": "use lowercase letters, digits and hyphens: dev, prod",
    "commands.bad_region": "use a region name: ap-northeast-1",
    # show
    "commands.raw_needs_name": "--raw needs the NAME of one output.",
    # sandbox
    "commands.sandbox_running": "Running at {url} (process {pid}, since {since}).",
    "commands.sandbox_exports": "To use it with the AWS CLI and SDKs:",
    "commands.sandbox_not_running": "Not running.",
    "commands.sandbox_stopped": "Stopped; its data is kept.",
    "commands.sandbox_reset": "The sandbox is empty now.",
}
