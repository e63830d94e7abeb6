"""Versions of one article: what changed from one to the next, by statement; and what is no version of it."""

from __future__ import annotations

from dragoman.revisions.revision import KINDS, Change, Part, Piece, Relabelled, Revision
from dragoman.revisions.series import steps
from dragoman.revisions.step import revise
from dragoman.revisions.stubs import Incomparable, comparable

__all__ = [
    "KINDS",
    "Change",
    "Incomparable",
    "Part",
    "Piece",
    "Relabelled",
    "Revision",
    "comparable",
    "revise",
    "steps",
]
