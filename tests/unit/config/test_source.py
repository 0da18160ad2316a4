"""Finding and reading the file: what is no file of ours ends soon, in a sentence, and in little memory."""

from __future__ import annotations

import os
import time

import pytest

from netsec import config
from netsec.errors import ConfigInvalid

HEAD = 'project = "p"\n'


def reasons(path):
    with pytest.raises(ConfigInvalid) as caught:
        config.load_config(path)
    assert caught.value.exit_code == 3
    return caught.value.reasons


def test_find_goes_upward(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "a" / "netsec.toml").mkdir()  # a folder of that name is not it
    assert config.find_config_file(below) is None
    (tmp_path / "netsec.toml").touch()
    assert config.find_config_file(below) == tmp_path / "netsec.toml"
    (below / "netsec.toml").touch()
    assert config.find_config_file(below) == below / "netsec.toml"


def test_find_takes_a_relative_folder(tmp_path, monkeypatch):
    (tmp_path / "netsec.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert config.find_config_file(config.Path()) == tmp_path / "netsec.toml"


def test_missing(tmp_path):
    (reason,) = reasons(tmp_path / "netsec.toml")
    assert (reason.code, reason.facts) == ("config_missing", {"path": str(tmp_path / "netsec.toml")})


UNREADABLE = [
    (b'project = "p"\nx = \n', "Invalid value (at line 2, column 5)"),
    (b"a = 1\na = 2\nb = 3", "Cannot overwrite a value (at line 2, column 6)"),
    (b'project = "p"\n# \xff', "line 2 is not UTF-8"),
    (b'a = "\x00"', "Illegal character '\\x00' (at line 1, column 6)"),
    (b"a = " + b"9" * 5000, "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits"),
    (b"#" * (256 * 1024 + 1), "it is larger than 256 KiB"),
    (b"a = " + b"[" * 100_000, "it is nested too deeply"),
    (b"a = " + b"{a = " * 40_000, "it is nested too deeply"),
    (b".".join([b"a"] * 120_000) + b" = 1", "line 1 has more than 300 dots: split it into several lines"),
    (b"a = [" + b"1," * 100_000 + b"]", "it has more than 20000 values"),
    (b"a = [" + b"{}," * 80_000 + b"]", "it has more than 20000 values"),
]


@pytest.mark.parametrize(("content", "detail"), UNREADABLE)
def test_unreadable(tmp_path, content, detail):
    path = tmp_path / "netsec.toml"
    path.write_bytes(content)
    began = time.process_time()
    (reason,) = reasons(path)
    assert time.process_time() - began < 5  # half a second alone; a busy worker collects its garbage meanwhile
    assert (reason.code, reason.facts) == ("config_unreadable", {"path": str(path), "detail": detail})


def test_a_directory(tmp_path):
    (reason,) = reasons(tmp_path)
    assert (reason.code, reason.facts["detail"]) == ("config_unreadable", "it is a directory")


def test_a_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "netsec.toml")
    (reason,) = reasons(tmp_path / "netsec.toml")
    assert reason.facts["detail"] == "it is not a regular file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(written):
    path = written(HEAD)
    path.chmod(0)
    (reason,) = reasons(path)
    assert reason.facts["detail"] == "Permission denied"


def test_windows_text(tmp_path):
    path = tmp_path / "netsec.toml"
    path.write_bytes(b'\xef\xbb\xbfproject = "myapp"\r\n[tags]\r\n')
    assert config.load_config(path) == config.default_config()


BOMBS = {
    "deep keys": HEAD + "\n".join(f"vpc.k{row}." + ".".join("a" * 290) + " = 1" for row in range(100)),
    "deep lists": HEAD + "region = " + "[" * 300 + "]" * 300,
    "huge number": HEAD + "app_port = 0x" + "f" * 200_000,
    "huge ports": HEAD + "[security_groups.a]\ningress = [{ port = 0x" + "f" * 200_000 + ', from = "self" }]',
    "unknown keys": HEAD + "\n".join(f"k{number} = 1" for number in range(15_000)),
    "unknown environments": HEAD + "\n".join(f"[environments.e{number}]\nx = 1" for number in range(9_000)),
    "groups nobody has": HEAD
    + "\n".join(f'[security_groups.k{n}]\ningress = [{{ port = 1, from = "x{n}" }}]' for n in range(3_000)),
    "empty rules": HEAD + "[security_groups.a]\ningress = [" + "{}," * 19_000 + "]",
    "odd rules": HEAD + "[security_groups.a]\ningress = [" + "1," * 19_000 + "]",
    "open rules": HEAD
    + "[security_groups.a]\ningress = [\n"
    + "".join(f'{{ ports = "0-65535", from = "{n // 256}.{n % 256}.0.0/16" }},\n' for n in range(4_000))
    + '{ ports = "0-65535", from = "0.0.0.0/1" }, { ports = "0-65535", from = "128.0.0.0/1" }]',
    "same zone": HEAD + "availability_zones = [" + '"a",' * 19_000 + "]",
    "long text": HEAD + 'tags = { a = "' + "x" * 200_000 + '" }',
    "long key": HEAD + "x" * 200_000 + " = 1",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_answered_soon_and_briefly(written, name):
    path = written(BOMBS[name])
    began = time.process_time()
    found = reasons(path)
    assert time.process_time() - began < 5  # half a second alone; a busy worker collects its garbage meanwhile
    assert len(found) <= 201
    assert all(len(str(reason)) < 1000 for reason in found)


def test_control_characters_never_reach_the_message(mistakes_of):
    found = mistakes_of('"\\u001b[2J\\u009b" = 1\nregion = "\\u202e\\u001b]0;x\\u0007"')
    assert all(character.isprintable() for pair in found for character in "".join(pair))
