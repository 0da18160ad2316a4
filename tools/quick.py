"""Run the tests that stand nearest to what was changed: a minute at the desk, before `make test`.

Changed is what differs from the last commit, new files included; where nothing does, what that commit changed. A file
`netsec/PACKAGE/NAME.py` asks for `tests/unit/PACKAGE/`, and for `test_NAME*.py` in the PACKAGE folder of the stories. A
changed test asks for itself, what tests share for all unit tests; the architecture is always looked at.
"""

from __future__ import annotations

import subprocess  # nosec B404 # runs git and pytest
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
UNIT = "tests/unit"
ALWAYS = ("tests/project/test_architecture.py", "tests/project/test_mutants.py")


def git(*arguments: str) -> list[str]:
    """Lines of what git answers."""
    command = ["git", *arguments]
    # A fixed command and no shell.
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # nosec B603
    return ended.stdout.splitlines()


def changed_files() -> list[str]:
    """Paths below the root, as git spells them."""
    files = git("diff", "--name-only", "HEAD") + git("ls-files", "--others", "--exclude-standard")
    return files or git("diff", "--name-only", "HEAD~1", "HEAD")


def nearest(path: str, root: Path = ROOT) -> Iterator[str]:
    """The tests nearest to one changed file, as pytest's arguments; those that are gone are left out."""
    parts = PurePosixPath(path).parts
    if parts[0] == "netsec":
        yield from _mirrors(parts[1:], root)
    elif parts[:2] == ("tests", "support"):
        yield UNIT
    elif parts[0] == "tests" and parts[-1].startswith("test_") and (root / path).is_file():
        yield path


def _mirrors(parts: tuple[str, ...], root: Path) -> Iterator[str]:
    """The tests of a module, by its path below the package."""
    folder = f"{UNIT}/{parts[0]}"
    yield folder if len(parts) > 1 and (root / folder).is_dir() else UNIT
    name = parts[-1].removesuffix(".py")
    for story in sorted((root / "tests" / "stories" / parts[0]).glob(f"test_{name}*.py")):
        yield story.relative_to(root).as_posix()


def chosen(files: list[str], root: Path = ROOT) -> list[str]:
    """Each test once; a folder stands for what is in it."""
    wanted = {test for path in files for test in nearest(path, root)} | set(ALWAYS)
    return sorted(test for test in wanted if not any(test.startswith(f"{other}/") for other in wanted))


def main(arguments: list[str]) -> int:
    tests = chosen(changed_files())
    sys.stdout.write("\n".join(["nearest to what was changed:", *(f"  {test}" for test in tests), ""]))
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *tests, *arguments]
    # A fixed command and no shell.
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # nosec B603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
