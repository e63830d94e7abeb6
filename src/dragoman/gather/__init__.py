"""The first room: bytes of articles, with where and when they came from."""

from __future__ import annotations

from dragoman.gather.fetched import SIZE_LIMIT, Fetched, GatherError
from dragoman.gather.sources import SUFFIXES, Source, sources

__all__ = ["SIZE_LIMIT", "SUFFIXES", "Fetched", "GatherError", "Source", "sources"]
