"""Papers that stand for what may happen to a renderer: quick, slow, greedy, deadly and curious ones."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def print_here(order):
    """Do what an order says."""
    return globals()[order.kind](**order.told)


def echo(text):
    """Print a text and the number of the process."""
    return f"{text} {os.getpid()}".encode()


def sleep(seconds):
    """Take time without work."""
    time.sleep(seconds)
    return b"slept"


def work(seconds):
    """Take time at work."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return b"worked"


def eat(megabytes):
    """Take memory."""
    return b"%d" % len(bytearray(megabytes * 1024 * 1024))


def die(number):
    """End by a signal."""
    os.kill(os.getpid(), getattr(signal, number))


def leave(code):
    """End by oneself."""
    os._exit(code)


def read(path):
    """Open a file."""
    return Path(path).read_bytes()


def write(path):
    """Write a file."""
    Path(path).write_text("x")


def connect():
    """Open a connection."""
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def start():
    """Start a program."""
    subprocess.run(["/bin/true"], check=True)


def fork():
    """Become two."""
    os.fork()


def keys():
    """Print what the environment holds."""
    return " ".join(sorted(os.environ)).encode()
