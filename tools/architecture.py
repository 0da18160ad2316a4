"""The parts of docs/architecture.md that the code itself knows: the map and the diagram.

The map has one line for each module, taken from its docstring; the diagram has the layers of pyproject.toml and the
imports between packages. A test compares the page with what stands here.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "netsec"
Graph = dict[str, set[str]]


def layers() -> list[list[str]]:
    """The layers of the import contract, highest first; each is a list of packages and modules below netsec."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    rows = next(contract["layers"] for contract in contracts["contracts"] if contract["type"] == "layers")
    return [[name.strip().removeprefix("netsec.") for name in row.split("|")] for row in rows]


def map_text() -> str:
    """The map: a heading for each package, its docstring, and a table of its modules with theirs."""
    names = [name for row in layers() for name in row]
    packages = [name for name in names if (PACKAGE / name).is_dir()]
    modules = [name for name in names if name not in packages]
    parts = ["### Single modules", "", *_table(((name, PACKAGE / f"{name}.py") for name in modules), "")]
    for package in packages:
        folder = PACKAGE / package
        parts += ["", f"### `{package}/`", "", _sentence(folder / "__init__.py"), ""]
        parts += _table(_modules(folder), f"{package}/")
    return "\n".join(parts)


def diagram_text() -> str:
    """The diagram, as Mermaid: layers, and which package imports which; what follows from other arrows is left out."""
    names = {name for row in layers() for name in row}
    arrows = [
        f"    {_id(one)} --> {_id(other)}"
        for one, others in _reduced(_imports(names)).items()
        for other in sorted(others)
    ]
    rows = []
    for number, row in enumerate(layers()):
        rows += [f"    subgraph layer{number}[ ]", *(f'        {_id(name)}["{name}"]' for name in row), "    end"]
    return "\n".join(["```mermaid", "flowchart TD", *rows, *arrows, "```"])


def _modules(folder: Path) -> Iterator[tuple[str, Path]]:
    """The modules and packages below a folder, by name."""
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name == "__init__":
            continue
        yield name.removesuffix("/__init__"), path


def _table(modules: Iterator[tuple[str, Path]], prefix: str) -> list[str]:
    rows = [f"| `{prefix}{name}` | {_sentence(path)} |" for name, path in modules]
    return ["| module | what it holds |", "| --- | --- |", *rows] if rows else []


def _sentence(path: Path) -> str:
    """The first paragraph of a module's docstring, on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split()).replace("|", "\\|")


def _imports(names: set[str]) -> Graph:
    """Which of these packages and modules imports which, by the import statements of all their files."""
    graph: Graph = {name: set() for name in sorted(names)}
    for path in sorted(PACKAGE.rglob("*.py")):
        owner = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if owner in graph:
            graph[owner] |= {name for name in _imported(path) if name in names and name != owner}
    return graph


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "netsec":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("netsec."):
            yield str(node.module).split(".")[1]


def _reduced(graph: Graph) -> Graph:
    """The graph without the arrows that follow from two others: what is left has the same reach."""
    return {
        one: {other for other in others if not any(other in _reach(graph, third) for third in others - {other})}
        for one, others in graph.items()
    }


def _reach(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """Everything that can be got to from there."""
    reached, waiting = set[str](), [start]
    while waiting:
        fresh = graph[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


def _id(name: str) -> str:
    return f"{name}_"
