"""One line for each command, in the list of `netsec --help`."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "summary.init": "Write a first netsec.toml.",
    "summary.plan": "Show what apply would do, and why.",
    "summary.apply": "Make AWS match netsec.toml.",
    "summary.show": "Show the recorded resources and outputs.",
    "summary.nat": "Turn the NAT gateways on for some time, or off.",
    "summary.destroy-nat": "Delete the NAT gateways, to stop paying for them.",
    "summary.destroy": "Delete all resources of the stack.",
    "summary.verify": "Check AWS against netsec.toml, line by line.",
    "summary.reach": "Show whether one place can reach another.",
    "summary.audit": "Find insecure settings and unnecessary costs.",
    "summary.graph": "Draw the network: text, Mermaid, DOT, SVG.",
    "summary.report": "Write an HTML report: network, rules, costs, findings.",
    "summary.advise": "Recommend a setup, with or without NAT gateways.",
    "summary.cost": "Show what runs and what it costs.",
    "summary.adopt": "Adopt an existing resource.",
    "summary.forget": "Stop managing a resource, without deleting it.",
    "summary.state": "Show, rebuild, move or unlock the state.",
    "summary.sandbox": "Show, stop or reset the sandbox.",
}
