"""A warm process with a single thread, from which tests fork off whatever they kill.

It reads a line of JSON for each order from the standard input: the program, its arguments, and `here` when it need not
die. It answers with a line: how the program ended, and what it gave if it came so far.
"""

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import backoffice.tables  # noqa: F401 - every relationship finds its class

HOME = Path(__file__).parents[1]
LONGEST = 120  # seconds that a child may live; what hangs is ended by SIGALRM, and its test fails


class Nursery:
    """The end of it that tests hold."""

    def __init__(self):
        command = [sys.executable, "-m", "tests.nursery"]
        self.process = subprocess.Popen(command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, program, *arguments, here=False, killed_after=None):
        """Run a program's `main`, in a process of its own that some seconds may end; return how it ended."""
        order = {"program": program, "arguments": arguments, "here": here, "killed_after": killed_after}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        """End it; return its status."""
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(30)


def in_a_child(work, arguments):
    """Begin some work in a process of its own; return its id and the end of the pipe that it answers on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    signal.alarm(LONGEST)
    status = 1
    try:
        os.write(writing, json.dumps(work(*arguments)).encode())
        status = 0
    except BaseException:  # noqa: BLE001 - told, and never a second nursery
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def in_its_own(work, arguments, killed_after):
    """Do some work in a child that dies, by itself or some seconds after its start; return how it ended."""
    child, reading = in_a_child(work, arguments)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as stream:
        answer = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"status": status, "given": json.loads(answer) if answer else None}


def main():
    """Take orders, one after the other, until there are no more."""
    configure_mappers()
    gc.freeze()  # children need not walk it, which would copy it
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a program prints is no answer
    for line in sys.stdin:
        order = json.loads(line)
        work = importlib.import_module(order["program"]).main
        if order["here"]:
            told = {"status": 0, "given": work(*order["arguments"])}
        else:
            told = in_its_own(work, order["arguments"], order["killed_after"])
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    main()
