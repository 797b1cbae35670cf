"""A real VS Code, in a browser: code-server, installed from npm and driven through its window.

Enters: a package of the extension, settings, files. Leaves: a window to press keys in and to read. It is installed
once, into ``build/code-server``: 800 MB, a minute or more; nothing is compiled, and npm's registry is all it needs.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Frame, Locator, Page

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "build" / "code-server"
CODE_SERVER = "4.139.1"
NODE = "24"
"""What that version of code-server demands, apart from the node of this machine."""
PATIENCE = 120_000
"""Milliseconds for what must come."""
STEADY = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.ignoreRecommendations": True,
    "security.workspace.trust.banner": "never",
    "security.workspace.trust.startupPrompt": "never",
    "window.commandCenter": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}
"""Settings without which a window has more than what is looked at."""


class Unavailable(Exception):
    """It cannot be had on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The program, as a command."""

    node: Path
    entry: Path

    def command(self, folder: Path, *words: str) -> list[str]:
        """To be run with all that it keeps in a folder."""
        own = ["--user-data-dir", str(folder / "data"), "--extensions-dir", str(folder / "extensions")]
        return [str(self.node), str(self.entry), *own, *words]


def install() -> Installed:
    """Installs it where it is not yet.

    Raises:
        Unavailable: for want of npm, of its registry, or of a node for this machine.
    """
    system, machine = platform.system().lower(), {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine())
    if shutil.which("npm") is None or system not in ("linux", "darwin") or machine is None:
        raise Unavailable("code-server comes by npm, for Linux and macOS")
    node = f"node-{system}-{machine}"
    modules = PLACE / "node_modules"
    program = modules / "code-server"
    vscode = program / "lib" / "vscode"
    done = PLACE / f"{CODE_SERVER}.installed"
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            (PLACE / "package.json").write_text("{}", encoding="utf-8")
            _npm(PLACE, f"{node}@{NODE}", f"code-server@{CODE_SERVER}", "--force")
            _npm(vscode)
            _npm(vscode / "extensions")
            done.touch()
    return Installed(node=modules / node / "bin" / "node", entry=program / "out" / "node" / "entry.js")


def _npm(folder: Path, *packages: str) -> None:
    command = ["npm", "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", *packages]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise Unavailable(f"npm does not install code-server: {done.stderr[-300:]}")


def add_extension(installed: Installed, folder: Path, vsix: Path) -> None:
    """As ``code --install-extension``."""
    command = installed.command(folder, "--install-extension", str(vsix))
    done = subprocess.run(command, env=_environment(folder), capture_output=True, text=True, check=False, timeout=120)
    assert "was successfully installed" in done.stdout, done.stdout + done.stderr


def set_up(folder: Path, program: str, **settings: object) -> None:
    """Writes the user's settings, and those of the machine, where a program is named."""
    shown = {**STEADY, **{key.replace("__", "."): value for key, value in settings.items()}}
    for name, values in (("User", shown), ("Machine", {"milligram.path": program})):
        file = folder / "data" / name / "settings.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")


def _environment(folder: Path) -> dict[str, str]:
    """A home of its own, and no more of the machine than where programs are."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {"HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}


@contextmanager
def served(installed: Installed, folder: Path) -> Iterator[str]:
    """Runs it, for this machine alone; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check"]
    command = installed.command(folder, *quiet, "--bind-addr", address.removeprefix("http://"))
    with (folder / "log.txt").open("w") as log:
        running = subprocess.Popen(command, env=_environment(folder), stdout=log, stderr=log)
        try:
            _wait_for(f"{address}/healthz")
            yield address
        finally:
            running.terminate()
            running.wait(timeout=30)


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise Unavailable("code-server does not answer")


@dataclass(frozen=True, slots=True)
class Window:
    """A window of VS Code with one folder."""

    page: Page

    def press(self, *keys: str) -> None:
        """One after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """As an author does, letter by letter."""
        self.page.keyboard.type(text, delay=20)

    def do(self, command: str) -> None:
        """A command by its title."""
        self.press("F1")
        self.page.locator(".quick-input-widget input").fill(f">{command}")
        row = self.page.locator(".quick-input-list .monaco-list-row").first
        row.get_by_text(command.rpartition(": ")[2], exact=False).first.wait_for(timeout=PATIENCE)
        self.press("Enter")

    def go_to(self, line: int, column: int) -> None:
        """Puts the cursor there."""
        self.press("Control+g")
        self.page.locator(".quick-input-widget input").fill(f":{line}:{column}")
        self.press("Enter")
        self.page.get_by_text(f"Ln {line}, Col {column}").wait_for(timeout=PATIENCE)

    def see(self, what: str, text: str | re.Pattern[str] = "") -> Locator:
        """The first element of a kind that holds a text, when it is there."""
        found = self.page.locator(what).filter(has_text=text).first
        found.wait_for(timeout=PATIENCE)
        return found

    def hover(self, text: str) -> Locator:
        """What is told of the place of the cursor."""
        self.do("Show or Focus Hover")
        return self.see(".monaco-hover:not(.hidden) .monaco-hover-content", text)

    def pictures(self) -> Frame:
        """The page of a preview, when it shows a picture."""
        for _ in range(300):
            for frame in self.page.frames:
                if frame.locator("#pictures img").count():
                    return frame
            self.page.wait_for_timeout(200)
        raise AssertionError("no picture came")

    def colours(self) -> dict[str, Any]:
        """The colour of each word that stands in a piece of its own."""
        script = "all => Object.fromEntries(all.map(e => [e.textContent.trim(), getComputedStyle(e).color]))"
        found: dict[str, Any] = self.page.locator(".view-line span span").evaluate_all(script)
        return found


@contextmanager
def opened(browser: Browser, address: str, file: Path, width: int = 1200, height: int = 760) -> Iterator[Window]:
    """A window on the folder of a file, with the file open; ``as-it-failed.png`` shows one that failed."""
    context = browser.new_context(viewport={"width": width, "height": height})
    try:
        page = context.new_page()
        remote = f"vscode-remote://{address.removeprefix('http://')}{file}"
        payload = json.dumps([["openFile", remote]])
        page.goto(f"{address}/?folder={file.parent}&payload={payload}")
        page.locator(".view-line").first.wait_for(timeout=PATIENCE)
        try:
            yield Window(page)
        except BaseException:
            page.screenshot(path=PLACE / "as-it-failed.png")
            raise
    finally:
        context.close()
