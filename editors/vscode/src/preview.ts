// Drawings beside the text: asked of the language server, shown in a panel, drawn again when the text is another.

import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import * as vscode from "vscode";
import { PICTURE, page, type Shown } from "./page";

/** The server's command for each kind of drawing. */
export const DRAWS = {
  flowchart: "milligram.showFlowchart",
  card: "milligram.showCard",
  way: "milligram.showWay",
} as const;
export type Kind = keyof typeof DRAWS;

/** How the panel of each is named. */
const NAMES = { flowchart: "Flowchart", card: "Card", way: "Way of a case" } as const;

/** Asks the server to carry out a command; its answer is JSON. */
export type Ask = (command: string, args: unknown[], cancel: vscode.CancellationToken) => Promise<unknown>;

const PAUSE = 400;
/** Milliseconds without a key after which a drawing is asked for. */
const LARGEST = 20_000_000;
/** Bytes of a picture that a panel is given. */
const QUIETLY = "quietly";

/** The server's answer, as far as it is used here. */
interface Drawn {
  readonly title: string;
  readonly files: readonly string[];
}

/** All panels that are open, one for each text and kind. */
export class Previews implements vscode.Disposable {
  private readonly open = new Map<string, Preview>();
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly ask: Ask,
    private readonly icon: { light: vscode.Uri; dark: vscode.Uri },
  ) {
    this.listening = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && refreshes(document) === "change") this.refresh(document.uri);
      }),
      vscode.workspace.onDidSaveTextDocument((document) => this.refresh(document.uri)),
      vscode.workspace.onDidCloseTextDocument((document) => this.refresh(document.uri)),
    );
  }

  /** Shows a drawing; `answer` is the server's where it has drawn already. */
  show(kind: Kind, uri: vscode.Uri, offset?: number, answer?: unknown): void {
    const key = `${kind} ${uri.toString()}`;
    let preview = this.open.get(key);
    if (preview === undefined) {
      preview = new Preview(kind, uri, this.ask, this.icon, () => this.open.delete(key));
      this.open.set(key, preview);
    }
    preview.reveal(offset, answer);
  }

  /** Draws all again: the server is another. */
  refreshAll(): void {
    for (const preview of this.open.values()) preview.refreshSoon();
  }

  private refresh(uri: vscode.Uri): void {
    for (const preview of this.open.values()) {
      if (preview.uri.toString() === uri.toString()) preview.refreshSoon();
    }
  }

  dispose(): void {
    this.listening.dispose();
    for (const preview of [...this.open.values()]) preview.dispose();
  }
}

function refreshes(document: vscode.TextDocument): string {
  return vscode.workspace.getConfiguration("milligram", document.uri).get<string>("preview.refresh", "change");
}

/** One panel. */
class Preview {
  private readonly panel: vscode.WebviewPanel;
  private shown: Shown = { title: "", pictures: [], note: "", drawing: true };
  private waiting: NodeJS.Timeout | undefined;
  private asking: vscode.CancellationTokenSource | undefined;
  /** Which of the text's cases is lit, counted from 0. */
  private lit: number | undefined;
  private closed = false;

  constructor(
    private readonly kind: Kind,
    readonly uri: vscode.Uri,
    private readonly ask: Ask,
    icon: { light: vscode.Uri; dark: vscode.Uri },
    private readonly onClose: () => void,
  ) {
    const name = uri.path.split("/").pop() ?? "";
    this.panel = vscode.window.createWebviewPanel(
      "milligram.preview",
      `${NAMES[kind]}: ${name}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [], enableForms: false },
    );
    this.panel.iconPath = icon;
    this.panel.webview.onDidReceiveMessage((message) => {
      if (message === "ready") this.send();
    });
    this.panel.onDidDispose(() => this.forget());
    this.panel.webview.html = page(randomBytes(16).toString("hex"));
  }

  reveal(offset: number | undefined, answer: unknown): void {
    this.panel.reveal(undefined, true);
    const text = this.text();
    if (offset !== undefined && text !== undefined) this.lit = caseAt(text, offset);
    if (answer === undefined) void this.draw();
    else void this.take(answer);
  }

  refreshSoon(): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.draw(), PAUSE);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private forget(): void {
    this.closed = true;
    clearTimeout(this.waiting);
    this.asking?.cancel();
    this.onClose();
  }

  private text(): string | undefined {
    const wanted = this.uri.toString();
    return vscode.workspace.textDocuments.find((each) => each.uri.toString() === wanted)?.getText();
  }

  private async draw(): Promise<void> {
    clearTimeout(this.waiting);
    this.asking?.cancel();
    const text = this.text();
    if (text === undefined) {
      this.show({ note: "the guideline is closed; open it to draw it again", drawing: false });
      return;
    }
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    this.show({ drawing: true });
    const where = this.kind === "way" ? [offsetOf(text, this.lit ?? 0)] : [];
    try {
      const answer = await this.ask(DRAWS[this.kind], [this.uri.toString(), ...where, QUIETLY], asking.token);
      if (this.asking === asking) await this.take(answer);
    } catch (error) {
      if (this.asking === asking) this.refuse(reason(error));
    } finally {
      asking.dispose();
    }
  }

  private async take(answer: unknown): Promise<void> {
    const drawn = asDrawn(answer);
    if (typeof drawn === "string") {
      this.refuse(drawn);
      return;
    }
    try {
      const pictures = await Promise.all(drawn.files.map(picture));
      this.show({ title: drawn.title, pictures, note: "", drawing: false });
    } catch (error) {
      this.refuse(reason(error));
    }
  }

  /** Says why there is no drawing, or why the one that is shown is not of the text as it stands. */
  private refuse(why: string): void {
    this.show({ note: this.shown.pictures.length > 0 ? `older than the text: ${why}` : why, drawing: false });
  }

  private show(part: Partial<Shown>): void {
    this.shown = { ...this.shown, ...part };
    this.send();
  }

  private send(): void {
    if (!this.closed) void this.panel.webview.postMessage(this.shown);
  }
}

/** The server's answer; or why there is no drawing. */
function asDrawn(answer: unknown): Drawn | string {
  const { ok, why, title, files } = (answer ?? {}) as Record<string, unknown>;
  if (ok === true && Array.isArray(files) && files.every((file) => typeof file === "string")) {
    return { title: typeof title === "string" ? title : "", files: files as string[] };
  }
  return typeof why === "string" && why ? why : "the language server gave no drawing";
}

/** A file as an image's address; only a picture of modest size is one. */
async function picture(file: string): Promise<string> {
  if (!file.endsWith(".svg")) throw new Error("the drawing is no SVG");
  if ((await stat(file)).size > LARGEST) throw new Error("the drawing is too large to be shown here");
  return PICTURE + (await readFile(file)).toString("base64");
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Which case a text has at an offset, which counts code points as the server does. */
export function caseAt(text: string, offset: number): number {
  const before = [...text].slice(0, offset).join("");
  return (before.match(/^case\b/gm) ?? []).length;
}

/** Where a case starts, counted in code points; 0 where there is no such case. */
export function offsetOf(text: string, number: number): number {
  const found = [...text.matchAll(/^case\b/gm)][number];
  return found?.index === undefined ? 0 : [...text.slice(0, found.index)].length;
}
