"""Mail by SMTP."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from backoffice.messages.transports import Rejected

SECONDS = 20.0  # for each word of the conversation
FINAL = 500  # answers from here on are meant for good


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in; `security` is "tls", "starttls" or "none"."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    sender: str = ""
    context: ssl.SSLContext | None = None  # None: the certificates that this machine trusts


class MailTransport:
    """Hands each message in as a mail of its own."""

    def __init__(
        self, server: MailServer, *, subject: str, clock: Callable[[], datetime], seconds: float = SECONDS
    ) -> None:
        self._server = server
        self._subject = subject
        self._clock = clock
        self._seconds = seconds

    def send(self, *, phone: str, body: str, key: str) -> None:
        """Send a mail; a repetition has the same Message-ID, by which mailboxes know it."""
        mail = self._mail(phone, body, key)
        try:
            with self._open() as server:
                if self._server.user:
                    server.login(self._server.user, self._server.password)
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            status, words = next(iter(refused.recipients.values()))
            raise _judged(status, words) from None
        except smtplib.SMTPAuthenticationError as refused:
            raise OSError(_told(refused.smtp_code, refused.smtp_error)) from None  # to be mended here, then tried again
        except smtplib.SMTPResponseException as refused:
            raise _judged(refused.smtp_code, refused.smtp_error) from None

    def _open(self) -> smtplib.SMTP:
        context = self._server.context or ssl.create_default_context()
        if self._server.security == "tls":
            return smtplib.SMTP_SSL(self._server.host, self._server.port, timeout=self._seconds, context=context)
        server = smtplib.SMTP(self._server.host, self._server.port, timeout=self._seconds)
        if self._server.security == "starttls":
            try:
                server.starttls(context=context)
            except Exception:
                server.close()
                raise
        return server

    def _mail(self, address: str, body: str, key: str) -> EmailMessage:
        mail = EmailMessage()
        try:
            mail["To"], mail["From"], mail["Subject"] = address, self._server.sender, self._subject
        except ValueError as problem:  # a line break in an address
            raise Rejected(str(problem)) from None
        mail["Date"] = self._clock()
        domain = self._server.sender.rpartition("@")[2].rstrip(">") or "localhost"
        mail["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(body)
        return mail


def _judged(status: int, words: bytes | str) -> Exception:
    told = _told(status, words)
    return Rejected(told) if status >= FINAL else OSError(told)


def _told(status: int, words: bytes | str) -> str:
    plain = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{status} {' '.join(plain.split())}"[:200]
