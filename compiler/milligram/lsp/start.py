"""Starts the language server on standard input and output, and ends with them."""

from __future__ import annotations

import logging
import os
import sys

from milligram.lsp import commands, features
from milligram.lsp.server import Server


def serve() -> int:
    """Serves until the editor ends it, or closes the input. The exit code: 0 if the editor had announced the end.

    What anything but the protocol prints goes to standard error: one stray word would end the conversation.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # it logs texts, and every answer that is a refusal
    server = Server()
    features.register(server)
    commands.register(server)
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        server.start_io(sys.stdin.buffer, output)
    finally:
        server.close()
    return 0 if server.was_told_to_stop else 1
