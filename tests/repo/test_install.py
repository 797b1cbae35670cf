"""What the documentation says of installing is done on a machine that has Python and nothing else of Milligram.

The packages that it needs come from where pip has them from. MILLIGRAM_SLOW=1 in the environment runs the two set-up
commands of the README too, in a fresh clone.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.fences import DOCS, ROOT, blocks

INSTALL = "".join(block.text for block in blocks((DOCS / "index.md").read_text("utf-8"), "sh"))
GUIDELINE = blocks((DOCS / "tutorial.md").read_text("utf-8"), "mg")[-1].text
ELSEWHERE = {
    "editor.md": "tests/editors packages the extension and colours by Pygments",
    "performance.md": "tests/docs/test_performance.py",
}
"""Where the other blocks of shell are run."""


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs lines as they are typed into one terminal, with the Python that this one stands on, and no other package."""
    hidden = ("PYTHON", "VIRTUAL_ENV", "GIT_", "MILLIGRAM")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    env["PATH"] = os.pathsep.join((str(Path(sys.base_prefix) / "bin"), "/usr/bin", "/bin"))
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=280,
        check=False,
    )


@pytest.mark.skipif(not importlib.util.find_spec("ensurepip"), reason="this Python makes no environment with pip in it")
def test_the_lines_of_the_page_install_a_milligram_that_checks_and_builds_everything(tmp_path: Path) -> None:
    """From the checkout into a fresh environment; the file of the tutorial is then checked, tested, built and asked."""
    assert INSTALL.count("PATH/TO/milligram") == 1
    (tmp_path / "renal_bands.mg").write_text(GUIDELINE, "utf-8")
    (tmp_path / "ask.py").write_text("import build.renal_bands.renal_bands as module\nprint(module.GUIDELINE.id)\n")
    used = "command -v milligram\nmilligram --version\nmilligram check renal_bands.mg\nmilligram test renal_bands.mg\n"
    built = "milligram build renal_bands.mg --out build\npython ask.py\n"
    done = run(INSTALL.replace("PATH/TO/milligram", str(ROOT)) + used + built, tmp_path)
    assert done.returncode == 0, done.stdout
    assert f"\n{tmp_path / '.venv/bin/milligram'}\nmilligram, version " in done.stdout
    assert "no findings in 1 file" in done.stdout
    assert "4 of 4 cases pass" in done.stdout
    assert done.stdout.endswith("\n12 files from 1 of 1 guideline\nrenal_bands\n")


def test_every_block_of_shell_is_run_by_a_test() -> None:
    """A new one is put to the test above, or is named with what runs it."""
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md") if blocks(path.read_text("utf-8"), "sh")}
    assert pages == {"index.md", *ELSEWHERE}


@pytest.mark.skipif(not os.environ.get("MILLIGRAM_SLOW"), reason="minutes long: MILLIGRAM_SLOW=1 runs it")
def test_the_set_up_commands_of_the_readme_do_what_it_says_in_a_fresh_clone(tmp_path: Path) -> None:
    """`make demo` builds every clean guideline; `make test` installs what tests need, and they start."""
    assert [block.text for block in blocks((ROOT / "README.md").read_text("utf-8"), "sh")] == [
        "make demo\n",
        "make test\n",
    ]
    assert run(f"git clone -q {ROOT} clone && cd clone && make demo", tmp_path).returncode == 0
    clone = tmp_path / "clone"
    clean = [path for path in (clone / "guidelines").rglob("*.mg") if path.parent.name != "as_published"]
    assert len(list((clone / "build").iterdir())) == len(clean) > 5
    for folder in (clone / "build").iterdir():
        kinds = {"".join(path.suffixes) for path in folder.iterdir()}
        assert {".py", ".flowchart.svg", ".flowchart.pdf", ".dot", ".mmd", ".card.pdf", ".page.html"} <= kinds, folder
    done = run("make .venv/.dev && make -n test && .venv/bin/pytest -q tests/repo/test_readme.py", clone)
    assert done.returncode == 0, done.stdout
    assert ".venv/bin/pytest -n 2\n" in done.stdout
