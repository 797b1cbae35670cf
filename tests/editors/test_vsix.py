"""The package for VS Code: what is in it, and that it starts as it is."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
from milligram.version import VERSION

ROOT = Path(__file__).parents[2]
SCHEMA = "{http://schemas.microsoft.com/developer/vsx-schema/2011}"
START = """
const { _load } = require("node:module");
const vscode = require(process.argv[2]);
require("node:module")._load = (name, ...rest) => (name === "vscode" ? vscode : _load(name, ...rest));
const { activate, deactivate } = require(process.argv[1] + "/dist/extension.js");
const manifest = JSON.parse(require("node:fs").readFileSync(process.argv[1] + "/package.json", "utf8"));
vscode.settings.user["milligram.path"] = process.argv[3];
const extension = { packageJSON: manifest };
const context = { subscriptions: [], extensionUri: vscode.Uri.file(process.argv[1]), extension };
(async () => {
  await activate(context).ready;
  console.log(JSON.stringify({ commands: [...vscode.seen.commands.keys()], errors: vscode.seen.errors }));
  await deactivate();
  process.exit(0);
})();
"""


@pytest.fixture(scope="module")
def vsix(extension: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made as its users make it: by ``make vsix``."""
    if shutil.which("make") is None:
        pytest.skip("the package is made with make")
    with (tmp_path_factory.getbasetemp().parent / "vsix.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return made(tmp_path_factory.mktemp("vsix"))


def made(folder: Path) -> Path:
    done = subprocess.run(
        ["make", "vsix", f"OUT={folder}"],
        cwd=ROOT,
        env={key: value for key, value in os.environ.items() if not key.startswith("MAKE")},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    (file,) = folder.iterdir()
    return file


def test_it_is_named_by_its_version(vsix: Path) -> None:
    assert vsix.name == f"milligram-{VERSION}.vsix"


def test_it_holds_these_files_and_no_others(vsix: Path) -> None:
    """No source, no test, none of the packages that make it."""
    assert sorted(zipfile.ZipFile(vsix).namelist()) == [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/changelog.md",
        "extension/dist/THIRD_PARTY_LICENSES.txt",
        "extension/dist/extension.js",
        "extension/icons/dark.svg",
        "extension/icons/light.svg",
        "extension/icons/milligram.png",
        "extension/language-configuration.json",
        "extension/package.json",
        "extension/readme.md",
        "extension/snippets/milligram.json",
        "extension/syntaxes/markdown.tmLanguage.json",
        "extension/syntaxes/milligram.tmLanguage.json",
    ]


def test_its_manifest_says_what_it_is(vsix: Path) -> None:
    manifest = ElementTree.fromstring(zipfile.ZipFile(vsix).read("extension.vsixmanifest"))
    identity = manifest.find(f"{SCHEMA}Metadata/{SCHEMA}Identity")
    assert identity is not None
    assert identity.attrib == {"Language": "en-US", "Id": "milligram", "Version": VERSION, "Publisher": "milligram"}
    target = manifest.find(f"{SCHEMA}Installation/{SCHEMA}InstallationTarget")
    assert target is not None
    assert target.attrib["Id"] == "Microsoft.VisualStudio.Code"


def test_every_file_that_its_package_names_is_in_it(vsix: Path) -> None:
    archive = zipfile.ZipFile(vsix)
    package = json.loads(archive.read("extension/package.json"))
    contributes = package["contributes"]
    (language,) = contributes["languages"]
    named = [package["main"], package["icon"], language["configuration"], *language["icon"].values()]
    named += [each["path"] for each in (*contributes["grammars"], *contributes["snippets"])]
    assert {f"extension/{name.removeprefix('./')}" for name in named} <= set(archive.namelist())
    assert b"vscode-languageclient 9" in archive.read("extension/dist/THIRD_PARTY_LICENSES.txt")
    for name in archive.namelist():
        assert str(ROOT).encode() not in archive.read(name)


def test_it_is_small_and_the_same_each_time(vsix: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert vsix.stat().st_size < 300_000
    with (tmp_path_factory.getbasetemp().parent / "vsix.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        again = made(tmp_path_factory.mktemp("again"))
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(vsix.read_bytes()).digest()


def test_it_starts_as_it_was_packaged(vsix: Path, extension: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, without its sources: it finds the server and registers its commands and the server's."""
    zipfile.ZipFile(vsix).extractall(tmp_path)
    command = ["node", "build.mjs", "--tests", str(tmp_path / "mock")]
    subprocess.run(command, cwd=extension, check=True, capture_output=True, timeout=60)
    words = [str(tmp_path / "extension"), str(tmp_path / "mock" / "mock.cjs")]
    done = subprocess.run(
        ["node", "-e", START, *words, str(Path(sys.executable).with_name("milligram"))],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["errors"] == []
    assert {"milligram.previewCard", "milligram.restart", "milligram.showFlowchart"} <= set(told["commands"])
