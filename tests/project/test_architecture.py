"""The house itself: floors, registers and names are kept, starting is cheap, and the documentation tells the truth."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import click
import pytest

from netsec import config, errors, kinds
from netsec.cli import COMMANDS, cli
from netsec.config import schema
from netsec.messages import text as message_text
from netsec.version import VERSION
from netsec.views.graph.svg import STYLE

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = sorted((PROJECT / "netsec").rglob("*.py"))
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
PAGES = [PROJECT / f"{name}.md" for name in ("README", "README.ja", "CHANGELOG", "CONTRIBUTING", "state/README")]
PAGES += sorted((PROJECT / "docs").rglob("*.md"))
PICTURES = [PROJECT / "docs" / "pictures" / f"{name}.svg" for name in ("apply", "plan")]

LONGEST = 220
# It may get shorter, not longer.
LONGER = {"netsec/aws/executor.py": 320}
STALE = "out of date; write it anew: make docs"


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def text_of(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


# Code


def test_every_package_imports_only_what_lies_below_it() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo", "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_says_what_it_owns_is_short_and_does_not_print(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert not tree.body or ast.get_docstring(tree), "no docstring"
    assert len(source.splitlines()) <= LONGER.get(name_of(path), LONGEST), "too long: which second thing does it own?"
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not [each for each in called if isinstance(each, ast.Name) and each.id == "print"]


def test_no_name_says_nothing() -> None:
    paths = [*SOURCES, *TESTS, *sorted((PROJECT / "tools").iterdir())]
    empty = re.compile(r"(^|_)(util|utils|helper|helpers|common|base|misc)(_|$)")
    assert [name_of(path) for path in paths for part in path.relative_to(PROJECT).parts if empty.search(part)] == []
    assert [name_of(path) for path in paths if empty.search(path.stem)] == []


def test_the_version_is_the_same_everywhere() -> None:
    assert tomllib.loads(text_of("pyproject.toml"))["project"]["version"] == VERSION
    assert f"## [{VERSION}]" in text_of("CHANGELOG.md")


def kind_names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))


def test_every_kind_is_registered_under_its_own_name() -> None:
    registered = {importlib.import_module(f"netsec.kinds.{name}").KIND.name for name in kind_names()}
    assert sorted(registered) == kind_names() == sorted(kinds.KINDS)


@pytest.mark.parametrize("kind", kind_names())
def test_every_kind_is_tested_and_documented(kind: str) -> None:
    tests = sorted((PROJECT / "tests" / "unit" / "kinds").glob("test_*.py"))
    assert any(re.search(rf"\b{kind}\b", path.read_text(encoding="utf-8")) for path in tests)
    assert f"| `{kind}` | `{kind}/" in text_of("docs/architecture.md")


# Commands


def test_the_table_of_commands_is_the_folder_of_commands() -> None:
    files = [path.stem for path in sorted((PROJECT / "netsec" / "commands").glob("*.py")) if path.stem != "__init__"]
    assert sorted(name.replace("-", "_") for name in COMMANDS) == files


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_and_its_line_in_the_table_say_the_same(name: str) -> None:
    function = name.replace("-", "_")
    module = importlib.import_module(f"netsec.commands.{function}")
    command = getattr(module, f"{function}_command")
    assert (module.__doc__ or "").startswith(f"`netsec {name}`")
    assert command.name == name
    summary = message_text(f"summary.{name}")
    assert message_text(f"help.{name}").split()[0] == summary.split()[0]
    assert len(f"  {'destroy-nat':11}  {summary}") <= 80


LOADED = """
import sys
from netsec.cli import run_cli
code = run_cli(sys.argv[1:])
heavy = {"boto3", "botocore", "urllib3", "rich", "moto", "flask", "werkzeug", "attr", "attrs", "cattrs", "asyncio"}
print("\\n", *sorted({name.partition(".")[0] for name in sys.modules} & heavy))
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("--help", set()),
        ("--version", set()),
        ("plan --help", set()),
        ("show", {"attr", "attrs", "cattrs"}),
        ("show outputs", {"attr", "attrs", "cattrs"}),
        ("state list", {"attr", "attrs", "cattrs"}),
    ],
)
def test_what_asks_aws_nothing_loads_nothing_heavy(line: str, needed: set[str], tmp_path: Path) -> None:
    (tmp_path / "netsec.toml").write_text('project = "p"\n')
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *line.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()[-1].split()) <= needed


# Generated pages


@pytest.fixture
def reference(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    return importlib.import_module("reference")


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "tools"))
    return importlib.import_module("pictures")


def test_the_pages_of_commands_are_fresh(reference: Any) -> None:
    assert text_of("docs/commands.md") == reference.commands_page(), STALE
    assert reference.block(text_of("README.md"), "commands")[2] == reference.commands_table() + "\n", STALE


def test_the_architecture_page_and_the_code_agree(reference: Any) -> None:
    page = text_of("docs/architecture.md")
    assert reference.block(page, "map")[2] == reference.map_text() + "\n", STALE
    assert reference.block(page, "diagram")[2] == reference.diagram_text() + "\n", STALE
    # What the page names by path is there.
    for path in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|md))`", page):
        assert any((PROJECT / root / path).exists() for root in ("netsec", "")), path


def test_pictures_and_excerpt_show_the_recorded_demo(reference: Any, pictures: Any) -> None:
    recorded = code_blocks("docs/demo.md", "text")[0].splitlines()
    excerpt = reference.block(text_of("README.md"), "demo")[2]
    assert excerpt == f"```text\n{pictures.excerpt(recorded)}\n```\n", STALE
    known = {" ".join(line.split()) for line in recorded} | {"… the plan from above, then:"}
    for path in PICTURES:
        shown = drawn_lines(path.read_text(encoding="utf-8"))
        assert len(shown) > 20
        assert set(shown) <= known, STALE


def test_the_network_in_the_readme_is_as_netsec_draws_it() -> None:
    """Ids differ from one sandbox to the next; style, texts and prices do not."""
    svg = (PROJECT / "docs" / "pictures" / "network.svg").read_text(encoding="utf-8")
    assert f"<style>{STYLE}</style>" in svg, STALE
    texts = [
        re.sub(r"(nat|igw|vpc)-\S+", r"\1-", unescape(each)) for each in re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    ]
    for text in ("internet tcp 80, 443", "alb tcp 80, 3000", "ecs tcp 5432", "$48.91 a month", "NAT ap-northeast-1a"):
        assert text in texts, STALE
    assert (PROJECT / "docs" / "pictures" / "report.png").stat().st_size > 20_000


def drawn_lines(svg: str) -> list[str]:
    """The text of a picture, line by line, however it is coloured and spaced."""
    lines: dict[float, str] = {}
    for x, y, text in re.findall(r'<text class="[^"]*" x="([0-9.]+)" y="([0-9.]+)"[^>]*>([^<]*)</text>', svg):
        gap = " " if float(x) > 0 else ""
        lines[float(y)] = lines.get(float(y), "") + gap + unescape(text)
    return [line for line in (" ".join(each.split()).replace(" :", ":") for each in lines.values()) if line]


@pytest.mark.parametrize("path", PICTURES, ids=name_of)
def test_a_picture_needs_nothing_from_elsewhere(path: Path) -> None:
    svg = path.read_text(encoding="utf-8")
    assert not re.search(r"@font-face|@import|<image|<script|<foreignObject|href=|url\((?!#)", svg)


# Hand-written pages


def code_blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(page), re.DOTALL | re.MULTILINE)


def anchors_of(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        found = path.parent / target if target else path
        assert found.exists(), link
        assert not anchor or anchor in anchors_of(found), link


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pages_name_only_commands_and_options_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    spans = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^```\w*\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)]
    typed = re.compile(r"^(?:\$ |\.venv/bin/)?netsec (?:--sandbox )?([a-z][a-z-]*)", re.MULTILINE)
    assert {word for span in spans for word in typed.findall(span)} <= {*COMMANDS}
    spans = [re.sub(r"^aws .*$", "", span, flags=re.MULTILINE) for span in spans]
    flags = {flag for span in spans for flag in re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", span)}
    assert flags <= {*options_of(cli), "--version", "--help"}


def options_of(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    context = click.Context(command)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        inner = command.get_command(context, name)
        if inner:
            yield from options_of(inner)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pages_know_no_machine(path: Path) -> None:
    assert not re.search(r"(?<![\w.])/(home|root|work|tmp|Users|mnt)/", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", ["README.md", "docs/config.md"])
def test_sample_configs_load_in_every_environment(page: str, tmp_path: Path) -> None:
    samples = code_blocks(page, "toml")
    assert samples
    path = tmp_path / "netsec.toml"
    for sample in samples:
        whole = sample if sample.startswith("project") else f'project = "myapp"\n{sample}'
        path.write_text(whole, encoding="utf-8")
        for environment in (None, *tomllib.loads(whole).get("environments", {})):
            assert config.load_config(path, environment).environment == (environment or "dev")


def tables_of(table: type, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key of the schema, with the table it is in."""
    inner = {
        "vpc": schema.VpcTable,
        "nat": schema.NatTable,
        "endpoints": schema.EndpointsTable,
        "state": schema.StateTable,
        "workload": schema.WorkloadTable,
        "expect": schema.ExpectTable,
        "audit": schema.AuditTable,
    }
    for key in schema.keys_of(table):
        yield path, key
        if key in inner:
            yield from tables_of(inner[key], key)
    if table is schema.Document:
        yield from tables_of(schema.GroupTable, "security_groups")
        yield from tables_of(schema.AclTable, "network_acls")
    for part, wanted in (("security_groups", schema.RuleTable), ("network_acls", schema.EntryTable)):
        if path == part and attrs.fields_dict(table).get("ingress"):
            yield from tables_of(wanted, f"{part} line")


def test_the_config_page_knows_every_key() -> None:
    page = text_of("docs/config.md")
    explained = set(re.findall(r"`([a-z0-9_]+)`", page)) | set(re.findall(r"^## `\[+([a-z0-9_]+)", page, re.MULTILINE))
    keys = set(tables_of(schema.Document))
    assert {key for _, key in keys} - explained == set()
    written = set(re.findall(r"\b([a-z0-9_]+) =", code_blocks("docs/config.md", "toml")[0]))
    written |= set(re.findall(r"^\[+([a-z0-9_]+)", code_blocks("docs/config.md", "toml")[0], re.MULTILINE))
    assert {key for _, key in keys} - written == {"app_port", "db_port"}


def test_the_readme_knows_every_exit_code() -> None:
    readme = text_of("README.md")
    rows = re.findall(r"^\| ([0-9, ]+) \| ([^|]*)\|", readme, re.MULTILINE)
    told = {int(code): set(re.findall(r"`(\w+)`", names)) for codes, names in rows for code in codes.split(",")}
    classes = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.NetsecError)
    ]
    wanted = {
        code: {each.__name__ for each in classes if each.exit_code == code} for code in errors.EXIT_CODE_PRECEDENCE
    }
    wanted |= {errors.EXIT_OK: set(), errors.EXIT_PENDING: set()}
    wanted |= {code: {"Interrupted"} for code in (129, 130, 141, 143)}
    wanted[1] = set()  # a bug has no name of its own
    assert told == wanted
    order = re.search(r"counts first, then ([0-9, ]+)\.", readme)
    assert order
    assert [int(code) for code in order[1].split(",")] == [code for code in errors.EXIT_CODE_PRECEDENCE if code < 128]


def operations_used() -> set[str]:
    """The EC2 operations that the pure rooms and app name, as a policy spells them; an f-string stands for several."""
    import botocore.session

    known = botocore.session.Session().get_service_model("ec2").operation_names
    spelt = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(): name for name in known}
    rooms = ("model", "kinds", "planning", "app")
    used: set[str] = set()
    for path in (path for path in SOURCES if path.relative_to(PROJECT).parts[1] in rooms and path.stem != "sandbox"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                start = str(node.values[0].value)
                used |= {
                    name for snake, name in spelt.items() if re.fullmatch(rf"{re.escape(start)}(in|e)gress", snake)
                }
            elif isinstance(node, ast.Constant) and node.value in spelt:
                used.add(spelt[node.value])
    return used


def test_the_policy_allows_what_is_called_and_no_more() -> None:
    policy = json.loads(code_blocks("docs/iam-policy.md", "json")[0])
    actions = [statement["Action"] for statement in policy["Statement"]]
    allowed = {name for each in actions for name in ([each] if isinstance(each, str) else each)}
    used = operations_used()
    assert len(used) > 25
    assert allowed == {f"ec2:{name}" for name in used}
