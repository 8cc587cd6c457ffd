"""Supervise processes: start again what dies, stop all cleanly. Run as a file, so that it loads nothing else.

    python network_portal/lib/supervisor.py '{"web": ["python", "-m", ...], "clock": [...]}'

It holds 10 MiB, where the command that knows Django held 85.
"""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

GRACE = 25.0  # seconds that stopping processes are given
LONGEST_PAUSE = 30.0  # seconds before a process that keeps dying is started again
STEADY = 60.0  # seconds after which a process counts as running well


class Supervisor:
    """Runs commands by name until SIGTERM or SIGINT; one that ends is started again with a growing pause."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.stopping = False

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        running = {name: self._start(command) for name, command in self.commands.items()}
        pauses = dict.fromkeys(self.commands, 1.0)
        started = dict.fromkeys(self.commands, time.monotonic())
        while not self.stopping:
            time.sleep(0.2)
            for name, process in running.items():
                if process.poll() is None or self.stopping:
                    continue
                if time.monotonic() - started[name] > STEADY:
                    pauses[name] = 1.0
                sys.stderr.write(f"{name} ended with {process.returncode}; starting it again\n")
                time.sleep(pauses[name])
                pauses[name] = min(pauses[name] * 2, LONGEST_PAUSE)
                running[name], started[name] = self._start(self.commands[name]), time.monotonic()
        self._end(running)

    @staticmethod
    def _start(command: list[str]) -> subprocess.Popen[bytes]:
        """Each in a session of its own, so that a Ctrl-C reaches only the supervisor."""
        return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own list

    def _stop(self, *_args: Any) -> None:
        self.stopping = True

    @staticmethod
    def _end(running: dict[str, subprocess.Popen[bytes]]) -> None:
        """Ask the parents to stop, wait, and only then kill whole groups."""
        for process in running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + GRACE
        for process in running.values():
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    Supervisor(json.loads(sys.argv[1])).run()
