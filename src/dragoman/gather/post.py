"""A few bytes posted to an address, under the same guard as fetching."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpcore
import httpx

from dragoman.gather.fetched import AnswerError, GatherError
from dragoman.gather.guard import Backend
from dragoman.gather.sources import shown
from dragoman.gather.web import STEP_SECONDS, TOTAL_SECONDS, _Transport


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool = False, total: float = TOTAL_SECONDS
) -> None:
    """Post, follow no redirect, and read no more of the answer than its status.

    Raises ``AnswerError`` for a status that is no success, ``GatherError`` where the address is refused or unreachable.
    """
    backend = Backend(allow_private=allow_private, deadline=time.monotonic() + total)
    try:
        with (
            httpx.Client(transport=_Transport(backend), timeout=STEP_SECONDS, trust_env=False) as client,
            client.stream("POST", url, content=body, headers=dict(headers)) as response,
        ):
            if not response.is_success:
                raise AnswerError(f"the server answered {response.status_code}", response.status_code)
    except GatherError as error:
        raise error.about(shown(url)) from error
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        raise GatherError(f"{shown(url)}: no answer in time") from error
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise GatherError(f"{shown(url)}: not an address that can be posted to") from error
    except (httpx.HTTPError, httpcore.ProtocolError, httpcore.NetworkError, OSError) as error:
        raise GatherError(f"{shown(url)}: {shown(str(error)) or 'the connection failed'}") from error
