"""Makes the skeleton of a kind with its tests: `make new-kind NAME=carrier_gateway`.

What can be known is read from botocore's model of EC2: the operations, the field with the id, what its tags are called,
whether the create has a ClientToken. RESOURCE=CarrierGateway says what EC2 calls it, where that is another word. The
kind is registered and switched off; the lines marked TODO are what a person has to decide.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Template
from typing import Any

TEMPLATES = Path(__file__).resolve().parent / "new_kind"
VERBS = ("Create", "Delete")


@dataclass(frozen=True)
class Resource:
    """What EC2's model says of a resource, in EC2's words."""

    noun: str
    items: str
    id_field: str
    tag_type: str
    has_token: bool
    is_filtered: bool


def read_resource(noun: str) -> Resource:
    """A resource of EC2's; LookupError where there is none that is created and deleted under this name."""
    import botocore.session

    model = botocore.session.get_session().get_service_model("ec2")
    nouns = [name.removeprefix("Create") for name in model.operation_names if name.startswith("Create")]
    if not {f"Create{noun}", f"Delete{noun}", f"Describe{noun}s"} <= set(model.operation_names):
        likely = ", ".join(get_close_matches(noun, nouns, 5)) or "none"
        raise LookupError(f"EC2 has no Create{noun}, Delete{noun} and Describe{noun}s; alike: {likely}")
    create, describe = model.operation_model(f"Create{noun}"), model.operation_model(f"Describe{noun}s")
    items = next(name for name, shape in describe.output_shape.members.items() if shape.type_name == "list")
    listed = describe.output_shape.members[items].member.members
    named = model.operation_model(f"Delete{noun}").input_shape.members
    filters = describe.input_shape.members.get("Filters")
    return Resource(
        noun=noun,
        items=items,
        id_field=next(name for name in named if name in listed),
        tag_type=_tag_type(noun, model.shape_for("ResourceType").enum),
        has_token="ClientToken" in create.input_shape.members,
        is_filtered=filters is not None and "<code>vpc-id</code>" in filters.documentation,
    )


def _tag_type(noun: str, known: list[str]) -> str:
    """What TagSpecifications call it; of several spellings the one that EC2 knows."""
    return next((each for each in known if each.replace("-", "") == noun.lower()), _dashed(noun))


def _dashed(noun: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", noun).lower()


def values(name: str, resource: Resource) -> dict[str, str]:
    """What the templates are filled with."""
    noun = _dashed(resource.noun)
    return {
        "name": name,
        "Spec": "".join(part.capitalize() for part in name.split("_")) + "Spec",
        "title": name.replace("_", " "),
        "heading": f"{name.replace('_', ' ').capitalize()}s",
        "operation": noun.replace("-", "_"),
        "noun": resource.noun,
        "items": resource.items,
        "id_field": resource.id_field,
        "tag_type": resource.tag_type,
        "suffix": name.replace("_", "-"),
        "token": '\n            "ClientToken": CLIENT_TOKEN,' if resource.has_token else "",
        "creation": "REPEATABLE" if resource.has_token else "Creation()",
        "constants": "\n    CLIENT_TOKEN,\n    REPEATABLE," if resource.has_token else "",
        "creation_class": "" if resource.has_token else "\n    Creation,",
        "vpc": '\n            filters=(("vpc-id", (vpc_id,)),),' if resource.is_filtered else "",
    }


def make(name: str, noun: str, project: Path) -> list[str]:
    """Write the kind into a project; the files that were written or changed."""
    if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name):
        raise LookupError(f"NAME is a word like carrier_gateway, not {name!r}")
    filled = values(name, read_resource(noun or "".join(part.capitalize() for part in name.split("_"))))
    kind, test = project / f"netsec/kinds/{name}.py", project / f"tests/unit/kinds/test_{name}.py"
    if kind.exists() or kind.with_suffix("").exists():
        raise LookupError(f"netsec/kinds has {name} already")
    kind.write_text(Template((TEMPLATES / "kind.txt").read_text()).substitute(filled), encoding="utf-8")
    test.write_text(Template((TEMPLATES / "test.txt").read_text()).substitute(filled), encoding="utf-8")
    actions = [f"`ec2:{verb}{filled['noun']}`" for verb in VERBS]
    needs = f"`ec2:Describe{filled['noun']}s` to `Look`, {actions[0]} to `MakeTagged` and `MakeOnlyHere`"
    row = f"* **{filled['heading']}** (TODO: the key in netsec.toml): add {needs}, {actions[1]} to `ChangeOurs`.\n"
    changed = {
        "docs/iam-policy.md": lambda text: _before(text, "* **`netsec adopt`**", row),
        "netsec/kinds/__init__.py": lambda text: _registered(text, name),
        "docs/architecture.md": lambda text: _listed(text, name, filled["title"]),
    }
    for path, change in changed.items():
        file = project / path
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    return [str(path.relative_to(project)) for path in (kind, test, *(project / each for each in changed))]


def _before(text: str, line: str, new: str) -> str:
    """The text with a new line before another."""
    if line not in text:
        raise LookupError(f"docs/iam-policy.md has no line that begins with {line}")
    return text.replace(line, new + line, 1)


def _registered(text: str, name: str) -> str:
    """The registry with one more kind: the last one, which plans show last."""
    imports = re.search(r"from netsec\.kinds import \(\n(.*?)\)\n", text, re.DOTALL)
    registry = re.search(r"KINDS = Registry\(\n(.*?)\)\n", text, re.DOTALL)
    if not imports or not registry:
        raise LookupError("netsec/kinds/__init__.py has no list of imports and no Registry to add the kind to")
    text = text[: registry.end(1)] + f"    {name}.KIND,\n" + text[registry.end(1) :]
    lines = sorted([*imports[1].splitlines(), f"    {name},"])
    return text[: imports.start(1)] + "\n".join(lines) + "\n" + text[imports.end(1) :]


def _listed(text: str, name: str, title: str) -> str:
    """The page's table of kinds with one more row."""
    rows = re.search(r"(\| kind \| address .*?\n)(\n|\Z)", text + "\n", re.DOTALL)
    if not rows:
        raise LookupError("docs/architecture.md has no table of kinds")
    return text[: rows.end(1)] + f"| `{name}` | `{name}/main` | TODO: {title} |\n" + text[rows.end(1) :]


def main(name: str = "", noun: str = "") -> int:
    """Make the kind in this checkout."""
    project = TEMPLATES.parents[1]
    try:
        written: list[Any] = make(name, noun, project)
    except LookupError as error:
        sys.stderr.write(f"{error.args[0]}\nmake new-kind NAME=carrier_gateway [RESOURCE=CarrierGateway]\n")
        return 3
    sys.stdout.write("".join(f"wrote {path}\n" for path in written))
    sys.stdout.write("Next: the lines marked TODO; make check and make unit say what is missing.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
