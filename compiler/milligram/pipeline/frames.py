"""Values between two processes of ours, over a pipe: each as its length and its pickle.

Enters: a value. Leaves: the same value, at the other end.
"""

from __future__ import annotations

import pickle
import struct
from typing import IO

_HEAD = struct.Struct(">Q")


def write_frame(stream: IO[bytes], value: object) -> None:
    """Sends one value. Raises `OSError` when nobody reads any more."""
    data = pickle.dumps(value)
    stream.write(_HEAD.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> object:
    """The next value that the other process sent. Raises `EOFError` when there is none."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (length,) = _HEAD.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)
