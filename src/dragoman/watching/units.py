"""Times and sizes as people write them: ``90s``, ``15m``, ``1h30m``, ``2d``; ``500 kB``, ``5 MB``."""

from __future__ import annotations

import re
from typing import Final

_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_TIME: Final = re.compile(r"(?:(?P<number>\d{1,7}(?:\.\d{1,3})?)\s*(?P<unit>[smhdw])\s*)")
_BYTES: Final = {"b": 1, "kb": 1_000, "mb": 1_000_000}
_SIZE: Final = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(b|kb|mb)", re.IGNORECASE)


def duration(value: object) -> float:
    """Seconds; a bare number is in seconds. Raises ValueError."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9:
        return float(value)
    if isinstance(value, str) and value.strip() and not _TIME.sub("", value.strip()):
        return sum(float(part["number"]) * _SECONDS[part["unit"]] for part in _TIME.finditer(value))
    raise ValueError("is not a time such as 90s, 15m, 1h30m or 2d")


def size(value: object) -> int:
    """Bytes; a bare number is in bytes. Raises ValueError."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and (found := _SIZE.fullmatch(value.strip())):
        return round(float(found[1]) * _BYTES[found[2].lower()])
    raise ValueError("is not a size such as 500 kB or 5 MB")


def spoken(seconds: float) -> str:
    """A time in its two largest units: ``1h 30m``."""
    left = round(seconds)
    parts = []
    for unit in ("d", "h", "m", "s"):
        count, left = divmod(left, _SECONDS[unit])
        if count:
            parts.append(f"{count}{unit}")
    return " ".join(parts[:2]) or "0s"
