"""A browser test ends when nothing is on its way to the server any more."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler

from tests.conftest import Traffic


@pytest.fixture
def slow() -> Iterator[SimpleNamespace]:
    """A server of which every page but /healthz takes until ``release`` is set; ``asked`` says one is under way."""
    state = SimpleNamespace(asked=threading.Event(), release=threading.Event(), served=[])

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if environ["PATH_INFO"] != "/healthz":
            state.asked.set()
            state.release.wait(30)
            state.served.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Length", "0"), ("Connection", "close")])
        return []

    httpd = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    httpd.set_app(application)
    loop = threading.Thread(target=httpd.serve_forever)
    loop.start()
    state.thread = SimpleNamespace(host="127.0.0.1", port=httpd.server_address[1], httpd=httpd)
    yield state
    state.release.set()
    httpd.shutdown()
    httpd.server_close()
    loop.join()


def test_a_request_whose_page_is_closed_is_waited_for(slow: SimpleNamespace) -> None:
    traffic = Traffic(slow)
    traffic.wait_for_silence()
    with socket.create_connection((slow.thread.host, slow.thread.port)) as page:
        page.sendall(b"GET /save HTTP/1.0\r\n\r\n")
        assert slow.asked.wait(30)
    with pytest.raises(AssertionError, match="still has 1 connections open"):
        traffic.wait_for_silence(seconds=0.2)
    slow.release.set()
    traffic.wait_for_silence()
    assert slow.served == ["/save"]


def test_a_request_nobody_has_taken_yet_is_waited_for(slow: SimpleNamespace) -> None:
    traffic = Traffic(slow)
    slow.release.set()
    for number in range(20):
        with socket.create_connection((slow.thread.host, slow.thread.port)) as page:
            page.sendall(f"GET /{number} HTTP/1.0\r\n\r\n".encode())
    traffic.wait_for_silence()
    assert len(slow.served) == 20
