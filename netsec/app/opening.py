"""From options and environment variables to a Stack that can ask AWS, or the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from netsec import config as config_file
from netsec.app.keeping import LOCAL, bucket_store, file_store
from netsec.app.place import SERVICES, Flags, Origin, find_place
from netsec.app.sandbox import enter, former_world, sandbox_place, usable
from netsec.app.stack import Stack
from netsec.aws.client import Aws
from netsec.aws.limit import Limit
from netsec.errors import ConfigInvalid
from netsec.model import Config, Reason, reason
from netsec.store.keeper import Keeper
from netsec.store.local import LocalStore
from netsec.version import VERSION


@dataclass(frozen=True)
class Opening:
    """One call of netsec: its global options, environment variables, working directory and time limit.

    Its methods find the config, the state and the region; none of them calls AWS, but in the sandbox.
    """

    flags: Flags
    environ: Mapping[str, str]
    directory: Path
    limit: Limit = field(default_factory=Limit)

    @property
    def config_path(self) -> Path | None:
        """The netsec.toml in use: `--config`, else the one in the working directory or its nearest parent."""
        return Path(self.flags.config_path) if self.flags.config_path else config_file.find(self.directory)

    def config(self, *, identity_only: bool = False) -> Config:
        """The config; ConfigInvalid where there is none, or it has mistakes.

        `identity_only` reads only the keys that say which stack it is and where, so that a broken rule does not stop
        `show` or `destroy`.
        """
        path = self.config_path
        if path is None and self.flags.sandbox:
            return config_file.defaults(environment=self.flags.environment or "dev")
        if path is None:
            raise ConfigInvalid(reason("config_missing", path=config_file.FILE_NAME))
        load = config_file.load_identity if identity_only else config_file.load
        return load(path, self.flags.environment or None)

    @property
    def root(self) -> Path:
        """The directory that holds `state/`: that of netsec.toml, else the working directory."""
        path = self.config_path
        return path.resolve().parent if path else self.directory

    @property
    def sandbox_directory(self) -> Path:
        """Where the sandbox keeps its data: NETSEC_SANDBOX_DIR, else a directory outside the work tree."""
        from netsec.sandbox import home

        configured = self.environ.get("NETSEC_SANDBOX_DIR")
        if configured:
            return Path(configured).absolute()
        with usable():
            return home.directory_of(self.root, self.environ)

    @property
    def former_sandbox(self) -> Reason | None:
        """A remark where an older version has left a sandbox in the work tree, else None."""
        return former_world(self.root, self.sandbox_directory)

    @property
    def state_directory(self) -> Path:
        """Where local files are kept: state files, and the prices of `cost --refresh`."""
        return self.sandbox_directory if self.flags.sandbox else self.root / "state"

    def store(self, config: Config) -> Keeper:
        """The backend that `[state]` names; in the sandbox always a local file."""
        if self.flags.sandbox or config.state.backend == LOCAL:
            return self.file_store(config)
        return self.bucket_store(config)

    def file_store(self, config: Config) -> LocalStore:
        """The local state file, whatever `[state]` says."""
        return file_store(self.state_directory, config, sandbox=self.flags.sandbox)

    def bucket_store(self, config: Config) -> Keeper:
        """The state object in the S3 bucket of `[state]`, whatever its `backend` says."""
        place, _ = find_place(config, self.flags, self.environ)
        return bucket_store(config, place, self.file_store(config), self.limit)

    def stack(self, config: Config, *, remember: bool = True) -> Stack:
        """The stack of this call; with `remember` false the recorded state is not read (`state rebuild`)."""
        store = self.store(config)
        if self.flags.sandbox:
            aws, origin, sandbox_config = self._sandbox(config)
            return Stack(sandbox_config, store, aws, origin, remember=remember, limit=self.limit)
        place, origin = find_place(config, self.flags, self.environ)
        return Stack(config, store, Aws(place, VERSION), origin, remember=remember, limit=self.limit)

    def bare_aws(self, project: str) -> tuple[Aws, Origin]:
        """Access to AWS without a config, for `init`; in the sandbox the VPC is made for that project."""
        config = config_file.defaults(project or "myapp", self.flags.environment or "dev")
        if self.flags.sandbox:
            aws, origin, _ = self._sandbox(config)
            return aws, origin
        place, origin = find_place(config, self.flags, self.environ)
        return Aws(place, VERSION), origin

    def _sandbox(self, config: Config) -> tuple[Aws, Origin, Config]:
        """Access to the sandbox, and the config with the ids that are valid there."""
        place, origin = sandbox_place(config, self.flags, self.sandbox_directory)
        aws = Aws(place, VERSION)
        return aws, origin, enter(replace(config, region=place.region), aws, self.sandbox_directory)

    def elsewhere(self, origin: Origin) -> tuple[tuple[str, str], ...]:
        """Each endpoint other than AWS's own, as (URL, where it was set); none in the sandbox."""
        endpoints = (origin.items[label] for label in SERVICES.values() if label in origin.items)
        return () if self.flags.sandbox else tuple(endpoints)
