"""Who is speaking: names, offices, institutions, pronouns and dates, resolved by knowledge, not learning."""

from dragoman.resolver.actors import Actors
from dragoman.resolver.assemble import Resolved, language, resolve

__all__ = ["Actors", "Resolved", "language", "resolve"]
