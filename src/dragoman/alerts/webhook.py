"""Notices posted to an address as JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Final

from dragoman import __version__
from dragoman.alerts.deliver import Message
from dragoman.gather.fetched import GatherError
from dragoman.gather.post import post

VERSION: Final = "1.0"


class Webhook:
    """Posts messages. ``secret`` signs them: ``X-Dragoman-Signature: sha256=…`` is the HMAC of the body.

    ``Idempotency-Key`` is the same at every try, so that the receiver knows a message that it has already.
    """

    def __init__(self, *, secret: str | None = None, allow_private: bool = False) -> None:
        self._secret = secret
        self._allow_private = allow_private

    def __call__(self, message: Message) -> None:
        """Post a message. Raises ``OSError`` where it was not taken."""
        alert = {"alert": message.alert.name, "kind": message.alert.kind}
        told = {"version": VERSION, **alert, "notices": list(message.notices)}
        body = json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")
        headers = {
            "Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.key,
            "User-Agent": f"dragoman/{__version__}",
        }  # fmt: skip
        if self._secret:
            signed = hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()
            headers["X-Dragoman-Signature"] = f"sha256={signed}"
        try:
            post(message.target, body, headers, allow_private=self._allow_private)
        except GatherError as error:
            raise OSError(str(error)) from error
