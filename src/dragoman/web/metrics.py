"""Whether the server is well, and how much it does, for those who keep it running."""

from __future__ import annotations

import time
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman import __version__
from dragoman.store import StoreError
from dragoman.web.readings import Readings

router = APIRouter(tags=["server"])


class Metrics:
    """One server's counters, in a registry of their own."""

    def __init__(self, readings: Readings) -> None:
        self.registry = CollectorRegistry()
        names = ["method", "route", "status"]
        self.requests = Counter("dragoman_requests_total", "Requests answered.", names, registry=self.registry)
        self.seconds = Histogram(
            "dragoman_request_seconds", "Seconds to an answer.", ["method", "route"], registry=self.registry
        )
        waiting = Gauge("dragoman_readings_under_way", "Texts being read or waiting.", registry=self.registry)
        waiting.set_function(lambda: readings.under_way)


class Counted:
    """Counts requests by the route that answers them, never by the address that was asked for."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "none")
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE") else "other"
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.seconds.labels(method, route).observe(time.perf_counter() - started)


class Health(BaseModel):
    """Whether the server can answer."""

    status: Literal["ok", "failing"] = Field(description="failing: the archive cannot be reached.")
    version: str = Field(description="Of Dragoman.")
    archive: Literal["open", "none", "unreachable"] = Field(description="Whether there is an archive, and it answers.")


def _health(request: Request) -> Health:
    store = request.app.state.desk.store
    if store is None:
        return Health(status="ok", version=__version__, archive="none")
    try:
        with store.reading() as connection:
            connection.exec_driver_sql("SELECT 1")
    except StoreError:
        return Health(status="failing", version=__version__, archive="unreachable")
    return Health(status="ok", version=__version__, archive="open")


@router.get("/health", summary="Whether the server is well", response_model=Health, responses={503: {"model": Health}})
def health(found: Annotated[Health, Depends(_health)]) -> Response:
    """For load balancers and containers: 200 where the server can answer, 503 where its archive cannot be reached."""
    return JSONResponse(found.model_dump(), 200 if found.status == "ok" else 503)


@router.get("/metrics", summary="Counters for Prometheus", response_class=Response,
            responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})  # fmt: skip
def metrics(request: Request) -> Response:
    """Requests, their times, and readings under way, in Prometheus' text form. Counts only: no addresses, no texts."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)
