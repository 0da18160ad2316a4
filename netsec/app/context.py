"""From options and environment variables to a Stack that can ask AWS, or the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from netsec import config as config_file
from netsec.app.backends import LOCAL_BACKEND, open_bucket_backend, open_local_backend
from netsec.app.connection import ENDPOINT_LABELS, GlobalOptions, SettingSources, resolve_connection
from netsec.app.sandbox import legacy_sandbox, prepare_sandbox, sandbox_errors, start_sandbox
from netsec.app.stack import Stack
from netsec.aws.client import AwsClient
from netsec.aws.deadline import Deadline
from netsec.errors import ConfigInvalid
from netsec.messages import Message
from netsec.model import Config, Reason, reason
from netsec.store.backend import StateBackend
from netsec.store.local_backend import LocalBackend
from netsec.version import VERSION


@dataclass(frozen=True)
class Invocation:
    """One call of netsec: its global options, environment variables, working directory and time limit.

    Its methods find the config, the state and the region; none of them calls AWS, but in the sandbox.
    """

    flags: GlobalOptions
    environ: Mapping[str, str]
    directory: Path
    deadline: Deadline = field(default_factory=Deadline)

    @property
    def config_path(self) -> Path | None:
        """The netsec.toml in use: `--config`, else the one in the working directory or its nearest parent."""
        return Path(self.flags.config_path) if self.flags.config_path else config_file.find_config_file(self.directory)

    def config(self, *, identity_only: bool = False) -> Config:
        """The config; ConfigInvalid where there is none, or it has mistakes.

        `identity_only` reads only the keys that say which stack it is and where, so that a broken rule does not stop
        `show` or `destroy`.
        """
        path = self.config_path
        if path is None and self.flags.sandbox:
            return config_file.default_config(environment=self.flags.environment or "dev")
        if path is None:
            raise ConfigInvalid(reason("config_missing", path=config_file.FILE_NAME))
        load = config_file.load_identity if identity_only else config_file.load_config
        return load(path, self.flags.environment or None)

    @property
    def root(self) -> Path:
        """The directory that holds `state/`: that of netsec.toml, else the working directory."""
        path = self.config_path
        return path.resolve().parent if path else self.directory

    @property
    def sandbox_directory(self) -> Path:
        """Where the sandbox keeps its data: NETSEC_SANDBOX_DIR, else a directory outside the work tree."""
        from netsec.sandbox import locations

        configured = self.environ.get("NETSEC_SANDBOX_DIR")
        if configured:
            return Path(configured).absolute()
        with sandbox_errors():
            return locations.sandbox_directory(self.root, self.environ)

    @property
    def legacy_sandbox(self) -> Reason | None:
        """A remark where an older version has left a sandbox in the work tree, else None."""
        return legacy_sandbox(self.root, self.sandbox_directory)

    @property
    def state_directory(self) -> Path:
        """Where local files are kept: state files, and the prices of `cost --refresh`."""
        return self.sandbox_directory if self.flags.sandbox else self.root / "state"

    def state_backend(self, config: Config) -> StateBackend:
        """The backend that `[state]` names; in the sandbox always a local file."""
        if self.flags.sandbox or config.state.backend == LOCAL_BACKEND:
            return self.local_backend(config)
        return self.bucket_backend(config)

    def local_backend(self, config: Config) -> LocalBackend:
        """The local state file, whatever `[state]` says."""
        return open_local_backend(self.state_directory, config, sandbox=self.flags.sandbox)

    def bucket_backend(self, config: Config) -> StateBackend:
        """The state object in the S3 bucket of `[state]`, whatever its `backend` says."""
        place, _ = resolve_connection(config, self.flags, self.environ)
        return open_bucket_backend(config, place, self.local_backend(config), self.deadline)

    def stack(self, config: Config, *, use_recorded_state: bool = True) -> Stack:
        """The stack of this call; with `remember` false the recorded state is not read (`state rebuild`)."""
        store = self.state_backend(config)
        if self.flags.sandbox:
            aws, origin, sandbox_config = self._sandbox(config)
            return Stack(
                sandbox_config, store, aws, origin, use_recorded_state=use_recorded_state, deadline=self.deadline
            )
        place, origin = resolve_connection(config, self.flags, self.environ)
        return Stack(
            config,
            store,
            AwsClient(place, VERSION),
            origin,
            use_recorded_state=use_recorded_state,
            deadline=self.deadline,
        )

    def aws_without_config(self, project: str) -> tuple[AwsClient, SettingSources]:
        """Access to AWS without a config, for `init`; in the sandbox the VPC is made for that project."""
        config = config_file.default_config(project or "myapp", self.flags.environment or "dev")
        if self.flags.sandbox:
            aws, origin, _ = self._sandbox(config)
            return aws, origin
        place, origin = resolve_connection(config, self.flags, self.environ)
        return AwsClient(place, VERSION), origin

    def _sandbox(self, config: Config) -> tuple[AwsClient, SettingSources, Config]:
        """Access to the sandbox, and the config with the ids that are valid there."""
        place, origin = start_sandbox(config, self.flags, self.sandbox_directory)
        aws = AwsClient(place, VERSION)
        return aws, origin, prepare_sandbox(replace(config, region=place.region), aws, self.sandbox_directory)

    def custom_endpoints(self, origin: SettingSources) -> tuple[tuple[str, str | Message], ...]:
        """Each endpoint other than AWS's own, as (URL, where it was set); none in the sandbox."""
        endpoints = (origin.items[label] for label in ENDPOINT_LABELS.values() if label in origin.items)
        return () if self.flags.sandbox else tuple(endpoints)
