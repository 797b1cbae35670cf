"""The extension in a real VS Code, which a browser shows: what an author sees.

Minutes long, and 800 MB by npm: MILLIGRAM_SLOW=1 runs it. With MILLIGRAM_ACCEPT=1 besides, the picture of the
documentation is taken anew.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.editors import code_server
from tests.editors.code_server import Installed, Unavailable, Window
from tests.editors.conftest import missing

pytestmark = pytest.mark.skipif(not os.environ.get("MILLIGRAM_SLOW"), reason="minutes long: MILLIGRAM_SLOW=1 runs it")

ROOT = Path(__file__).parents[2]
MILLIGRAM = str(Path(sys.executable).with_name("milligram"))
PICTURE = ROOT / "docs" / "images" / "vscode-gap.png"
TEXT = """\
guideline renal_bands
  title "Renal dose bands, µ and ₂"
  version 0.1.0
  status draft
  for "adults"
  issued 2026-11-22
  review by 2028-11-22

source label "Product information"
  year 2024

input clearance "creatinine clearance" in mL/min, plausible 0 to 250

pathway
  decide "Kidney function" by clearance
    unknown:
      order clearance [label]
    under 30 mL/min:
      advise "halve the dose" [label]
    at least 30 mL/min:
      advise "full dose" [label]

case "good kidneys"
  clearance 90 mL/min
  expect advise "full dose"
"""
GAP = TEXT.replace("under 30", "under 20")
DECIDE, UNDER = 15, 18


@pytest.fixture(scope="module")
def installed() -> Installed:
    try:
        return code_server.install()
    except Unavailable as why:
        missing(str(why))
        raise


@pytest.fixture(scope="module")
def profile(installed: Installed, extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the extension as it is packaged, installed in it."""
    folder = tmp_path_factory.mktemp("vscode")
    made = subprocess.run(["make", "vsix", f"OUT={folder}"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (vsix,) = folder.glob("*.vsix")
    code_server.add_extension(installed, folder, vsix)
    return folder


@pytest.fixture(scope="module")
def address(installed: Installed, profile: Path) -> Iterator[str]:
    with code_server.served(installed, profile) as at:
        yield at


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "guidelines" / "renal_bands.mg"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def wait_until_checked(window: Window) -> None:
    """The cases can be run from above them: the server has read the text."""
    window.see(".codelens-decoration a", "run case")


def test_a_gap_is_underlined_as_it_is_typed_tells_its_patient_and_is_mended(
    profile: Path, address: str, browser: Browser, file: Path
) -> None:
    code_server.set_up(profile, MILLIGRAM, workbench__colorTheme="Light Modern", editor__stickyScroll__enabled=False)
    with code_server.opened(browser, address, file) as window:
        wait_until_checked(window)
        assert window.page.locator(".squiggly-error").count() == 0
        window.go_to(UNDER, 11)
        window.press("Delete")
        window.type("2")
        window.see(".squiggly-error")
        window.go_to(DECIDE, 20)
        told = window.hover("no branch covers").inner_text()
        assert "creatinine clearance 20 to under 30 mL/min" in told
        assert "patient: clearance 25 mL/min" in told
        window.see(".monaco-hover", "MG101 gap: Some patients fall through")
        window.press("Escape", "Control+.")
        window.see(".action-widget .monaco-list-row", "Add a branch `20 to under 30 mL/min:`").click()
        window.see(".view-line", "unspecified")
        window.page.locator(".squiggly-error").first.wait_for(state="detached")


def test_it_works_in_a_folder_that_is_not_trusted_and_draws_beside_the_text(
    profile: Path, address: str, browser: Browser, file: Path
) -> None:
    """A new folder is not trusted; a setting of its own names a program, which is not run."""
    sprung = file.parent / "sprung"
    trap = file.parent / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\n", encoding="utf-8")
    trap.chmod(0o755)
    (file.parent / ".vscode").mkdir()
    (file.parent / ".vscode" / "settings.json").write_text(f'{{ "milligram.path": "{trap}" }}', encoding="utf-8")
    code_server.set_up(profile, MILLIGRAM)
    with code_server.opened(browser, address, file) as window:
        window.see(".statusbar-item", "Restricted Mode")
        wait_until_checked(window)
        window.see(".codelens-decoration a", "show flowchart").click()
        picture = window.pictures()
        assert picture.locator("#pictures img").evaluate("image => image.naturalWidth") > 300
        window.see(".tab", "Flowchart: renal_bands.mg")
        window.see(".codelens-decoration a", "run case").click()
        window.see(".codelens-decoration a", "run case (passes)")
        assert not sprung.exists()


def test_without_the_program_it_says_so_in_full_and_colours_the_text_the_same(
    profile: Path, address: str, browser: Browser, file: Path
) -> None:
    """No button is cut off; when the program is there, no word of the language changes its colour."""
    code_server.set_up(profile, "milligram")
    with code_server.opened(browser, address, file) as window:
        message = window.see(".notification-list-item", "Milligram is not installed")
        assert "Guidelines are coloured, but not checked." in message.inner_text()
        for button in message.locator(".monaco-button").all():
            assert button.evaluate("b => b.scrollWidth <= b.clientWidth"), button.inner_text()
        before = window.colours()
        assert len(set(before.values())) >= 4
        code_server.set_up(profile, MILLIGRAM)
        wait_until_checked(window)
        after = window.colours()
        words = ("guideline", "title", "input", "decide", "advise", "unknown", "order", "2026-11-22")
        assert {word: after.get(word) for word in words} == {word: before.get(word) for word in words}


def test_the_picture_of_the_documentation(profile: Path, address: str, browser: Browser, file: Path) -> None:
    """A gap with its patient, as the page on editors shows it."""
    file.write_text(GAP.replace(", µ and ₂", ""), encoding="utf-8")
    code_server.set_up(
        profile,
        MILLIGRAM,
        workbench__colorTheme="Light Modern",
        workbench__activityBar__location="hidden",
        workbench__layoutControl__enabled=False,
        security__workspace__trust__enabled=False,
        editor__stickyScroll__enabled=False,
    )
    with code_server.opened(browser, address, file, width=900, height=620) as window:
        window.do("View: Toggle Primary Side Bar Visibility")
        window.see(".squiggly-error")
        wait_until_checked(window)
        window.go_to(DECIDE, 20)
        window.hover("no branch covers")
        window.page.wait_for_timeout(1500)
        taken = window.page.screenshot()
    shown = Image.open(io.BytesIO(taken))
    if os.environ.get("MILLIGRAM_ACCEPT"):
        shown.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    with Image.open(PICTURE) as kept:
        assert kept.size == shown.size
