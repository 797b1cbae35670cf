"""Starts the language server on standard input and output, and ends with them."""

from __future__ import annotations

import logging
import sys

from milligram.lsp import commands, features
from milligram.lsp.server import Server


def serve() -> None:
    """Serves until the editor says that it is enough, or closes the input."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs texts, and every answer that is a refusal
    server = Server()
    features.register(server)
    commands.register(server)
    try:
        server.start_io()
    finally:
        server.close()
