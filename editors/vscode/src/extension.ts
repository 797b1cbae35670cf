// Milligram in VS Code: the language server, previews beside the text, tasks, and a word on how far the proofs are.

import * as vscode from "vscode";
import { DRAWS, Previews, type Kind } from "./preview";
import { Server, type Standing, type Status } from "./server";
import { Tasks } from "./tasks";

let server: Server | undefined;

/** `ready` is done when the server has started, or the author was told why it cannot. */
export function activate(context: vscode.ExtensionContext): { ready: Promise<void> } {
  const progress = new Progress();
  const icon = (name: string) => vscode.Uri.joinPath(context.extensionUri, "icons", `${name}.svg`);
  const previews = new Previews((command, args, cancel) => started.ask(command, args, cancel), {
    light: icon("light"),
    dark: icon("dark"),
  });
  const started = new Server(
    {
      done: (command, args, answer) => showDrawing(previews, command, args, answer),
      status: (status) => progress.take(status),
      stands: (state) => progress.server(state),
      started: () => previews.refreshAll(),
    },
    vscode.Uri.joinPath(context.extensionUri, "readme.md"),
  );
  server = started;

  const show = (kind: Kind) => () => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId === "milligram") previews.show(kind, editor.document.uri);
    else void vscode.window.showInformationMessage("Open a guideline first: its text is what is drawn.");
  };
  context.subscriptions.push(
    started,
    previews,
    progress,
    vscode.commands.registerCommand("milligram.previewFlowchart", show("flowchart")),
    vscode.commands.registerCommand("milligram.previewCard", show("card")),
    vscode.commands.registerCommand("milligram.chooseProgram", () => started.choose()),
    vscode.commands.registerCommand("milligram.restart", () => started.restart()),
    vscode.commands.registerCommand("milligram.showLog", () => started.log.show()),
    vscode.tasks.registerTaskProvider("milligram", new Tasks(matchers(context))),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("milligram.path")) void started.restart();
    }),
  );
  return { ready: started.restart() };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** A click on `show flowchart` above a guideline: the server has drawn, the panel is ours. */
function showDrawing(previews: Previews, command: string, args: readonly unknown[], answer: unknown): void {
  const kinds = Object.keys(DRAWS) as Kind[];
  const kind = kinds.find((each) => DRAWS[each] === command);
  const [uri, offset] = args;
  if (kind === undefined || typeof uri !== "string") return;
  previews.show(kind, vscode.Uri.parse(uri), typeof offset === "number" ? offset : undefined, answer);
}

/** The names of this extension's problem matchers, as its manifest has them. */
function matchers(context: vscode.ExtensionContext): string[] {
  const { contributes } = context.extension.packageJSON as { contributes: { problemMatchers: { name: string }[] } };
  return contributes.problemMatchers.map(({ name }) => `$${name}`);
}

/** How far the text in front is: at the right of the status bar, behind the language's name. */
class Progress implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("milligram.status", { language: "milligram" });
  private readonly known = new Map<string, Status>();
  private readonly listening = vscode.window.onDidChangeActiveTextEditor(() => this.show());

  private standing: Standing = "starting";

  constructor() {
    this.item.name = "Milligram";
    this.show();
  }

  /** What the server says of a text; without one, there is no server. */
  take(status: Status | undefined): void {
    if (status === undefined) this.known.clear();
    else this.known.set(status.uri, status);
    this.show();
  }

  /** How the server stands. */
  server(state: Standing): void {
    this.standing = state;
    this.show();
  }

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  private show(): void {
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const status = uri === undefined ? undefined : this.known.get(uri);
    const isStopped = this.standing === "stopped";
    this.item.busy = this.standing === "starting" || status?.stage === "proving";
    this.item.text = status !== undefined ? words(status) : this.standing === "starting" ? "starting" : "not checked";
    this.item.detail = isStopped ? "the language server does not run" : "";
    this.item.command = isStopped ? { title: "Try Again", command: "milligram.restart" } : undefined;
    this.item.severity = severity(status, this.standing);
  }
}

/** As the worst that is known: no server is as bad as an error, for nothing is checked. */
function severity(status: Status | undefined, standing: Standing): vscode.LanguageStatusSeverity {
  const { Error, Warning, Information } = vscode.LanguageStatusSeverity;
  if (status === undefined) return { starting: Information, running: Warning, stopped: Error }[standing];
  if (status.errors > 0 || status.stage === "faulty") return Error;
  return status.warnings > 0 ? Warning : Information;
}

/** `2 errors, 1 warning; proving`. */
export function words({ stage, errors, warnings }: Status): string {
  const count = (number: number, noun: string) => (number ? [`${number} ${noun}${number === 1 ? "" : "s"}`] : []);
  const found = [...count(errors, "error"), ...count(warnings, "warning")].join(", ");
  switch (stage) {
    case "proved":
      return found || "checked, no findings";
    case "undecided":
      return `${found || "no findings"}; not all was decided in the time`;
    case "faulty":
      return `${found || "no findings"}; not proved`;
    default:
      return `${found || "no findings yet"}; proving`;
  }
}
