"""A gateway and a mail server of this machine, which answer as badly as a test wants."""

import asyncio
import json
import threading
import time
from contextlib import contextmanager


class Loop:
    """An event loop in a thread of its own, with one server in it."""

    def __init__(self, serve):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        starting = asyncio.start_server(serve, "127.0.0.1", 0)
        self.server = asyncio.run_coroutine_threadsafe(starting, self.loop).result(10)
        self.port = self.server.sockets[0].getsockname()[1]

    def stop(self):
        """Close the server, what is still open, and the loop."""

        async def end():
            self.server.close()
            rest = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
            for each in rest:
                each.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


class Gateway:
    """Keeps every request, and answers in one manner; messages are told apart by their keys."""

    def __init__(self):
        self.manner = "accepts"
        self.requests = []
        self.delivered = {}

    async def serve(self, reader, writer):
        """Read one request, and answer it."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            content = await reader.readexactly(int(headers["content-length"]))
            self.requests.append((lines[0], headers, content))
            await self.answer(writer, content)
        finally:
            writer.close()

    async def answer(self, writer, content):
        """Answer well or badly."""
        if self.manner == "closes":
            return
        if self.manner == "slow":
            await asyncio.sleep(5)
        if self.manner == "trickles":
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            for _turn in range(50):
                writer.write(b".")
                await writer.drain()
                await asyncio.sleep(0.1)
        if self.manner == "garbage":
            writer.write(b"\x00\x01 no such protocol\r\n\r\n")
        elif self.manner == "accepts":
            fields = json.loads(content)
            self.delivered.setdefault(fields["key"], fields)
            writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nOK")
        else:
            status, words = self.manner
            told = words.encode()
            writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(told)}\r\n\r\n".encode() + told)
        await writer.drain()


class MailHouse:
    """Speaks as much SMTP as it takes; the answer to a recipient can be set."""

    def __init__(self, *, context=None):
        self.recipient, self.closing, self.context = "250 OK", False, context
        self.logins, self.mails = [], []

    async def serve(self, reader, writer):
        """Hold one conversation."""
        try:
            writer.write(b"220 here\r\n")
            while line := (await reader.readline()).decode().strip():
                if self.closing:
                    return
                writer.write(f"{await self.reply(line, reader, writer)}\r\n".encode())
                await writer.drain()
                if line.upper() == "STARTTLS":
                    await writer.start_tls(self.context)
                if line.upper() == "QUIT":
                    return
        finally:
            writer.close()

    async def reply(self, line, reader, writer):
        """Return the answer to one line."""
        word = line.upper()
        if word.startswith("EHLO"):
            tls = "250-STARTTLS\r\n" if self.context and not writer.get_extra_info("ssl_object") else ""
            return f"250-here\r\n{tls}250 AUTH PLAIN"
        if word.startswith("AUTH"):
            self.logins.append((line, writer.get_extra_info("ssl_object") is not None))
            return "235 in"
        if word.startswith("RCPT"):
            return self.recipient
        if word == "DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
            return "250 kept"
        return {"STARTTLS": "220 go", "QUIT": "221 bye"}.get(word, "250 OK")


@contextmanager
def running(server):
    """Run a server; give the port that it listens at."""
    loop = Loop(server.serve)
    try:
        yield loop.port
    finally:
        loop.stop()


@contextmanager
def within(seconds):
    """Fail when what is inside takes longer."""
    began = time.monotonic()
    yield

    assert time.monotonic() - began < seconds
