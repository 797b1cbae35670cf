"""Any file gives text or a reason; nothing that a file system or a byte can do is an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from milligram.source import SourceFile, Span, Unreadable, decode, read, undecodable


def test_a_file_is_read_as_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.mg"
    path.write_bytes("\ufeffinput µ\r\nnext\rlast\n".encode())
    source = read(path)
    assert isinstance(source, SourceFile)
    assert source.text == "input µ\nnext\nlast\n"
    assert source.path == str(path)


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    missing = read(tmp_path / "none.mg")
    folder = read(tmp_path)
    odd = read("a\0b.mg")
    assert isinstance(missing, Unreadable)
    assert missing.reason == "no such file or directory"
    assert isinstance(folder, Unreadable)
    assert folder.reason == "is a directory"
    assert isinstance(odd, Unreadable)
    assert not odd.too_large


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mg"
    path.write_bytes(b"x" * 100)
    assert isinstance(read(path, limit=100), SourceFile)
    large = read(path, limit=99)
    assert isinstance(large, Unreadable)
    assert large.too_large
    assert large.reason == "larger than 99 bytes"


@pytest.mark.parametrize(
    ("data", "span"),
    [
        (b"plain", None),
        ("µ and 頸".encode(), None),
        (b"in \xb5mol", Span(3, 4)),
        (b"\xff\xfex", Span(0, 2)),
        (b"ok \xc2", Span(3, 4)),
        (b"\xed\xa0\x80", Span(0, 3)),
    ],
)
def test_bytes_that_are_not_utf8_are_found_where_they_are(data: bytes, span: Span | None) -> None:
    assert undecodable(decode("a.mg", data)) == span


@given(st.binary(max_size=200))
def test_any_bytes_decode(data: bytes) -> None:
    source = decode("a.mg", data)
    assert "\r" not in source.text
    assert len(source.digest) == 64
    try:
        data.decode("utf-8")
        assert undecodable(source) is None
    except UnicodeDecodeError:
        assert undecodable(source) is not None
