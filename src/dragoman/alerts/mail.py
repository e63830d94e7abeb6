"""Notices by e-mail."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final
from urllib.parse import unquote, urlsplit

from dragoman.alerts.deliver import Message, clean
from dragoman.alerts.saved import AlertError

SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server and who writes.

    ``smtps`` speaks TLS from the beginning, ``smtp`` where the server offers it (STARTTLS); a password is only sent
    over TLS.
    """

    host: str
    port: int
    sender: str
    tls: bool = False
    user: str | None = None
    password: str | None = None

    @staticmethod
    def of(address: str, sender: str) -> Mail:
        """From ``smtp://user:password@host:587`` or ``smtps://…``. Raises ``AlertError``."""
        parts = urlsplit(address)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise AlertError(
                "the mail server is no smtp:// or smtps:// address: {address!r}", address=parts.hostname or address
            )
        tls = parts.scheme == "smtps"
        return Mail(
            parts.hostname, parts.port or (465 if tls else 25), sender, tls,
            unquote(parts.username) if parts.username else None, unquote(parts.password) if parts.password else None,
        )  # fmt: skip

    def __call__(self, message: Message) -> None:
        """Send a message. Raises ``OSError`` where the server did not take it."""
        try:
            with self._connection() as server:
                server.send_message(self.letter(message))
        except smtplib.SMTPException as error:
            raise OSError(f"{self.host}: {' '.join(str(error).split())}") from error
        except OSError as error:
            raise OSError(f"{self.host}: {error.strerror or error}") from error

    def _connection(self) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trust)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=trust)
            elif self.user:
                server.close()
                raise OSError("the server offers no TLS, and a password is not sent without")
        if self.user:
            server.login(self.user, self.password or "")
        return server

    def letter(self, message: Message) -> EmailMessage:
        """The e-mail: plain text, its id the same at every try."""
        count = len(message.notices)
        letter = EmailMessage()
        what = _line(message.notices[0]["title"]) if count == 1 else f"{count} new"
        letter["Subject"] = f"{_line(message.alert.name)}: {what}"
        letter["From"] = self.sender
        letter["To"] = message.target
        letter["Date"] = formatdate(localtime=True)
        letter["Message-ID"] = f"<{message.key}@{self.sender.rpartition('@')[2].strip('<> ') or 'dragoman.invalid'}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content("\n\n".join(_block(one) for one in message.notices) + "\n")
        return letter


def _block(notice: dict[str, object]) -> str:
    lines = [_line(str(notice["title"])), clean(str(notice["text"])).strip()]
    lines += [_line(str(notice["url"]))] if notice.get("url") else []
    return "\n".join(line for line in dict.fromkeys(lines) if line)


def _line(text: str) -> str:
    """A text that fits into a header: one line, however it came."""
    return " ".join(clean(text).split())[:200]
