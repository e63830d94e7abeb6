"""Which addresses a page may be fetched from, and a connection to the very address that was checked."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final

import httpcore

from dragoman.gather.fetched import GatherError

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address."""

_END: Final = b"\r\n\r\n"
_LONGEST_HEAD: Final = 262_144
_LAST_LOOK: Final = 0.05
"""Seconds to wait for the end of a connection."""

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    Private, loopback, link-local, multicast, reserved, shared and unspecified addresses are not, and neither are
    IPv6 forms (mapped, compatible, 6to4, Teredo, NAT64) of such an IPv4 address. No address at all is not public.
    """
    try:
        return _public(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False


def _public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address in _NAT64:
        return _public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    if (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or address.is_private
        or address.is_link_local
        or address.is_loopback
        or address.is_unspecified
    ):
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return True
    inner = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    return not address.is_site_local and all(_public(one) for one in inner if one is not None)


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The addresses of a host, all checked; one that is not public refuses the host.

    Raises ``GatherError`` with the reason alone (the caller knows the address that was asked for).
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise GatherError("the host {host} is not known", host=host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allow_private and not is_public(address):
            where = host if host.strip("[]") == address else f"{host} leads to {address}, which"
            raise GatherError("{where} is not a public address (--allow-private lets it)", where=where)
    if not addresses:
        raise GatherError("the host {host} has no address", host=host)
    return addresses


class Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and lets no step outlast ``deadline`` (by ``time.monotonic``).

    The name is resolved once, here, and the connection goes to that address: a name server that answers otherwise
    a moment later (DNS rebinding) gains nothing. TLS and the Host header keep the name.
    """

    def __init__(self, *, allow_private: bool, deadline: float) -> None:
        self._inner = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, connect to the first address that answers."""
        failure: Exception | None = None
        for address in resolve(host, port, allow_private=self._allow_private):
            try:
                stream = self._inner.connect_tcp(
                    address, port, left(self._deadline, timeout), local_address, socket_options
                )
                return Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("no address answered")


class Stream(httpcore.NetworkStream):
    """A stream on which each step has at most the time that is left, and whose bytes are counted."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline
        self._head = b""
        self._after_head: int | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, left(self._deadline, timeout))
        if self._after_head is None:
            self._head = (self._head + data)[:_LONGEST_HEAD]
            while self._head.startswith(b"HTTP/1.1 1") and (interim := self._head.partition(_END)) and interim[1]:
                self._head = interim[2]
            head, end, body = self._head.partition(_END)
            if end and not head.startswith(b"HTTP/1.1 1"):
                self._head, self._after_head = b"", len(body)
        else:
            self._after_head += len(data)
        return data

    def beyond(self, length: int) -> int:
        """How many bytes came after a body of ``length`` bytes; one that ended well is followed by the end."""
        # It may keep the connection although it was asked to close it, or cut it.
        with suppress(httpcore.TimeoutException, httpcore.NetworkError):
            self.read(4096, _LAST_LOOK)
        return 0 if self._after_head is None else max(0, self._after_head - length)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, left(self._deadline, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, left(self._deadline, timeout))
        return Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def left(deadline: float, timeout: float | None) -> float:
    """Seconds for one step: the timeout or what is left of the whole, never nothing (0 would mean no waiting)."""
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return rest if timeout is None else min(timeout, rest)
