// The language server: found, started, watched; and a plain word where it cannot be.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type CloseHandlerResult,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";
import { unknownToGrammar } from "./colours";

/** What the server says of a text, unasked. */
export interface Status {
  readonly uri: string;
  readonly stage: string;
  readonly errors: number;
  readonly warnings: number;
}

/** Where a text may stand that is checked: on a disk, nowhere yet, or in a repository that was not cloned. */
export const SCHEMES = ["file", "untitled", "vscode-vfs"] as const;

export type Standing = "starting" | "running" | "stopped";

/** What is done with the answers of the server. */
export interface Listener {
  /** A command of the server was carried out for the author. */
  done(command: string, args: readonly unknown[], answer: unknown): void;
  status(status: Status | undefined): void;
  /** How the server stands. */
  stands(state: Standing): void;
  started(): void;
}

const CHOOSE = "Choose…";
const HOW = "How to Install";
const AGAIN = "Try Again";
const LOG = "Show Log";
/** Three short words: VS Code cuts off what is longer, and more. */

const PATIENCE = 20_000;
/** Milliseconds for the program's first sign of life: a first start compiles it. */

const NO_START = "Milligram's language server did not start. Guidelines are not checked.";
const RESTARTS = 4;
const WHILE = 180_000;
/** So often in so many milliseconds a server that ended is started again, without a word. */

const STANDINGS: Record<State, Standing> = {
  [State.Starting]: "starting",
  [State.Running]: "running",
  [State.Stopped]: "stopped",
};
const FAREWELL = 3_000;
/** Milliseconds that a server has to end by itself. */

export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel("Milligram");
  private client: LanguageClient | undefined;
  private child: ChildProcess | undefined;
  private starting: Promise<void> = Promise.resolve();
  /** When the server ended unasked. */
  private ends: number[] = [];
  private hasRun = false;
  private wasTold = false;

  constructor(
    private readonly listener: Listener,
    private readonly readme: vscode.Uri,
  ) {}

  /** Stops what runs, and starts anew. */
  restart(): Promise<void> {
    this.starting = this.starting.catch(() => undefined).then(() => this.startAnew());
    return this.starting;
  }

  /** Has the server carry out a command. */
  async ask(command: string, args: unknown[], cancel: vscode.CancellationToken): Promise<unknown> {
    await this.starting;
    if (this.client === undefined || !this.client.isRunning()) throw new Error("the language server does not run");
    return await this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }, cancel);
  }

  async stop(): Promise<void> {
    const { client, child } = this;
    this.client = this.child = undefined;
    this.listener.status(undefined);
    if (client !== undefined) await client.dispose(FAREWELL).catch((error: unknown) => this.log.appendLine(String(error)));
    // a server that is too busy to answer is left running by the client
    if (child?.exitCode === null) child.kill();
  }

  dispose(): void {
    this.log.dispose();
  }

  private async startAnew(): Promise<void> {
    await this.stop();
    this.ends = [];
    this.hasRun = this.wasTold = false;
    this.listener.stands("starting");
    const command = program();
    const fault = await probe(command);
    if (fault !== undefined) {
      this.log.appendLine(`${command}: ${fault.detail}`);
      this.complain(fault.message, CHOOSE, HOW, AGAIN);
      return;
    }
    const client = this.made(command);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.appendLine(String(error));
      this.complain(NO_START, LOG, AGAIN);
    }
  }

  private made(command: string): LanguageClient {
    const server: ServerOptions = async () => {
      this.child = spawn(command, ["lsp"], { cwd: homedir(), windowsHide: true });
      return this.child;
    };
    const options: LanguageClientOptions = {
      documentSelector: SCHEMES.map((scheme) => ({ language: "milligram", scheme })),
      initializationOptions: {
        proofSeconds: vscode.workspace.getConfiguration("milligram").get<number>("proofSeconds", 20),
        status: true,
      },
      synchronize: { configurationSection: "milligram" },
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: { error: () => ({ action: ErrorAction.Continue }), closed: () => this.ended() },
      initializationFailedHandler: () => false,
      middleware: {
        executeCommand: async (name, args, next) => {
          const answer: unknown = await next(name, args);
          this.listener.done(name, args, answer);
          return answer;
        },
        provideDocumentSemanticTokens: async (document, token, next) => {
          const all = await next(document, token);
          const legend = client.initializeResult?.capabilities.semanticTokensProvider?.legend;
          if (!all || !legend) return all;
          const read = (line: number, column: number, length: number) =>
            line < document.lineCount ? document.lineAt(line).text.slice(column, column + length) : "";
          return new vscode.SemanticTokens(unknownToGrammar(all.data, legend.tokenTypes, read));
        },
      },
    };
    const client = new QuietClient(server, options, () => this.complain(NO_START, LOG, AGAIN));
    client.onNotification("milligram/status", (status: Status) => this.listener.status(status));
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) this.listener.status(undefined);
      this.listener.stands(STANDINGS[newState]);
      if (newState !== State.Running) return;
      this.hasRun = true;
      this.wasTold = false;
      this.listener.started();
    });
    return client;
  }

  /** Has the author choose the program; the setting that changes starts it. */
  async choose(): Promise<void> {
    const [file] = (await vscode.window.showOpenDialog({ title: "The milligram program" })) ?? [];
    if (file === undefined) return;
    const global = vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration("milligram").update("path", file.fsPath, global);
  }

  /** The server ended unasked: one that ran is started again, unless it keeps ending. */
  private ended(): CloseHandlerResult {
    if (!this.hasRun) return { action: CloseAction.DoNotRestart, handled: true };
    const now = Date.now();
    this.ends = [...this.ends.filter((each) => now - each < WHILE), now];
    if (this.ends.length <= RESTARTS) return { action: CloseAction.Restart, handled: true };
    const often = `${this.ends.length} times in ${WHILE / 60_000} minutes`;
    this.complain(`Milligram's language server ended ${often}. Guidelines are not checked.`, LOG, AGAIN);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  /** Tells the author, once, why nothing is checked, and waits for no answer. */
  private complain(message: string, ...buttons: string[]): void {
    this.listener.stands("stopped");
    if (this.wasTold) return;
    this.wasTold = true;
    void vscode.window.showErrorMessage(message, ...buttons).then(async (chosen) => {
      if (chosen === LOG) this.log.show();
      if (chosen === CHOOSE) await this.choose();
      if (chosen === HOW) await vscode.commands.executeCommand("markdown.showPreview", this.readme);
      if (chosen === AGAIN) await this.restart();
    });
  }
}

/** The client of the library, whose own messages go to the log; `failed` is told of a start that came to nothing. */
class QuietClient extends LanguageClient {
  constructor(
    server: ServerOptions,
    options: LanguageClientOptions,
    private readonly failed: () => void,
  ) {
    super("milligram", "Milligram", server, options);
  }

  /** A server that has ended already cannot be asked to end: that is no failure. */
  override async stop(timeout?: number): Promise<void> {
    await super.stop(timeout).catch((error: unknown) => this.outputChannel.appendLine(String(error)));
  }

  override error(message: string, data?: unknown, show?: boolean | "force"): void {
    super.error(message, data, false);
    if (show === "force") this.failed();
  }
}

/** The program that the user's settings name, or that stands where it is usually installed; a folder that is opened has
 * no say in it. */
export function program(): string {
  const set = vscode.workspace.getConfiguration("milligram").inspect<string>("path");
  const path = (set?.globalValue ?? "").trim() || "milligram";
  if (/^~[\\/]/.test(path)) return homedir() + path.slice(1);
  return path === "milligram" ? usual(homedir(), process.platform, process.env["PATH"] ?? "") : path;
}

/** Where the page on installing puts the program, and pipx and pip do: a VS Code that was not started in a terminal may
 * not know of them. What is on the path comes first. */
export function usual(home: string, platform: string, path: string): string {
  const isWindows = platform === "win32";
  const file = isWindows ? "milligram.exe" : "milligram";
  const known = path.split(isWindows ? ";" : ":").filter(isAbsolute);
  const folders = [...known, join(home, "milligram", isWindows ? "Scripts" : "bin"), join(home, ".local", "bin")];
  return folders.map((folder) => join(folder, file)).find((each) => existsSync(each)) ?? "milligram";
}

interface Fault {
  readonly message: string;
  readonly detail: string;
}

/** Why the program cannot serve, in words for the author; undefined where it can. */
export function probe(command: string): Promise<Fault | undefined> {
  const options = { cwd: homedir(), timeout: PATIENCE, windowsHide: true };
  return new Promise((resolve) => {
    execFile(command, ["lsp", "--help"], options, (error, _, stderr) => {
      if (error === null) return resolve(undefined);
      const detail = stderr.trim() || error.message;
      switch (error.code as unknown) {
        case "ENOENT":
          return resolve({ message: absent(command), detail });
        case "EACCES":
          return resolve({ message: `\`${command}\` is not a program that can be run.`, detail });
        default: {
          const said = detail.split("\n").pop() ?? "";
          return resolve({ message: `\`${command}\` was found, but its language server does not start: ${said}`, detail });
        }
      }
    });
  });
}

function absent(command: string): string {
  return command === "milligram"
    ? "Milligram is not installed, or VS Code does not find it. Guidelines are coloured, but not checked."
    : `There is no program \`${command}\`, which the setting milligram.path names. Guidelines are coloured, but not checked.`;
}
