"""The application: pages, their data, and what stands before them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute

from dragoman import __version__
from dragoman.pipeline import Reader
from dragoman.store import Store
from dragoman.store.store import released
from dragoman.web import errors, metrics, openapi, prefixes, static
from dragoman.web.desk import Desk
from dragoman.web.pages import pages
from dragoman.web.readings import Readings
from dragoman.web.security import bodies, crowd, headers, hosts, limits, origins
from dragoman.web.security.counters import Counters
from dragoman.web.security.users import Users
from dragoman.web.settings import Settings

THREADS = 12
"""Requests that are worked on at once; no more than the store has connections."""


def app(
    store: Store | None = None,
    reader: Reader | None = None,
    settings: Settings | None = None,
    *,
    users: Users | None = None,
    counters: Counters | None = None,
    writable: bool | None = None,
) -> FastAPI:
    """The application over a store, or none, with a reader and settings.

    ``users`` are those who may sign in, where ``settings.sign_in``. ``counters`` are those of requests that several
    processes share. ``writable`` says whether the store may be changed; found out where it is None.
    """
    settings = settings or Settings()
    reader = reader or Reader()
    bounds = settings.limits
    readings = Readings(reader, workers=bounds.workers, queue=bounds.queue, seconds=bounds.seconds)
    if writable is None:
        writable = store is not None and not released(store.engine)
    reportable, writable = writable, writable and (settings.sign_in or not settings.public)

    @asynccontextmanager
    async def life(made: FastAPI) -> AsyncIterator[None]:
        from anyio import to_thread

        to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        readings.close()

    made = FastAPI(
        title="Dragoman", version=__version__, summary="Who said what to whom, in whose account.",
        description=openapi.DESCRIPTION, docs_url=None, redoc_url=None, openapi_url=None, lifespan=life,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"}, openapi_tags=openapi.TAGS,
        generate_unique_id_function=_name,
    )  # fmt: skip
    made.state.desk = Desk(settings, reader, readings, store, users, writable, reportable)
    made.state.metrics = metrics.Metrics(readings)
    errors.install(made)
    for module in (static, metrics, openapi, *pages()):
        made.include_router(module.router)
    openapi.install(made)
    # The last added is the first to see a request.
    made.add_middleware(bodies.Bodies, limit=2 * bounds.bytes + bodies.ROOM)
    made.add_middleware(limits.RateLimits, limits=bounds, counters=counters)
    made.add_middleware(crowd.Crowd, most=bounds.crowd)
    made.add_middleware(origins.SameOrigin)
    made.add_middleware(hosts.KnownHosts, hosts=settings.hosts)
    made.add_middleware(headers.Headers, images=settings.images, secure=settings.secure)
    made.add_middleware(prefixes.Prefixed, prefix=settings.prefix)
    made.add_middleware(metrics.Counted, metrics=made.state.metrics)
    return made


def _name(route: APIRoute) -> str:
    """An operation's name in the API's description."""
    home = route.path_format.removesuffix(".json").strip("/").replace("/", "_").translate({ord(c): None for c in "{}"})
    return f"{min(route.methods or ('get',)).lower()}_{home or 'index'}"
