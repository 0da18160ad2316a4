"""Flags and environment → an opened Stack, in the real AWS or in the sandbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from netsec import config as config_file
from netsec.app.place import Flags, Origin, find_place
from netsec.app.sandbox import DEFAULT_ZONE_LETTERS, enter, sandbox_place
from netsec.app.stack import Stack
from netsec.aws.client import Aws
from netsec.errors import ConfigInvalid
from netsec.model import Config, reason
from netsec.store.local import LocalStore
from netsec.version import VERSION

__all__ = ["DEFAULT_ZONE_LETTERS", "Opening"]


@dataclass(frozen=True)
class Opening:
    """Everything that can be known without asking AWS."""

    flags: Flags
    environ: Mapping[str, str]
    directory: Path

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
        """Where the sandbox keeps its world and its states."""
        return Path(self.environ.get("NETSEC_SANDBOX_DIR") or self.root / "state" / "sandbox").absolute()

    def store(self, config: Config) -> LocalStore:
        """The stack's state store; the sandbox has its own directory."""
        directory = self.sandbox_directory if self.flags.sandbox else self.root / "state"
        return LocalStore(directory, config.project, config.environment, self.flags.sandbox)

    def stack(self, config: Config, *, remember: bool = True) -> Stack:
        """The stack, ready to ask AWS; `remember` is whether the recorded state is to be read."""
        store = self.store(config)
        if self.flags.sandbox:
            place, origin = sandbox_place(config, self.sandbox_directory)
            aws = Aws(place, VERSION)
            return Stack(enter(config, aws, self.sandbox_directory), store, aws, origin, remember=remember)
        place, origin = find_place(config, self.flags, self.environ)
        return Stack(config, store, Aws(place, VERSION), origin, remember=remember)

    def bare_aws(self) -> Aws:
        """AWS before there is any config: for a first look."""
        config = config_file.defaults(environment=self.flags.environment or "dev")
        if self.flags.sandbox:
            place, _ = sandbox_place(config, self.sandbox_directory)
            aws = Aws(place, VERSION)
            enter(config, aws, self.sandbox_directory)
            return aws
        place, _ = find_place(config, self.flags, self.environ)
        return Aws(place, VERSION)

    def endpoint_warning(self, origin: Origin) -> tuple[str, str] | None:
        """An endpoint that somebody set, and who: worth a line on stderr."""
        return origin.items.get("endpoint") if not self.flags.sandbox else None
