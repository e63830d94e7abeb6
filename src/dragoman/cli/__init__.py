"""The command line; ``dragoman --help`` teaches it."""

from __future__ import annotations

from dragoman.cli.command import cli, main

__all__ = ["cli", "main"]
