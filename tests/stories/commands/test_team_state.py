"""The state of a team in a bucket: applied, shown, locked, unlocked, moved there and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.shell import REGION, TOML, Shell, flat

REMOTE = TOML + '[state]\nbackend = "s3"\nbucket = "team"\nprefix = "net"\n'
KEPT_HERE = REMOTE.replace('"s3"', '"local"')
KEY, LOCK = "net/myapp-dev.json", "net/myapp-dev.lock"


class Team:
    """A shell whose state is in a bucket."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.s3 = shell, shell.world.client("s3")
        self.s3.create_bucket(Bucket="team", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.s3.put_bucket_versioning(Bucket="team", VersioningConfiguration={"Status": "Enabled"})
        shell.config(REMOTE)

    def names(self) -> list[str]:
        return sorted(each["Key"] for each in self.s3.list_objects_v2(Bucket="team").get("Contents", ()))

    def state(self, key: str = KEY) -> dict[str, Any]:
        return dict(json.loads(self.s3.get_object(Bucket="team", Key=key)["Body"].read()))

    def put(self, key: str, text: str) -> None:
        self.s3.put_object(Bucket="team", Key=key, Body=text.encode())


@pytest.fixture
def team(shell: Shell) -> Team:
    return Team(shell)


def test_apply_show_destroy(team: Team) -> None:
    team.shell.done("apply", "--nat")
    assert team.names() == [KEY]
    assert not team.shell.state_path.exists()
    outputs = team.shell("show", "outputs", "--json").json
    assert sorted(outputs["nat_gateway_ids"]) == sorted(team.shell.gateways())
    team.shell.empty("--nat")
    team.shell.done("destroy")
    assert (team.state()["resources"], team.names()) == ({}, [KEY])


def test_group_commit_keeps_the_writes_few(team: Team) -> None:
    """15 resources, 29 steps: one save for all that came together, and a lock."""
    team.shell.done("apply", "--nat")
    versions = team.s3.list_object_versions(Bucket="team")["Versions"]
    assert len([each for each in versions if each["Key"] == KEY]) <= 25
    assert len([each for each in versions if each["Key"] == LOCK]) == 1


def test_a_lock_that_stayed_is_said_and_taken_away_when_asked_to(team: Team) -> None:
    note = {"pid": 7, "host": "laptop", "user": "aiko", "command": "apply", "since": "2026-01-01T00:00:00+00:00"}
    team.put(LOCK, json.dumps(note))
    result = team.shell("apply", "--yes")
    assert result.code == 10
    assert "aiko on laptop runs `apply` (process 7, since 2026-01-01T00:00:00+00:00)" in flat(result.err)
    assert "netsec state unlock" in result.err
    assert team.names() == [LOCK]
    assert team.shell("state", "unlock").code == 3
    assert team.shell("state", "unlock", typed="n\n").code == 3
    assert team.names() == [LOCK]
    assert team.shell("state", "unlock", typed="y\n").code == 0
    team.shell.done("apply")
    assert "Not locked." in team.shell("state", "unlock").out


def test_there_and_back_without_losing_an_id(team: Team) -> None:
    team.shell.config(KEPT_HERE)
    team.shell.done("apply", "--nat")
    before = team.shell.state
    team.shell.config(REMOTE)
    planned = team.shell("plan", "--nat", "--detailed-exitcode")
    assert planned.code in (0, 2), planned.all
    result = team.shell("state", "migrate")
    assert result.code == 0, result.all
    assert team.state() == before
    assert not team.shell.state_path.exists()
    (aside,) = Path("state").glob("myapp-dev.json.*[0-9a-f]")
    assert json.loads(aside.read_text()) == before
    team.shell.empty("--nat")
    team.shell.config(KEPT_HERE)
    assert team.shell("state", "migrate").code == 0
    assert team.shell.state == team.state(next(each for each in team.names() if each.startswith(KEY)))
    assert KEY not in team.names()
    team.shell.empty("--nat")


def test_migrating_ahead_of_the_config_says_what_to_write_there(team: Team) -> None:
    team.shell.config(KEPT_HERE)
    team.shell.done("apply")
    result = team.shell("state", "migrate", "--to", "s3")
    assert result.code == 0
    assert 'set backend = "s3" under [state]' in flat(result.out)


def test_push_and_pull_copy_and_never_overwrite_what_is_ahead(team: Team) -> None:
    team.shell.config(KEPT_HERE)
    team.shell.done("apply")
    assert team.shell("state", "push").code == 0
    assert team.shell("state", "push").code == 0
    assert team.state() == team.shell.state
    team.shell.done("apply", "--nat")
    behind, ahead = team.state(), team.shell.state
    result = team.shell("state", "pull")
    assert (result.code, team.shell.state) == (9, ahead)
    assert "is newer" in result.err
    assert team.shell("state", "pull", "--force").code == 0
    assert team.shell.state == behind
    backup = Path("state/myapp-dev.json.backup").read_text()
    assert json.loads(backup) == ahead


def test_another_beginning_is_overwritten_only_by_force_and_stays_beside(team: Team) -> None:
    team.shell.config(KEPT_HERE)
    team.shell.done("apply")
    other = {**team.shell.state, "lineage": "another"}
    team.put(KEY, json.dumps(other))
    assert team.shell("state", "push").code == 9
    assert team.state() == other
    assert team.shell("state", "push", "--force").code == 0
    (copy,) = (each for each in team.names() if each != KEY)
    assert (team.state(), team.state(copy)) == (team.shell.state, other)


@pytest.mark.parametrize("text", ["", "{", '{"version": 9}'])
def test_a_damaged_state_in_the_bucket_is_an_error_never_nothing(team: Team, text: str) -> None:
    team.put(KEY, text)
    for command in ("plan", "apply", "show", "state list"):
        result = team.shell(*command.split(), *(["--yes"] if command == "apply" else []))
        assert result.code == 9, result.all
        assert f"s3://team/{KEY}" in result.err
    assert team.shell("state", "rebuild", "-y").code == 0
    team.shell.done("apply")


def test_what_is_wrong_with_the_bucket_is_said(team: Team) -> None:
    team.shell.config(REMOTE.replace('"team"', '"nowhere"'))
    result = team.shell("apply", "--yes")
    assert (result.code, "the bucket nowhere" in flat(result.err)) == (9, True)
    team.shell.config(TOML)
    result = team.shell("state", "push")
    assert (result.code, "has no bucket" in result.err) == (3, True)
    assert team.shell("--sandbox", "state", "push").code == 3


def test_a_bucket_without_versions_is_said_once_and_used(team: Team) -> None:
    team.s3.put_bucket_versioning(Bucket="team", VersioningConfiguration={"Status": "Suspended"})
    result = team.shell.done("apply")
    assert result.err.count("keeps no previous state") == 1


def test_a_file_that_lies_beside_is_said_before_anything_is_made(team: Team) -> None:
    team.shell.config(KEPT_HERE)
    team.shell.done("apply")
    team.shell.config(REMOTE)
    result = team.shell("apply", "--yes")
    assert result.code == 0
    assert "netsec state migrate" in result.err


@pytest.fixture
def asked(team: Team) -> Iterator[list[dict[str, Any]]]:
    """The parameters of every request to S3 that the commands make."""
    from netsec.aws.s3_bucket import S3Bucket

    params, of_bucket = list[dict[str, Any]](), S3Bucket._bucket_parameters

    def noting(bucket: S3Bucket) -> dict[str, str]:
        params.append(dict(of_bucket(bucket)))
        return of_bucket(bucket)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(S3Bucket, "_bucket_parameters", noting)
        yield params


@pytest.mark.parametrize(
    ("top", "line", "owner"),
    [
        ("", "", "123456789012"),
        ("", 'bucket_owner = "210987654321"\n', "210987654321"),
        ('account_id = "123456789012"\n', "", "123456789012"),
    ],
)
def test_every_request_names_the_account_it_is_for(
    team: Team, asked: list[dict[str, Any]], top: str, line: str, owner: str
) -> None:
    team.shell.config(top + REMOTE + line)
    for command in ("plan", "show", "apply -y", "state unlock -y"):
        team.shell(*command.split())
    assert asked
    assert {each.get("ExpectedBucketOwner") for each in asked} == {owner}


def test_a_public_bucket_is_refused_before_anything_is_written(team: Team) -> None:
    team.s3.put_bucket_acl(Bucket="team", ACL="public-read")
    for line in ("apply -y", "apply -y --json", "state rebuild", "destroy -y"):
        result = team.shell(*line.split())
        assert result.code == 9, result.all
        assert "public through its ACL" in flat(result.all)
        assert "put-public-access-block" in result.all
    assert team.names() == []
    assert team.shell("plan").code == 0
    block = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    team.s3.put_public_access_block(Bucket="team", PublicAccessBlockConfiguration=block)
    team.shell.done("apply")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('bucket_owner = "12345"', "12 digits"),
        ('encryption = "aes"', "AES256"),
        ('encryption = "AES256"\nkms_key_id = "alias/x"', "remove one of the two"),
    ],
)
def test_what_is_wrong_about_the_bucket_is_said(team: Team, line: str, told: str) -> None:
    team.shell.config(f"{REMOTE}{line}\n")
    result = team.shell("plan")
    assert (result.code, told in flat(result.all)) == (3, True), result.all
