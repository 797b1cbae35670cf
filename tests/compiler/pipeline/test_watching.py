"""Saves are noticed however they are made, and a session lives through whatever is saved."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from milligram.pipeline.watching import Changed, Changes, Row, Session, Wish
from milligram.pipeline.watching import session as session_module
from milligram.pipeline.watching.changes import _marks

CLEAN = """\
guideline potassium
  title   "Potassium"
  version 0.1.0
  status  draft
  for     "adults"

source s1 "Source"
input potassium in mmol/L, plausible 1 to 10

pathway
  decide by potassium
    unknown:
      order potassium [s1]
    under 5.5 mmol/L:
      advise "nothing" [s1]
    at least 5.5 mmol/L:
      order "ECG" [s1]

case "high"
  potassium 7 mmol/L
  expect order "ECG"
"""

PATIENCE = 60.0
"""Seconds after which something that was awaited is missed."""


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILLIGRAM_CACHE", str(tmp_path / "cache"))
    (tmp_path / "g").mkdir()
    monkeypatch.chdir(tmp_path)


G = Path("g")
A, B = G / "a.mg", G / "b.mg"


# --- changes ----------------------------------------------------------------------------------------------------------


def settled(changes: Changes) -> Changed:
    """What is told once all has come to rest."""
    first = changes.look()
    return first or changes.look(monotonic() + 60)


def test_the_first_look_tells_every_guideline_once() -> None:
    A.write_text("a")
    B.symlink_to("a.mg")
    (G / "notes.txt").write_text("no guideline")
    (G / "gone.mg").symlink_to("nowhere")
    (G / "folder.mg").mkdir()
    changes = Changes([G, A])
    assert changes.look() == Changed(saved=(A,))
    assert changes.look() == Changed()


def test_a_file_that_is_written_or_renamed_over_was_saved() -> None:
    A.write_text("one")
    changes = Changes([G])
    changes.look()
    A.write_text("two")
    assert settled(changes) == Changed(saved=(A,))
    beside = G / ".a.mg.tmp"
    beside.write_text("two")
    beside.replace(A)
    assert settled(changes) == Changed(saved=(A,))
    assert settled(changes) == Changed()


def test_a_save_that_keeps_size_and_time_of_the_file_is_noticed() -> None:
    A.write_text("one")
    told = A.stat()
    changes = Changes([G])
    changes.look()
    A.write_text("two")
    os.utime(A, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert settled(changes) == Changed(saved=(A,))


def test_files_come_and_go_with_their_folders() -> None:
    changes = Changes([G, Path("later")])
    assert changes.look() == Changed()
    (G / "deep" / "er").mkdir(parents=True)
    (G / "deep" / "er" / "c.mg").write_text("c")
    Path("later").mkdir()
    Path("later/d.mg").write_text("d")
    assert settled(changes) == Changed(saved=(G / "deep/er/c.mg", Path("later/d.mg")))
    (G / "deep" / "er" / "c.mg").unlink()
    Path("later").rename("moved")
    assert settled(changes) == Changed(gone=(G / "deep/er/c.mg", Path("later/d.mg")))


def test_saves_in_quick_succession_are_told_together_and_not_before_they_rest() -> None:
    A.write_text("a")
    changes = Changes([G])
    changes.look()
    for turn in range(5):
        A.write_text(str(turn))
        assert changes.look(1000 + turn * 0.05) == Changed()
    B.write_text("b")
    assert changes.look(1000.30) == Changed()
    assert changes.look(1000.35) == Changed()
    assert changes.look(1000.45) == Changed(saved=(A, B))


def test_changes_that_never_rest_are_told_all_the_same() -> None:
    A.write_text("a")
    changes = Changes([G])
    changes.look()
    told = []
    for turn in range(50):
        A.write_text("x" * turn)
        told.append(bool(changes.look(1000 + turn * 0.05)))
    assert 1 <= sum(told) <= 2


def test_a_file_that_an_editor_moves_away_and_writes_anew_is_never_gone() -> None:
    A.write_text("a")
    changes = Changes([G])
    changes.look()
    A.rename(G / "a.mg~")
    assert changes.look(1000.0) == Changed()
    A.write_text("anew")
    assert changes.look(1000.05) == Changed()
    assert changes.look(1000.2) == Changed(saved=(A,))


# --- a session --------------------------------------------------------------------------------------------------------


@pytest.fixture
def session() -> Iterator[Session]:
    with Session([G], Wish()) as session:
        yield session


def until(session: Session, wanted: Callable[[Session], bool]) -> tuple[Row, ...]:
    """The rows once something holds of the session."""
    end = monotonic() + PATIENCE
    while not wanted(session):
        assert monotonic() < end, session.rows
        session.step(0.1)
    return session.rows


def rested(session: Session) -> tuple[Row, ...]:
    """The rows once the last saves were seen and worked off."""
    return until(session, lambda session: session.idle and session._changes._told == _marks([G]))


def test_a_guideline_is_checked_tested_and_covered_at_every_save(session: Session) -> None:
    A.write_text(CLEAN)
    (row,) = rested(session)
    assert row.outcome is not None
    assert (row.outcome.name, row.outcome.title, row.outcome.findings) == ("potassium", "Potassium", ())
    assert row.outcome.ran is not None
    assert (row.outcome.ran.passed, row.outcome.ran.of, row.outcome.ran.failures) == (1, 1, "")
    assert row.outcome.covered is not None
    assert 0 < row.outcome.covered.percent < 100
    A.write_text(CLEAN.replace("at least 5.5", "over 5.5").replace("expect order", "expect no order"))
    (row,) = rested(session)
    assert row.outcome is not None
    assert [found.code.code for found in row.outcome.findings] == ["MG104"]
    assert row.outcome.ran is not None
    assert row.outcome.ran.passed == 0
    assert "FAILED g/a.mg" in row.outcome.ran.failures


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff\xfe",
        b"guideline",
        b"pathway\n" * 2000,
        b"(" * 10_000,
        CLEAN.encode("utf-16"),
        "é".encode("latin-1"),
    ],
)
def test_a_broken_file_has_findings_and_the_next_save_is_checked(session: Session, content: bytes) -> None:
    A.write_bytes(content)
    (row,) = rested(session)
    assert row.outcome is not None
    assert row.outcome.findings
    assert (row.outcome.bug, row.trouble) == (None, None)
    A.write_text(CLEAN)
    (row,) = rested(session)
    assert row.outcome is not None
    assert row.outcome.clean


def test_a_file_that_is_removed_leaves_no_row(session: Session) -> None:
    A.write_text(CLEAN)
    B.write_text(CLEAN)
    assert len(rested(session)) == 2
    A.unlink()
    assert [row.path for row in rested(session)] == [B]


def test_a_save_ends_the_work_on_the_save_before(session: Session) -> None:
    A.write_text(CLEAN)
    until(session, lambda session: bool(session.rows) and session.rows[0].stage == "proving")
    A.write_text(CLEAN.replace('"Potassium"', '"Second"'))
    (row,) = rested(session)
    assert row.outcome is not None
    assert row.outcome.title == "Second"


def test_a_process_that_dies_is_told_and_the_next_save_gets_another(session: Session) -> None:
    A.write_text(CLEAN)
    until(session, lambda session: bool(session.rows) and session.rows[0].stage == "proving")
    process = session._worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    (row,) = until(session, lambda session: session.idle)
    assert row.trouble is not None
    assert "ended without an answer" in row.trouble
    A.write_text(CLEAN + "\n")
    (row,) = rested(session)
    assert row.trouble is None
    assert row.outcome is not None
    assert row.outcome.clean


def test_a_fault_of_our_own_is_told_and_ends_nothing(session: Session) -> None:
    session.wish = Wish(targets=("absent",))
    A.write_text(CLEAN)
    (row,) = rested(session)
    assert row.outcome is not None
    assert row.outcome.bug is not None
    assert "absent" in row.outcome.bug
    session.wish = Wish()
    A.write_text(CLEAN + "\n")
    (row,) = rested(session)
    assert row.outcome is not None
    assert row.outcome.bug is None


def test_what_is_built_is_written_and_an_error_leaves_it_standing() -> None:
    with Session([G], Wish(targets=("python",)), Path("out")) as session:
        A.write_text(CLEAN)
        (row,) = rested(session)
        place = Path("out/potassium/potassium.py")
        built = place.read_bytes()
        assert row.written == 1
        A.write_text(CLEAN.replace("under 5.5", "under 5.4"))
        (row,) = rested(session)
        assert row.outcome is not None
        assert not row.outcome.clean
        assert place.read_bytes() == built
        assert row.built is not None
        assert row.built.files == {"potassium.py": built}
        assert row.digest != row.outcome.digest


def test_a_full_disk_is_told_and_the_next_save_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Session([G], Wish(targets=("python",)), Path("out")) as session:
        with monkeypatch.context() as patch:
            patch.setattr(session_module, "write_files", full)
            A.write_text(CLEAN)
            (row,) = rested(session)
        assert row.trouble == "not written: no space left on device"
        A.write_text(CLEAN + "\n")
        (row,) = rested(session)
        assert (row.trouble, row.written) == (None, 1)


def test_two_files_of_one_guideline_do_not_write_over_each_other() -> None:
    A.write_text(CLEAN)
    B.write_text(CLEAN.replace('"nothing"', '"something"'))
    with Session([G], Wish(targets=("python",)), Path("out")) as session:
        rows = rested(session)
        assert sorted(row.written for row in rows) == [0, 1]
        (trouble,) = [row.trouble for row in rows if row.trouble]
        assert "is guideline potassium too" in trouble


def test_nothing_is_left_running() -> None:
    A.write_text(CLEAN)
    with Session([G], Wish()) as session:
        until(session, lambda session: bool(session.rows) and session.rows[0].stage == "proving")
        process = session._worker._process
        assert process is not None
    assert process.returncode is not None
