"""Files and directories of the sandbox: ours alone, made so whatever the umask, refused otherwise."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netsec.sandbox import daemon, locations, private_files
from netsec.sandbox.daemon_files import DaemonFiles
from netsec.sandbox.private_files import Untrusted


@pytest.fixture(params=[0o000, 0o077, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def link(path: Path) -> None:
    path.with_name("elsewhere").write_text("x")
    path.symlink_to("elsewhere")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def hard_link(path: Path) -> None:
    path.write_text("x")
    os.link(path, path.with_name("second"))


def writable(path: Path) -> None:
    path.write_text("x")
    path.chmod(0o660)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def of_another(path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give files away")
    path.write_text("x")
    os.chown(path, 12345, 12345)


FILES = [link, dangling, hard_link, writable, pipe, of_another, Path.mkdir]


def test_made_for_us_alone_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path / "a" / "b")}
    directory = locations.sandbox_directory(tmp_path, environ) / "world"
    locations.prepare_directories(directory, environ)
    ours = [directory, *directory.parents][: -len(tmp_path.parents) - 3]
    assert {mode(each) for each in ours} == {0o700}
    private_files.replace_private(directory / "file", b"x")
    os.close(private_files.open_file(directory / "lock", os.O_RDWR | os.O_CREAT))
    assert {mode(each) for each in directory.iterdir()} == {0o600}


@pytest.mark.parametrize("make", FILES)
def test_files_that_are_refused(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "file")
    with pytest.raises(Untrusted):
        private_files.read_private(tmp_path / "file", 10)
    with pytest.raises((Untrusted, OSError)):
        os.close(private_files.open_file(tmp_path / "file", os.O_RDWR | os.O_CREAT))
    assert not (tmp_path / "nowhere").exists()


def test_what_others_can_read_is_shut(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "file").chmod(0o644)
    assert private_files.read_private(tmp_path / "file", 10) == b"x"
    assert mode(tmp_path / "file") == 0o600


@pytest.mark.parametrize("name", ["netsec", "netsec/sandbox", "netsec/sandbox/STACK", "netsec/sandbox/STACK/world"])
@pytest.mark.parametrize("how", ["link", "writable", "file", "another's"])
def test_no_directory_of_ours_is_anybody_elses(name: str, how: str, tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path / "xdg")}
    stack = locations.sandbox_directory(tmp_path, environ)
    locations.prepare_directories(stack / "world", environ)
    path = tmp_path / "xdg" / name.replace("STACK", stack.name)
    if how == "link":
        path.rename(tmp_path / "moved")
        path.symlink_to(tmp_path / "moved")
    elif how == "writable":
        path.chmod(0o770)
    elif how == "file":
        path.rename(tmp_path / "moved")
        path.write_text("")
    else:
        of_another(tmp_path / "x")
        os.chown(path, 12345, 12345)
    for act in (locations.prepare_directories, locations.check_directories):
        with pytest.raises((Untrusted, NotADirectoryError)):
            act(stack / "world", environ)


def test_the_users_own_links_on_the_way_are_followed(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "state").symlink_to("disk")
    environ = {"XDG_STATE_HOME": str(tmp_path / "state")}
    locations.prepare_directories(locations.sandbox_directory(tmp_path, environ), environ)
    assert (tmp_path / "disk" / "netsec" / "sandbox").is_dir()


@pytest.mark.parametrize("how", [0o770, 0o707, "link"])
def test_a_named_directory_is_looked_at_too(how: int | str, tmp_path: Path) -> None:
    named = tmp_path / "named"
    named.mkdir(mode=0o700)
    if isinstance(how, int):
        named.chmod(how)
    else:
        named.rename(tmp_path / "real")
        named.symlink_to("real")
    with pytest.raises(Untrusted, match=r"others can write|link"):
        daemon.ensure(named / "world")
    named.chmod(0o700)


@pytest.mark.parametrize("name", ["world.pickle", "daemon.json", "aws-config", "live.lock", "start.lock", "log"])
@pytest.mark.parametrize("make", FILES)
def test_reset_mends_whatever_stands_there(make: Callable[[Path], None], name: str, tmp_path: Path) -> None:
    world = tmp_path / "sandbox" / "world"
    world.mkdir(mode=0o700, parents=True)
    (tmp_path / "sandbox").chmod(0o700)
    make(world / name)
    daemon.reset(world)
    if name.endswith(".lock"):
        assert DaemonFiles(world).is_running() is False
    elif name == "log":
        os.close(DaemonFiles(world).open_log())
    else:
        assert not os.path.lexists(world / name)
    assert (world / "elsewhere").exists() is (make is link)


def test_reset_of_a_link_takes_the_link_alone(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "world.pickle").write_text("x")
    (tmp_path / "world").symlink_to("real")
    with pytest.raises(Untrusted):
        daemon.status(tmp_path / "world")
    daemon.reset(tmp_path / "world")
    assert not os.path.lexists(tmp_path / "world")
    assert (tmp_path / "real" / "world.pickle").exists()
