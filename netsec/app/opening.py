"""Flags and environment → an opened Stack, in the real AWS or in the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from netsec import config as config_file
from netsec.app.keeping import LOCAL, bucket_store, file_store
from netsec.app.place import SERVICES, Flags, Origin, find_place
from netsec.app.sandbox import DEFAULT_ZONE_LETTERS, enter, former_world, sandbox_place, usable
from netsec.app.stack import Stack
from netsec.aws.client import Aws
from netsec.aws.limit import Limit
from netsec.errors import ConfigInvalid
from netsec.model import Config, Reason, reason
from netsec.store.keeper import Keeper
from netsec.store.local import LocalStore
from netsec.version import VERSION

__all__ = ["DEFAULT_ZONE_LETTERS", "Opening"]


@dataclass(frozen=True)
class Opening:
    """Everything that can be known without asking AWS."""

    flags: Flags
    environ: Mapping[str, str]
    directory: Path
    limit: Limit = field(default_factory=Limit)

    @property
    def config_path(self) -> Path | None:
        """The netsec.toml in use: the one named, else the nearest one upward."""
        return Path(self.flags.config_path) if self.flags.config_path else config_file.find(self.directory)

    def config(self, *, identity_only: bool = False) -> Config:
        """The config; `identity_only` reads no more than whose stack it is and where, so a broken rule does no harm."""
        path = self.config_path
        if path is None and self.flags.sandbox:
            return config_file.defaults(environment=self.flags.environment or "dev")
        if path is None:
            raise ConfigInvalid(reason("config_missing", path=config_file.FILE_NAME))
        load = config_file.load_identity if identity_only else config_file.load
        return load(path, self.flags.environment or None)

    @property
    def root(self) -> Path:
        """Where `state/` lies: beside netsec.toml, else here."""
        path = self.config_path
        return path.resolve().parent if path else self.directory

    @property
    def sandbox_directory(self) -> Path:
        """Where the sandbox keeps its world and its states: never in the work tree, unless somebody says so."""
        from netsec.sandbox import home

        named = self.environ.get("NETSEC_SANDBOX_DIR")
        if named:
            return Path(named).absolute()
        with usable():
            return home.directory_of(self.root, self.environ)

    @property
    def former_sandbox(self) -> Reason | None:
        """What whoever enters the sandbox should know of one that lies in the work tree."""
        return former_world(self.root, self.sandbox_directory)

    @property
    def state_directory(self) -> Path:
        """Where local files are kept: states, and prices that were looked up."""
        return self.sandbox_directory if self.flags.sandbox else self.root / "state"

    def store(self, config: Config) -> Keeper:
        """Where the stack's state is kept; the sandbox has its own directory, whatever `[state]` says."""
        if self.flags.sandbox or config.state.backend == LOCAL:
            return self.file_store(config)
        return self.bucket_store(config)

    def file_store(self, config: Config) -> LocalStore:
        """The file beside netsec.toml."""
        return file_store(self.state_directory, config, sandbox=self.flags.sandbox)

    def bucket_store(self, config: Config) -> Keeper:
        """The object in the bucket."""
        place, _ = find_place(config, self.flags, self.environ)
        return bucket_store(config, place, self.file_store(config), self.limit)

    def stack(self, config: Config, *, remember: bool = True) -> Stack:
        """The stack, ready to ask AWS; `remember` is whether the recorded state is to be read."""
        store = self.store(config)
        if self.flags.sandbox:
            aws, origin, inside = self._inside(config)
            return Stack(inside, store, aws, origin, remember=remember, limit=self.limit)
        place, origin = find_place(config, self.flags, self.environ)
        return Stack(config, store, Aws(place, VERSION), origin, remember=remember, limit=self.limit)

    def bare_aws(self, project: str) -> tuple[Aws, Origin]:
        """AWS before there is any config: for a first look. `project` is whose VPC the sandbox shall have."""
        config = config_file.defaults(project or "myapp", self.flags.environment or "dev")
        if self.flags.sandbox:
            aws, origin, _ = self._inside(config)
            return aws, origin
        place, origin = find_place(config, self.flags, self.environ)
        return Aws(place, VERSION), origin

    def _inside(self, config: Config) -> tuple[Aws, Origin, Config]:
        """The sandbox, and the config that is true in there."""
        place, origin = sandbox_place(config, self.flags, self.sandbox_directory)
        aws = Aws(place, VERSION)
        return aws, origin, enter(replace(config, region=place.region), aws, self.sandbox_directory)

    def elsewhere(self, origin: Origin) -> tuple[tuple[str, str], ...]:
        """Endpoints that somebody set, and who: each worth a line on stderr."""
        told = (origin.items[label] for label in SERVICES.values() if label in origin.items)
        return () if self.flags.sandbox else tuple(told)
