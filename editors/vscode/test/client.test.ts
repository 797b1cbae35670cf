// The extension, activated: with the real language server (MILLIGRAM names it), with none, and with a wrong one.

import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { isWord, unknownToGrammar } from "../src/colours";
import { activate, deactivate, words } from "../src/extension";
import { page, policy } from "../src/page";
import { caseAt, offsetOf } from "../src/preview";
import { usual } from "../src/server";
import { author, Document, events, type Panel, seen, settings, Uri, window, workspace } from "./vscode";

const MILLIGRAM = process.env["MILLIGRAM"] ?? "";
const HOSTILE = `</script><img src=x onerror=alert(1)>"'&`;
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "milligram-editor-"));
const subscriptions: { dispose(): unknown }[] = [];

/** A guideline that can be drawn; its title is what an attacker would write. */
function guideline(title: string, limit = "30"): string {
  return `guideline a_test
  title "${title.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"
  version 0.1.0
  status draft
  for "adults, × µ ₂"  # 😀
  issued 2026-11-22
  review by 2028-11-22
source r1 "One"
input volume_depleted yes or no
input clearance in mL/min, plausible 0 to 250
pathway
  decide "Kidneys" by clearance
    unknown:
      order clearance [r1]
    under ${limit} mL/min:
      advise "stop" [r1]
    at least 30 mL/min:
      advise "go on" [r1]
  when volume_depleted:
    advise "fluids" [r1]
case "low"
  clearance 20 mL/min
  expect advise "stop"
case "high"
  clearance 90 mL/min
  expect advise "go on"
`;
}

async function start(): Promise<void> {
  const context = {
    subscriptions,
    extensionUri: Uri.file(process.cwd()),
    extension: { packageJSON: manifest },
  };
  const { ready } = activate(context as never);
  await ready;
}

function open(text: string, name = "a.mg"): Document {
  const document = new Document(Uri.file(join(folder, name)), text);
  workspace.textDocuments.push(document);
  window.activeTextEditor = { document };
  events.opened.fire(document);
  return document;
}

/** Waits for what must come; says what was there when it did not. */
async function until<T>(what: () => T | undefined | false, told: () => unknown = () => ""): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const found = what();
    if (found !== undefined && found !== false) return found;
    await new Promise((go) => setTimeout(go, 25));
  }
  throw new Error(`it did not come: ${JSON.stringify(told())}`);
}

interface Shown {
  title: string;
  pictures: string[];
  note: string;
  drawing: boolean;
}

const last = (panel: Panel): Shown => panel.messages[panel.messages.length - 1] as Shown;

/** The panel, when it shows something other than before. */
function settled(number: number, before = ""): Promise<Shown> {
  return until(
    () => {
      const panel = seen.panels[number];
      const shown = panel && panel.messages.length ? last(panel) : undefined;
      return shown !== undefined && !shown.drawing && JSON.stringify(shown) !== before ? shown : undefined;
    },
    () => [seen.panels[number]?.messages.slice(-1), seen.errors],
  );
}

const svg = (address: string) => Buffer.from(address.split(",")[1] ?? "", "base64").toString("utf8");

beforeEach(() => {
  settings.user = { "milligram.path": MILLIGRAM };
  settings.folder = {};
  seen.errors.length = 0;
  seen.messages.length = 0;
  seen.panels.length = 0;
  seen.executed.length = 0;
  seen.diagnostics.clear();
  workspace.textDocuments.length = 0;
  window.activeTextEditor = undefined;
});

afterEach(async () => {
  await deactivate();
  for (const each of subscriptions.splice(0).reverse()) each.dispose();
});

after(() => rmSync(folder, { recursive: true, force: true }));

describe("with the language server", () => {
  it("registers every command of its manifest, and tells findings as they are typed", async () => {
    await start();
    assert.deepEqual(seen.errors, []);
    for (const { command } of manifest.contributes.commands) assert.ok(seen.commands.has(command), command);
    const document = open(guideline("A"));
    const key = document.uri.toString();
    await until(() => seen.status.text.startsWith("checked"), () => seen.status);
    document.change(guideline("A", "20"));
    const found = await until(() => seen.diagnostics.get(key)?.find(({ code }) => codeOf(code) === "MG101"));
    assert.match(found.message, /gap|no branch/);
    document.change(guideline("A"));
    await until(() => seen.diagnostics.get(key)?.length === 0);
  });

  it("shows a drawing on a click above the guideline, and draws it again while it is typed", async () => {
    await start();
    const document = open(guideline(HOSTILE));
    await seen.commands.get("milligram.showFlowchart")?.(document.uri.toString());
    const first = await settled(0);
    assert.equal(first.title, HOSTILE);
    assert.equal(first.note, "");
    assert.match(svg(first.pictures[0] ?? ""), /^(<\?xml[^>]*>\s*)?<svg/);
    const [panel] = seen.panels as [Panel];
    assert.ok(!panel.webview.html.includes("onerror"), "no word of a guideline stands in the page");
    assert.ok(!panel.title.includes("<"));
    assert.deepEqual(panel.options["localResourceRoots"], []);

    document.change(guideline(HOSTILE).replace("go on", "carry on"));
    const second = await settled(0, JSON.stringify(first));
    assert.ok(second.pictures[0] !== first.pictures[0]);

    document.change(guideline(HOSTILE).replace("order clearance", "ordr clearance"));
    const third = await settled(0, JSON.stringify(second));
    assert.match(third.note, /^older than the text: .*mend/);
    assert.ok(third.pictures[0] === second.pictures[0], "the last drawing stays, and is said to be old");
    assert.deepEqual(seen.messages, [], "nobody is interrupted at each key");

    panel.received.fire("ready");
    assert.ok(JSON.stringify(last(panel)) === JSON.stringify(third), "a page that comes back is told all");
  });

  it("checks a text of a repository that was not cloned, and one that is nowhere yet", async () => {
    await start();
    for (const address of ["vscode-vfs://github/a/b/c.mg", "untitled:Untitled-1"]) {
      const document = new Document(Uri.parse(address), guideline("A", "20"));
      workspace.textDocuments.push(document);
      events.opened.fire(document);
      await until(() => seen.diagnostics.get(address)?.some(({ code }) => codeOf(code) === "MG101"));
    }
    const elsewhere = new Document(Uri.parse("git:/c.mg"), guideline("A", "20"));
    workspace.textDocuments.push(elsewhere);
    events.opened.fire(elsewhere);
    await new Promise((go) => setTimeout(go, 300));
    assert.equal(seen.diagnostics.get("git:/c.mg"), undefined, "an older version beside a newer is not checked again");
  });

  it("shows both sides of the card, one panel for each text", async () => {
    await start();
    open(guideline("Card"));
    await seen.commands.get("milligram.previewCard")?.();
    const shown = await settled(0);
    assert.equal(shown.note, "");
    assert.ok(shown.pictures.length >= 1);
    assert.ok(shown.pictures.every((each) => each.startsWith("data:image/svg+xml;base64,")));
    await seen.commands.get("milligram.previewCard")?.();
    assert.equal(seen.panels.length, 1);
    seen.panels[0]?.dispose();
    await seen.commands.get("milligram.previewCard")?.();
    assert.equal(seen.panels.length, 2);
  });

  it("keeps to the way of its case when lines are written above it", async () => {
    await start();
    const text = guideline("😀 ways");
    const document = open(text);
    const high = [...text.slice(0, text.indexOf('case "high"'))].length;
    await seen.commands.get("milligram.showWay")?.(document.uri.toString(), high);
    const first = await settled(0);
    assert.equal(seen.panels[0]?.title, "Way of a case: a.mg", "told from the whole flowchart");
    document.change(`# 😀 a line above\n${text}`);
    await new Promise((go) => setTimeout(go, 600));
    const second = await settled(0);
    const plain = await drawnPlainly(document);
    const drawing = (picture = "") => svg(picture).replaceAll(/#L\d+|sha256 \w+/g, ""); // all but where it is from
    assert.ok(drawing(second.pictures[0]) !== drawing(plain), "a way is lit");
    assert.ok(drawing(second.pictures[0]) === drawing(first.pictures[0]), "the same way");
  });

  it("waits for a save where the author wants that", async () => {
    settings.user["milligram.preview.refresh"] = "save";
    await start();
    const document = open(guideline("Save"));
    await seen.commands.get("milligram.previewFlowchart")?.();
    const first = await settled(0);
    document.change(guideline("Save, and more"));
    await new Promise((go) => setTimeout(go, 700));
    assert.equal(last(seen.panels[0] as Panel).title, first.title);
    events.saved.fire(document);
    assert.equal((await settled(0, JSON.stringify(first))).title, "Save, and more");
  });

  it("starts anew on demand, and draws open panels again", async () => {
    await start();
    open(guideline("Again"));
    await seen.commands.get("milligram.previewFlowchart")?.();
    const before = (await settled(0)).pictures;
    await seen.commands.get("milligram.restart")?.();
    assert.deepEqual(seen.errors, []);
    await until(() => seen.status.text.startsWith("checked"), () => seen.status);
    assert.ok((await settled(0)).pictures[0] === before[0]);
  });

  it("offers tasks whose findings become problems", async () => {
    workspace.workspaceFolders = [{ uri: Uri.file(folder), name: "x", index: 0 }];
    await start();
    const provider = seen.tasks as { provideTasks(): any[]; resolveTask(task: unknown): any };
    const offered = provider.provideTasks();
    assert.deepEqual(
      offered.map(({ execution }) => [execution.process, ...execution.args].slice(1)),
      [
        ["check", "--", "."],
        ["check", "--strict", "--", "."],
        ["test", "--", "."],
      ],
    );
    assert.ok(offered.every(({ problemMatchers }) => problemMatchers.includes("$milligram")));
    assert.equal(provider.resolveTask({ definition: { type: "milligram", command: "rm" } }), undefined);
    workspace.workspaceFolders = undefined;
  });
});

describe("without a language server", () => {
  const script = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it("says that Milligram is not installed, and how it is", async () => {
    settings.user["milligram.path"] = join(folder, "absent");
    author.presses = "How to Install";
    await start();
    const message = await until(() => seen.errors[0]);
    assert.match(message, /There is no program `.*absent`, which the setting milligram\.path names/);
    assert.match(message, /coloured, but not checked/);
    const [name, uri] = (await until(() => seen.executed[0])) as [string, Uri];
    assert.equal(name, "markdown.showPreview");
    assert.match(readFileSync(uri.fsPath, "utf8"), /## Install/);
    assert.equal(seen.status.text, "not checked");
    assert.equal(seen.status.severity, 2);
    assert.match(seen.status.detail, /does not run/);
    assert.equal(seen.status.command?.command, "milligram.restart");
    assert.ok(seen.buttons.length <= 3 && seen.buttons.every((each) => each.length < 15), "none is cut off");

    open(guideline("A"));
    await seen.commands.get("milligram.previewFlowchart")?.();
    assert.match((await settled(0)).note, /does not run/);
  });

  it("starts as soon as the author has chosen the program", async () => {
    settings.user["milligram.path"] = join(folder, "absent");
    author.presses = "Choose…";
    author.picks = Uri.file(MILLIGRAM);
    await start();
    const document = open(guideline("A"));
    await until(() => seen.status.text.startsWith("checked"), () => [seen.status, seen.errors]);
    assert.equal(settings.user["milligram.path"], MILLIGRAM);
    assert.deepEqual(seen.diagnostics.get(document.uri.toString()), []);
  });

  it("tries again when the author has installed it", async () => {
    const place = join(folder, "installed");
    settings.user["milligram.path"] = place;
    await start();
    assert.equal(seen.errors.length, 1);
    copyFileSync(script("like", `exec ${MILLIGRAM} "$@"`), place);
    await seen.commands.get(seen.status.command?.command ?? "")?.();
    open(guideline("A"));
    await until(() => seen.status.text.startsWith("checked"), () => [seen.status, seen.errors]);
    assert.equal(seen.status.command, undefined);
  });

  it("looks where Milligram is usually installed, after the path", () => {
    const home = join(folder, "home");
    const placed = (...parts: string[]) => {
      const file = join(home, ...parts);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "");
      return file;
    };
    assert.equal(usual(home, "linux", ""), "milligram");
    const local = placed(".local", "bin", "milligram");
    assert.equal(usual(home, "linux", ""), local);
    const own = placed("milligram", "bin", "milligram");
    assert.equal(usual(home, "linux", ""), own);
    const first = placed("elsewhere", "milligram");
    assert.equal(usual(home, "linux", `relative:${dirname(first)}:/usr/bin`), first);
    assert.equal(usual(home, "win32", ""), "milligram");
    const windows = placed("milligram", "Scripts", "milligram.exe");
    assert.equal(usual(home, "win32", ""), windows);
  });

  it("says what a program says that has no language server", async () => {
    settings.user["milligram.path"] = script("old", 'echo "Error: No such command lsp." >&2; exit 2');
    await start();
    assert.match(await until(() => seen.errors[0]), /was found, but .* Error: No such command lsp\./);
  });

  it("starts a server again that ended, and says it once when that keeps happening", async () => {
    const count = join(folder, "ended");
    const once = `[ "$2" = --help ] || echo $$ >> ${count}; exec ${MILLIGRAM} "$@"`;
    settings.user["milligram.path"] = script("killed", once);
    await start();
    const started = () => readFileSync(count, "utf8").trim().split("\n").map(Number);
    open(guideline("A"));
    for (let times = 1; times <= 5; times++) {
      await until(() => started().length === times && seen.status.text.startsWith("checked"), () => seen.status);
      process.kill(started()[times - 1] ?? 0, "SIGKILL");
      await until(() => seen.status.text === "not checked" || started().length > times, () => seen.status);
    }
    assert.match(await until(() => seen.errors[0]), /language server ended 5 times in 3 minutes/);
    assert.equal(seen.errors.length, 1, String(seen.errors));
    assert.equal(started().length, 5);
  });

  it("never runs a program that the opened folder names", async () => {
    const trap = join(folder, "sprung");
    settings.folder["milligram.path"] = script("trap", `touch ${trap}`);
    await start();
    assert.throws(() => readFileSync(trap));
    const { scope } = manifest.contributes.configuration.properties["milligram.path"];
    assert.equal(scope, "machine");
  });

  it("says that there is no guideline to draw", async () => {
    await start();
    await seen.commands.get("milligram.previewCard")?.();
    assert.match(seen.messages[0] ?? "", /Open a guideline first/);
  });
});

describe("the page", () => {
  const nonce = "0123456789abcdef0123456789abcdef";

  it("may load nothing, and run its own script only", () => {
    const rules = new Map(policy(nonce).split("; ").map((rule) => rule.split(/ (.*)/s) as [string, string]));
    assert.equal(rules.get("default-src"), "'none'");
    assert.equal(rules.get("script-src"), `'nonce-${nonce}'`);
    assert.equal(rules.get("style-src"), `'nonce-${nonce}'`);
    assert.equal(rules.get("img-src"), "data:");
    assert.ok(page(nonce).includes(`content="${policy(nonce)}"`));
    assert.ok(!/\son\w+=|innerHTML|eval\(|https?:|style="/.test(page(nonce)));
  });

  it("is made with a nonce that is one", () => {
    assert.throws(() => page(`"><script>`));
    assert.throws(() => page(""));
  });
});

describe("colours", () => {
  it("leaves to the grammar what the grammar knows, and moves nothing", () => {
    const types = ["keyword", "variable", "number"];
    const lines = ["guide low 12 a", "", "  yes draft"];
    const read = (line: number, column: number, length: number) => (lines[line] ?? "").slice(column, column + length);
    const given = [0, 0, 5, 0, 0, 0, 6, 3, 0, 0, 0, 4, 2, 2, 0, 0, 3, 1, 1, 1, 2, 2, 3, 0, 0, 0, 4, 5, 0, 0];
    const kept = [0, 0, 5, 0, 0, 0, 13, 1, 1, 1, 2, 6, 5, 0, 0];
    assert.deepEqual([...unknownToGrammar(Uint32Array.from(given), types, read)], kept);
    assert.deepEqual([...unknownToGrammar(new Uint32Array(), types, read)], []);
  });

  it("leaves to the server what is a word in one place only", () => {
    for (const word of ["decide", "unknown", "at", "least", "guideline", "min", "strong", "very"]) {
      assert.ok(isWord(word), word);
    }
    for (const word of ["draft", "common", "year", "clearance", "decided", ""]) assert.ok(!isWord(word), word);
    const [{ scopes }] = manifest.contributes.semanticTokenScopes;
    assert.deepEqual(scopes.keyword, ["keyword.other.milligram"], "as the grammar's own words");
  });
});

describe("cases and words", () => {
  it("finds a case again by its number, in code points", () => {
    const text = '# 😀\ncase "a"\n  x 1\ncase "b"\n';
    assert.equal(offsetOf(text, 1), [...text.slice(0, text.indexOf('case "b"'))].length);
    assert.equal(caseAt(text, offsetOf(text, 0)), 0);
    assert.equal(caseAt(text, offsetOf(text, 1)), 1);
    assert.equal(offsetOf(text, 9), 0);
  });

  it("tells how far the proofs are", () => {
    const told = (stage: string, errors: number, warnings: number) => words({ uri: "", stage, errors, warnings });
    assert.equal(told("proved", 0, 0), "checked, no findings");
    assert.equal(told("proved", 2, 1), "2 errors, 1 warning");
    assert.equal(told("proving", 1, 0), "1 error; proving");
    assert.equal(told("undecided", 0, 0), "no findings; not all was decided in the time");
    assert.equal(told("faulty", 1, 0), "1 error; not proved");
  });
});

function codeOf(code: unknown): unknown {
  return typeof code === "object" && code !== null ? (code as { value: unknown }).value : code;
}

async function drawnPlainly(document: Document): Promise<string | undefined> {
  await seen.commands.get("milligram.showFlowchart")?.(document.uri.toString());
  return (await settled(1)).pictures[0];
}
