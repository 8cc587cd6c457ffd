"""A mail server for the tests: real sockets, and the ways in which servers disappoint."""

import email
import os
import signal
import socketserver
import threading
from typing import Any


class _Talk(socketserver.StreamRequestHandler):
    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def handle(self) -> None:
        server: Any = self.server
        taken = 0
        self.say("220 sink")
        for raw in self.rfile:
            verb = raw.decode("ascii", "replace").strip().upper()[:4]
            if verb == "EHLO":
                self.say("250 sink")
            elif verb == "MAIL" and server.most is not None and taken >= server.most:
                self.say("421 that was enough for one connection")
                return
            elif verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                server.mails.append(email.message_from_bytes(b"".join(lines)))
                taken += 1
                if server.hangs_up_before_saying_yes:
                    server.hangs_up_before_saying_yes = False
                    return
                self.say("250 taken")
                if server.kills_after_saying_yes:
                    os.kill(server.kills_after_saying_yes, signal.SIGKILL)
                    server.kills_after_saying_yes = 0
                    return
                if server.hangs_up_after_each:
                    return
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class Sink(socketserver.ThreadingTCPServer):
    """Takes mails on a port of its own; ``most`` mails a connection, hanging up after each, or before its yes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.mails: list[Any] = []
        self.most: int | None = None
        self.hangs_up_after_each = self.hangs_up_before_saying_yes = False
        self.kills_after_saying_yes = 0  # the process that hands mails over: dead before it can note the yes

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def ids(self) -> list[str]:
        return [m["Message-ID"] for m in self.mails]

    def __enter__(self) -> "Sink":
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *args: Any) -> None:
        self.shutdown()
        self.server_close()
