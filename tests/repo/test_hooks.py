"""The hooks that the repository offers, and the recipes of docs/ci.md, are run as a server or a commit runs them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from milligram.cli.main import COMMANDS

from tests.docs.fences import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
BIN = Path(sys.executable).parent

CLEAN = (ROOT / "guidelines" / "magnesium" / "neck_spasm.mg").read_text("utf-8")
HEAD = 'guideline a\n  title      "A"\n  version    0.1.0\n  status     draft\n  for        "adults"\n\n'
TIDY = f"""\
{HEAD}source s1 "Source"

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
UNTIDY = TIDY.replace("advise ", "advise   ")
FAULTY = TIDY.replace("at least 5.5", "over 5.5")
FAILING = TIDY.replace('expect order "ECG"', "expect order potassium")


def recipe(name: str) -> Any:
    (block,) = [block for block in blocks(PAGE, "yaml") if block.file == name]
    return yaml.safe_load(block.text)


HOOKS: dict[str, Mapping[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A git repository to work in, whose author and settings are its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none").write_text("")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    env |= {
        "PATH": os.pathsep.join((str(BIN), os.environ["PATH"])),
        "MILLIGRAM_CACHE": str(tmp_path / "cache"),
        "PRE_COMMIT_HOME": str(tmp_path / "hooks"),
        "GIT_CONFIG_GLOBAL": str(tmp_path / "none"),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    (tmp_path / "repository").mkdir()
    monkeypatch.chdir(tmp_path / "repository")
    assert run(["git", "init", "-q", "."], env).returncode == 0
    return env


def run(command: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False
    )


def script(text: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs a step as a server does: by bash, that ends at the first command that fails."""
    return run(["bash", "-eo", "pipefail", "-c", text], env)


# --- hooks ------------------------------------------------------------------------------------------------------------


def test_there_is_a_hook_each_for_check_fmt_and_test() -> None:
    assert {name: hook["entry"] for name, hook in HOOKS.items()} == {
        f"milligram-{name}": f"milligram {name}" for name in ("check", "fmt", "test")
    }
    for hook in HOOKS.values():
        assert hook["language"] == "python"
        assert re.search(hook["files"], "deep/er/a.mg")
        assert not re.search(hook["files"], "a.mgx")


@pytest.mark.parametrize(
    ("hook", "text", "code"),
    [
        ("milligram-check", TIDY, 0),
        ("milligram-check", FAULTY, 1),
        ("milligram-test", TIDY, 0),
        ("milligram-test", FAILING, 1),
        ("milligram-fmt", UNTIDY, 0),
        ("milligram-fmt", "guideline", 1),
    ],
)
def test_the_entry_of_a_hook_takes_file_names(env: dict[str, str], hook: str, text: str, code: int) -> None:
    Path("a b.mg").write_text(text)
    Path("c.mg").write_text(TIDY)
    done = run([*shlex.split(HOOKS[hook]["entry"]), "a b.mg", "c.mg"], env)
    assert done.returncode == code, done.stdout
    if text == UNTIDY:
        assert Path("a b.mg").read_text() == TIDY


def test_pre_commit_itself_reads_the_hooks_and_holds_a_commit_to_them(env: dict[str, str]) -> None:
    """With its own recipe, but for the installation, which needs a network: the command is that of the tests."""
    assert (
        run(
            [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")], env
        ).returncode
        == 0
    )
    (block,) = [block for block in blocks(PAGE, "yaml") if block.file == ".pre-commit-config.yaml"]
    Path(".pre-commit-config.yaml").write_text(block.text)
    assert run([sys.executable, "-m", "pre_commit", "validate-config"], env).returncode == 0
    (repo,) = recipe(".pre-commit-config.yaml")["repos"]
    local = [{**HOOKS[hook["id"]], **hook, "language": "system"} for hook in repo["hooks"]]
    Path(".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    assert run([sys.executable, "-m", "pre_commit", "install"], env).returncode == 0
    Path("as_published").mkdir()
    Path("g/as_published").mkdir(parents=True)
    Path("g/as_published/kept.mg").write_text(FAULTY)

    def commit(text: str) -> subprocess.CompletedProcess[str]:
        Path("a.mg").write_text(text)
        assert run(["git", "add", "--all"], env).returncode == 0
        return run(["git", "commit", "-q", "-m", "A change"], env)

    for text, refused in ((FAULTY, "milligram check"), (FAILING, "milligram test"), (UNTIDY, "milligram fmt")):
        done = commit(text)
        assert done.returncode != 0
        assert re.search(rf"^{refused}\.*Failed$", done.stdout, re.MULTILINE), done.stdout
    assert Path("a.mg").read_text() == TIDY
    done = commit(TIDY)
    assert done.returncode == 0, done.stdout


# --- the recipes ------------------------------------------------------------------------------------------------------


def steps() -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = recipe("guidelines.yml")["jobs"]["check"]["steps"]
    return found


def test_the_workflow_is_one_and_may_do_no_more_than_it_needs() -> None:
    job = recipe("guidelines.yml")["jobs"]["check"]
    assert job["permissions"] == {"contents": "read", "security-events": "write", "pull-requests": "write"}
    for step in job["steps"]:
        assert ("run" in step) != ("uses" in step)
        # What another may have chosen, such as the name of a branch, is never put into a script as text.
        assert "${{" not in step.get("run", "")
    (upload,) = [step for step in job["steps"] if "upload-sarif" in step.get("uses", "")]
    assert f"> {upload['with']['sarif_file']}" in "".join(step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize(
    ("text", "fails"), [(TIDY, set()), (FAULTY, {"check"}), (FAILING, {"test"}), (UNTIDY, {"fmt"})]
)
def test_the_commands_of_both_recipes_find_what_they_are_for(env: dict[str, str], text: str, fails: set[str]) -> None:
    Path("guidelines").mkdir()
    Path("guidelines/a.mg").write_text(text)
    lines = [step["run"] for step in steps() if step.get("run", "").startswith("milligram")]
    gitlab = [line for line in recipe(".gitlab-ci.yml")["guidelines"]["script"] if line.startswith("milligram")]
    assert sorted(lines) == sorted(gitlab)
    failed = set()
    for line in lines:
        done = script(line, env)
        assert done.returncode in (0, 1), done.stdout
        if done.returncode:
            failed.add(line.split()[1])
    assert failed == fails | ({"test"} if "check" in fails else set())
    assert '"version": "2.1.0"' in Path("milligram.sarif").read_text("utf-8")


def test_a_pull_request_is_told_what_it_means(env: dict[str, str]) -> None:
    place = Path("guidelines/a folder/é.mg")
    place.parent.mkdir(parents=True)
    place.write_text(TIDY)
    Path("guidelines/same.mg").write_text(TIDY.replace("guideline a\n", "guideline same\n"))
    assert script("git add --all && git commit -q -m Before", env).returncode == 0
    base = run(["git", "rev-parse", "HEAD"], env).stdout.strip()
    place.write_text(TIDY.replace("5.5 mmol/L", "6 mmol/L"))
    Path("guidelines/new.mg").write_text(TIDY.replace("guideline a\n", "guideline new\n"))
    assert script("git add --all && git commit -q -m After", env).returncode == 0
    (means,) = [step for step in steps() if step.get("name") == "What the change means"]
    (tells,) = [step for step in steps() if step.get("name") == "Tell it in the pull request"]
    done = script(means["run"], {**env, "BASE": base, "GITHUB_STEP_SUMMARY": "summary.md"})
    assert done.returncode == 0, done.stdout
    text = Path("meaning.md").read_text("utf-8")
    assert "5.5" in text
    assert text == Path("summary.md").read_text("utf-8")
    gh = Path("bin/gh")
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > asked\n')
    gh.chmod(0o755)
    with_gh = {**env, "NUMBER": "7", "PATH": os.pathsep.join((str(gh.parent.absolute()), env["PATH"]))}
    assert script(tells["run"], with_gh).returncode == 0
    assert Path("asked").read_text().split() == [
        *("pr", "comment", "7", "--edit-last", "--create-if-none", "--body-file", "meaning.md")
    ]


def test_a_pull_request_is_told_of_guidelines_that_move_come_and_go(env: dict[str, str]) -> None:
    """A dose that is changed in a file that is renamed as well would else pass without a word."""
    Path("guidelines").mkdir()
    Path("guidelines/old.mg").write_text(TIDY)
    Path("guidelines/gone.mg").write_text(CLEAN)
    assert script("git add --all && git commit -q -m Before", env).returncode == 0
    Path("guidelines/old.mg").unlink()
    Path("guidelines/gone.mg").unlink()
    Path("guidelines/moved.mg").write_text(TIDY.replace("5.5 mmol/L", "6 mmol/L"))
    Path("guidelines/new.mg").write_text(f'{HEAD}pathway\n  note "new"\n')
    assert script("git add --all && git commit -q -m After", env).returncode == 0
    (means,) = [step for step in steps() if step.get("name") == "What the change means"]
    done = script(means["run"], {**env, "BASE": "HEAD~1", "GITHUB_STEP_SUMMARY": "summary.md"})
    assert done.returncode == 0, done.stdout
    text = Path("meaning.md").read_text("utf-8")
    assert "5.5 to under 6 mmol/L" in text
    assert "new guideline, compared with nothing:\n\n    guidelines/new.mg\n" in text
    assert "have no guideline here:\n\n    guidelines/gone.mg\n" in text
    assert "old.mg" in text.split("moved.mg")[1], "compared with its old self"


def test_what_cannot_be_compared_is_named_in_the_pull_request(env: dict[str, str]) -> None:
    Path("guidelines").mkdir()
    Path("guidelines/a.mg").write_text(TIDY)
    assert script("git add --all && git commit -q -m Before", env).returncode == 0
    Path("guidelines/a.mg").write_text(TIDY.replace("mmol/L", "mmol/X"))
    assert script("git add --all && git commit -q -m After", env).returncode == 0
    (means,) = [step for step in steps() if step.get("name") == "What the change means"]
    done = script(means["run"], {**env, "BASE": "HEAD~1", "GITHUB_STEP_SUMMARY": "summary.md"})
    assert done.returncode == 0, done.stdout
    assert "Could not be compared:\n\n    guidelines/a.mg\n" in Path("meaning.md").read_text("utf-8")


def test_a_pull_request_that_touches_no_guideline_is_told_nothing(env: dict[str, str]) -> None:
    Path("notes").write_text("a")
    assert script("git add --all && git commit -q -m Before", env).returncode == 0
    (means,) = [step for step in steps() if step.get("name") == "What the change means"]
    (tells,) = [step for step in steps() if step.get("name") == "Tell it in the pull request"]
    assert script(means["run"], {**env, "BASE": "HEAD", "GITHUB_STEP_SUMMARY": "summary.md"}).returncode == 0
    assert Path("summary.md").read_text() == ""
    assert script(tells["run"], {**env, "NUMBER": "7"}).returncode == 0


# --- exit codes -------------------------------------------------------------------------------------------------------

TWO = "printf '%s' \"$TIDY\" > a.mg; printf '%s' \"$FAULTY\" > f.mg; "
ENDS: dict[tuple[str, int], str] = {
    ("check", 0): "milligram check a.mg",
    ("check", 1): "milligram check f.mg",
    ("test", 0): "milligram test a.mg",
    ("test", 1): "printf '%s' \"$FAILING\" > c.mg; milligram test c.mg",
    ("build", 0): "milligram build a.mg --target python --out out",
    ("build", 1): "milligram build f.mg --target python --out out",
    ("run", 0): "echo '{}' > p.json; milligram run a.mg --patient p.json",
    ("run", 1): 'echo \'{"potassium": "high"}\' > p.json; milligram run a.mg --patient p.json',
    ("schedule", 0): 'echo "$PATIENT" > p.json; milligram schedule clean.mg --patient p.json --start 2026-11-22',
    ("schedule", 1): 'echo \'{"potassium": "high"}\' > p.json; '
    "milligram schedule a.mg --patient p.json --start 2026-11-22",
    ("cases", 0): "milligram cases a.mg",
    ("cases", 1): "echo guideline > b.mg; milligram cases b.mg",
    ("conflicts", 0): "sed 's/guideline a/guideline b/' a.mg > b.mg; milligram conflicts a.mg b.mg",
    ("conflicts", 1): "milligram conflicts $ROOT/guidelines/magnesium/as_published",
    ("diff", 0): "milligram diff a.mg a.mg",
    ("diff", 1): "sed 's/5.5/6/' a.mg > b.mg; milligram diff a.mg b.mg",
    ("diff", 3): "echo guideline > b.mg; milligram diff a.mg b.mg",
    ("fmt", 0): "milligram fmt --check a.mg",
    ("fmt", 1): "printf '%s' \"$UNTIDY\" > u.mg; milligram fmt --check u.mg",
    ("explain", 0): "milligram explain MG103",
    ("dump", 0): "milligram dump --stage ir a.mg",
    ("dump", 1): "echo guideline > b.mg; milligram dump --stage ast b.mg",
    ("targets", 0): "milligram targets",
    ("targets", 1): "mkdir -p bad-1.dist-info; printf '[milligram.targets]\\nbad = absent:target\\n' > "
    "bad-1.dist-info/entry_points.txt; printf 'Metadata-Version: 2.1\\nName: bad\\nVersion: 1\\n' > "
    "bad-1.dist-info/METADATA; PYTHONPATH=. milligram targets",
    ("watch", 1): 'python -c \'import socket, subprocess, sys; s = socket.create_server(("127.0.0.1", 0)); '
    'sys.exit(subprocess.run(["milligram", "watch", ".", "--serve", str(s.getsockname()[1])]).returncode)\'',
    ("lsp", 1): "milligram lsp < /dev/null",
    ("new", 0): "milligram new n",
    ("new", 1): "milligram new a",
}
"""A command for each cell of the table, but for those that other tests end: ``watch`` by Ctrl-C, ``lsp`` by an editor
that says so."""

ELSEWHERE = {("watch", 0), ("lsp", 0)}


def cells() -> dict[tuple[str, int], str]:
    found = {}
    for row in re.findall(r"^\| `[a-z]+` \|.*\|$", PAGE, re.MULTILINE):
        name, good, bad, others = (cell.strip() for cell in row.strip("|").split("|"))
        name = name.strip("`")
        more = [(int(code), text) for code, text in re.findall(r"(\d+): ([^;]+)", others)]
        for code, text in ((0, good), (1, bad), *more):
            if text.strip():
                found[name, code] = text.strip()
    return found


def test_the_table_has_every_command_and_every_cell_is_shown_by_one() -> None:
    assert {name for name, _ in cells()} == set(COMMANDS)
    assert set(cells()) == set(ENDS) | ELSEWHERE


@pytest.mark.parametrize(("name", "code"), sorted(ENDS))
def test_a_command_ends_as_the_table_says(env: dict[str, str], name: str, code: int) -> None:
    Path("clean.mg").write_text(CLEAN)
    texts = {"TIDY": TIDY, "FAULTY": FAULTY, "FAILING": FAILING, "UNTIDY": UNTIDY, "ROOT": str(ROOT)}
    patient = '{"age": 70, "serum_magnesium": 0.6, "creatinine_clearance": 95, "volume_depleted": false}'
    done = run(["bash", "-c", TWO + ENDS[name, code]], {**env, **texts, "PATIENT": patient})
    assert done.returncode == code, done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_ends_with_2_for_wrong_usage(env: dict[str, str], name: str) -> None:
    assert run(["milligram", name, "--no-such-option"], env).returncode == 2
