"""A server for the browser of this machine: a frame, the report in it, and the state by which the
frame sees that both are current.
"""

from __future__ import annotations

import io
import os
import socket
import sys
import threading
import time
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer

from evalkit.serve.latest import Latest
from evalkit.serve.watch import Watched

ADDRESS = "127.0.0.1"
EVERY = 0.5
"""Seconds between two looks at the files."""
IDLE, WHOLE = 60.0, 10.0
"""Seconds that a connection may wait for a request, and that a request or an answer may take."""
OWN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " frame-src 'self'"
)
SHUT = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
FRAME = {
    "/": ("frame.html", "text/html; charset=utf-8"),
    "/frame.js": ("frame.js", "text/javascript; charset=utf-8"),
    "/frame.css": ("frame.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingTCPServer):
    """Listens on this machine alone.

    Raises OSError for a port that is taken, and takes any that is free for 0.
    """

    # Elsewhere it would let two servers share a port.
    allow_reuse_address = os.name == "posix"
    daemon_threads = True
    # A browser opens several connections at once, and so do its tabs.
    request_queue_size = 128

    def __init__(self, port: int, latest: Latest) -> None:
        super().__init__((ADDRESS, port), Handler)
        self.latest = latest

    @property
    def address(self) -> str:
        """Where the report is shown."""
        return f"http://{ADDRESS}:{self.server_address[1]}/"

    @cached_property
    def hosts(self) -> set[str]:
        """The names under which a browser may ask.

        A page of another site that had its own name point here would ask under that.
        """
        port = self.server_address[1]
        names = {ADDRESS, "localhost"}
        hosts = {f"{name}:{port}" for name in names}
        # A browser leaves the port out where it is that of HTTP.
        return hosts | names if port == 80 else hosts

    def run(self, watched: Watched) -> None:
        """Answer, and score again when a file changes, until Ctrl-C."""
        threading.Thread(target=self._watch, args=[watched], daemon=True).start()
        self.serve_forever()

    def _watch(self, watched: Watched) -> None:
        pause = EVERY
        while True:
            time.sleep(pause)
            began = time.monotonic()
            changed = watched.changed()
            # A large folder is looked at less often: a tenth of the time at most goes into it.
            pause = max(EVERY, 9 * (time.monotonic() - began))
            if changed:
                self.latest.renew()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Incoming(io.RawIOBase):
    """What a connection sends: a request has to arrive as a whole in time, however often a few
    bytes of it come.

    Raises TimeoutError for one that does not.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._end: float | None = None

    def expect(self) -> None:
        """Wait for the next request; its time begins with its first byte."""
        self._end = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read what is there, at least a byte unless the connection has ended."""
        left = IDLE if self._end is None else self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("a request takes too long")
        self._connection.settimeout(left)
        size = self._connection.recv_into(buffer)
        if self._end is None:
            self._end = time.monotonic() + WHOLE
        self._connection.settimeout(WHOLE)  # of the answer
        return size


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the few paths that there are."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "evalkit", ""

    def setup(self) -> None:
        """Read through what knows how long a request takes."""
        super().setup()
        self.rfile.close()
        self._incoming = Incoming(self.connection)
        self.rfile = io.BufferedReader(self._incoming)

    def handle_one_request(self) -> None:
        """Answer the next request; a connection that takes too long is closed."""
        self._incoming.expect()
        super().handle_one_request()

    def do_GET(self) -> None:
        """The frame, the report or the state."""
        names = [host.lower() for host in self.headers.get_all("Host", [])]
        # Exactly one name: of several, a proxy and this server might each take another one.
        if len(names) != 1 or names[0] not in self.server.hosts:
            fault = f"this is {self.server.address} and no other host"
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, fault)
            return
        path, _, _ = self.path.partition("?")
        shown = self.server.latest.shown
        if path in FRAME:
            name, kind = FRAME[path]
            content = Path(__file__).with_name(name).read_bytes()
            self._send(HTTPStatus.OK, kind, content, f"{OWN}; {SHUT}")
        elif path == "/state":
            self._send(HTTPStatus.OK, "application/json", shown.state())
        elif path == "/report" and shown.report is not None:
            kind = "text/html; charset=utf-8"
            # The page brings the rest of its policy itself.
            self._send(HTTPStatus.OK, kind, shown.report, "frame-ancestors 'self'")
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Nothing can be changed here."""
        self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_POST

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """A refusal as a line of text.

        The connection ends, for what else came with the request is not read.
        """
        self.close_connection = True
        text = message or HTTPStatus(code).phrase
        line = f"{int(code)} {text}\n"
        self._send(code, "text/plain; charset=utf-8", line.encode(), close=True)

    def _send(
        self,
        code: int,
        kind: str,
        content: bytes,
        policy: str = f"default-src 'none'; {SHUT}",
        *,
        close: bool = False,
    ) -> None:
        self.send_response(code)
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            "Content-Security-Policy": policy,
            **HEADERS,
        }
        if code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = "GET, HEAD"
        if close:
            headers["Connection"] = "close"
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of single requests."""
