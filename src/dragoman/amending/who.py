"""The name of who amends, where none is given."""

from __future__ import annotations

import getpass
import os
import subprocess


def user() -> str:
    """``$DRAGOMAN_USER``, else the name that git knows, else the login; empty where nothing tells."""
    return os.environ.get("DRAGOMAN_USER", "").strip() or _git() or _login()


def _git() -> str:
    try:
        found = subprocess.run(
            ["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False, errors="replace"
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
