"""The server of a preview: on 127.0.0.1 alone, from memory alone.

Enters: resources by path, anew with every change. Leaves: answers to GET and HEAD, and an event to each page that is
open when what it shows has changed.

A page of another site cannot read from it: a name that was bent to 127.0.0.1 is refused by the Host header, requests
that a browser marks as another site's by theirs, and nothing here may stand in a foreign frame.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from milligram.pipeline.preview.site import Resource, not_found

HOST = "127.0.0.1"
HEARTBEAT = 15.0
"""Seconds between signs of life to an open page, by which one that is gone is noticed."""
PATIENCE = 20.0
"""Seconds that a browser may take to send a request, or to take in an answer."""
MOST_OPEN = 100
"""So many pages may wait for events."""


class Preview:
    """What is served now. `show` may be called at any time, also before `start`."""

    def __init__(self) -> None:
        self._resources: Mapping[str, Resource] = {}
        self._changed = threading.Condition()
        self._closed = False
        self._waiting = 0
        self._server: ThreadingHTTPServer | None = None
        self.address = ""

    def start(self, port: int) -> str:
        """Begins to serve; 0 is any free port. The address, with a slash at its end.

        Raises:
            OSError: the port is not to be had.
            OverflowError: there is no such port.
        """
        self._server = _Server((HOST, port), _handler(self))
        self.address = f"http://{HOST}:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self.address

    def close(self) -> None:
        """Serves no more; pages that wait are let go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def show(self, resources: Mapping[str, Resource]) -> None:
        """Serves these from now on."""
        with self._changed:
            self._resources = resources
            self._changed.notify_all()

    @property
    def port(self) -> int:
        """The port, once started."""
        return self._server.server_port if self._server is not None else 0

    def at(self, path: str) -> Resource | None:
        """What stands at a path."""
        return self._resources.get(path)

    def follow(self, path: str, seen: str, send: Callable[[str], None]) -> bool:
        """Sends an event when a page is no more as it was seen, and a sign of life until then.

        False at once where too many wait.
        """
        with self._changed:
            if self._waiting >= MOST_OPEN:
                return False
            self._waiting += 1
        try:
            send("retry: 1000\n\n")
            while not self._closed:
                if self._is_new(path, seen):
                    send("event: reload\ndata: changed\n\n")
                    return True
                if not self._wait(path, seen):
                    send(": still here\n\n")
        finally:
            with self._changed:
                self._waiting -= 1
        return True

    def _wait(self, path: str, seen: str) -> bool:
        """Whether the page changed, or all is over, before the next sign of life is due."""
        end = monotonic() + HEARTBEAT
        with self._changed:
            return self._changed.wait_for(lambda: self._closed or self._is_new(path, seen), end - monotonic())

    def _is_new(self, path: str, seen: str) -> bool:
        page = self._resources.get(path, not_found(path))
        return f'data-mark="{seen}"'.encode() not in page.content


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no fault."""


def _handler(preview: Preview) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "milligram"
        sys_version = ""
        timeout = PATIENCE

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def log_message(self, format: str, *args: Any) -> None:
            """The screen is quiet."""

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            """Says what is wrong with a request, in no words of the request's."""
            self.close_connection = True
            status = HTTPStatus(code)
            self._send(status, Resource(f"{status.phrase.lower()}\n".encode(), "text/plain; charset=utf-8"))

        def _answer(self, *, body: bool) -> None:
            if not self._is_ours():
                self._send(HTTPStatus.FORBIDDEN, Resource(b"this preview answers only to this machine\n", "text/plain"))
                return
            try:
                url = urlsplit(self.path)
                query = parse_qs(url.query, max_num_fields=4)
            except ValueError:
                self.send_error(HTTPStatus.BAD_REQUEST)
                return
            path = unquote(url.path, errors="replace")
            if path == "/-/events":
                self._events(query, body=body)
            elif (found := preview.at(path)) is not None:
                self._send(HTTPStatus.OK, found, body=body)
            else:
                self._send(HTTPStatus.NOT_FOUND, not_found(path), body=body)

        def _is_ours(self) -> bool:
            """Whether the request is of this machine's own pages, or typed by its user."""
            hosts = self.headers.get_all("Host") or []
            known = {f"{name}:{preview.port}" for name in (HOST, "localhost")}
            if len(hosts) != 1 or hosts[0].strip().lower() not in known:
                return False
            site, mode = self.headers.get("Sec-Fetch-Site"), self.headers.get("Sec-Fetch-Mode")
            return site in (None, "same-origin", "none") or mode == "navigate"

        def _events(self, query: Mapping[str, list[str]], *, body: bool) -> None:
            page, seen = (query.get(name, [""])[0] for name in ("page", "seen"))
            begun = False

            def send(text: str) -> None:
                nonlocal begun
                if not begun:
                    self._head(HTTPStatus.OK, "text/event-stream; charset=utf-8", "default-src 'none'", None)
                    begun = True
                self.wfile.write(text.encode())
                self.wfile.flush()

            if not body:
                self._head(HTTPStatus.OK, "text/event-stream; charset=utf-8", "default-src 'none'", None)
            elif not preview.follow(page, seen, send):
                self._send(HTTPStatus.SERVICE_UNAVAILABLE, Resource(b"too many pages are open\n", "text/plain"))

        def _send(self, status: HTTPStatus, resource: Resource, *, body: bool = True) -> None:
            self._head(status, resource.kind, resource.policy, len(resource.content))
            if body:
                self.wfile.write(resource.content)

        def _head(self, status: HTTPStatus, kind: str, policy: str, length: int | None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if length is not None:
                self.send_header("Content-Length", str(length))
            for name, value in (
                ("Content-Security-Policy", policy),
                ("X-Content-Type-Options", "nosniff"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
                ("Referrer-Policy", "no-referrer"),
                ("Cache-Control", "no-store"),
            ):
                self.send_header(name, value)
            self.end_headers()

    return Handler
