"""The version, written once here and in pyproject.toml; reading the installed metadata would slow every start."""

VERSION = "0.1.0"
