"""A few bytes posted to an address, under the same guard as fetching."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx

from dragoman.gather.fetched import AnswerError
from dragoman.gather.guard import Backend
from dragoman.gather.transport import Transport, told
from dragoman.gather.web import STEP_SECONDS, TOTAL_SECONDS
from dragoman.phrase import Phrase


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool = False, total: float = TOTAL_SECONDS
) -> None:
    """Post, follow no redirect, and read no more of the answer than its status.

    Raises ``AnswerError`` for a status that is no success, ``GatherError`` where the address is refused or unreachable.
    """
    backend = Backend(allow_private=allow_private, deadline=time.monotonic() + total)
    with (
        told(url),
        httpx.Client(transport=Transport(backend), timeout=STEP_SECONDS, trust_env=False) as client,
        client.stream("POST", url, content=body, headers=dict(headers)) as response,
    ):
        if not response.is_success:
            raise AnswerError(Phrase("the server answered {status}", status=response.status_code), response.status_code)
