"""The SMS gateway: each message is one signed HTTP POST."""

import hashlib
import hmac
import json
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from backoffice.messages.transports import Rejected

SECONDS = 10.0  # for one answer, however slowly it comes
LONGEST_ANSWER = 4096  # bytes; no more is read
LONGEST_WORDS = 200
SIGNATURE = "X-Credit-Bank-Signature"
LATER = frozenset({401, 404, 408, 425, 429})  # these speak of the house or of the hour, not of the message


def canonical(fields: dict[str, str]) -> bytes:
    """Return the bytes that are sent and signed: JSON, sorted, without blanks, in UTF-8.

    >>> canonical({"to": "1", "body": "好"}).decode()
    '{"body":"好","to":"1"}'
    """
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signature(body: bytes, secret: bytes) -> str:
    """Return what stands in the header: the way of signing and the HMAC in hex."""
    return f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}"


class HttpTransport:
    """Posts messages to one address; `seconds` bounds the whole of an exchange."""

    def __init__(self, url: str, secret: bytes, *, clock: Callable[[], datetime], seconds: float = SECONDS) -> None:
        self._address = urlsplit(url)
        self._secret = secret
        self._clock = clock
        self._seconds = seconds

    def send(self, *, phone: str, body: str, key: str) -> None:
        """Post the message; a repetition carries the same key, by which the gateway knows it."""
        fields = {"body": body, "key": key, "sent_at": self._clock().isoformat(timespec="seconds"), "to": phone}
        content = canonical(fields)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key,
            SIGNATURE: signature(content, self._secret),
        }
        try:
            status, words = self._exchange(content, headers)
        except HTTPException as problem:
            raise OSError(f"the gateway's answer is no HTTP: {type(problem).__name__}") from None
        if status < HTTPStatus.OK or status >= HTTPStatus.MULTIPLE_CHOICES:
            told = f"{status} {words}".strip()
            if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in LATER:
                raise Rejected(told)
            raise OSError(told)

    def _exchange(self, content: bytes, headers: dict[str, str]) -> tuple[int, str]:
        """Return status and words of the answer."""
        connection, ending = self._connection(), threading.Event()
        connection.connect()
        watch = threading.Timer(self._seconds, _cut, (connection.sock, ending))
        watch.daemon = True
        watch.start()
        path = self._address.path or "/"
        try:
            connection.request(
                "POST", f"{path}?{self._address.query}" if self._address.query else path, content, headers
            )
            with connection.getresponse() as answer:
                status, words = answer.status, _words(answer)
        except (OSError, HTTPException) as problem:
            raise self._late() if ending.is_set() or isinstance(problem, TimeoutError) else problem from None
        finally:
            watch.cancel()
            connection.close()
        if ending.is_set():
            raise self._late()  # what came is cut off
        return status, words

    def _late(self) -> TimeoutError:
        return TimeoutError(f"the gateway took more than {self._seconds:g} s")

    def _connection(self) -> HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "https":
            return HTTPSConnection(host, port, timeout=self._seconds, context=ssl.create_default_context())
        return HTTPConnection(host, port, timeout=self._seconds)


def _cut(line: socket.socket, ending: threading.Event) -> None:
    """End an exchange whose time is over, also one that trickles."""
    ending.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _words(answer: HTTPResponse) -> str:
    told = answer.read(LONGEST_ANSWER).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else " " for letter in told)[:LONGEST_WORDS].strip()
