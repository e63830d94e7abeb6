"""``dragoman serve`` as a process of its own: how long it takes to start, and how much memory it holds."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

WAIT = 120.0
"""Seconds within which it has to answer."""


@dataclass
class Server:
    """A running server. ``started``: seconds until it answered; ``peak``: megabytes at most, once it has ended."""

    address: str
    process: subprocess.Popen[bytes]
    started: float
    peak: float = 0.0

    def memory(self) -> float:
        """Megabytes it holds now."""
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(told.stdout) * 1024 / 1e6


@contextmanager
def serving(store: str, cores: int) -> Iterator[Server]:
    """Serve a store on so many cores, with no limit for a visitor, as on one's own machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "serve", "--store", store, "--port", str(port), "--threads", str(cores)],
        stderr=subprocess.DEVNULL,
    )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, sorted(os.sched_getaffinity(0))[:cores])
    server = Server(f"http://127.0.0.1:{port}", process, 0.0)
    try:
        while not _answers(server.address):
            if process.poll() is not None or time.perf_counter() - started > WAIT:
                raise RuntimeError("the server does not start")
            time.sleep(0.02)
        server.started = time.perf_counter() - started
        yield server
    finally:
        if process.returncode is None:
            process.terminate()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            server.peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
