// The language server: found, started, watched; and a plain word where it cannot be.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { homedir } from "node:os";
import * as vscode from "vscode";
import {
  ExecuteCommandRequest,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";

/** What the server says of a text, unasked. */
export interface Status {
  readonly uri: string;
  readonly stage: string;
  readonly errors: number;
  readonly warnings: number;
}

/** What is done with the answers of the server. */
export interface Listener {
  /** A command of the server was carried out for the author. */
  done(command: string, args: readonly unknown[], answer: unknown): void;
  status(status: Status | undefined): void;
  started(): void;
}

const CHOOSE = "Choose the Program…";
const SETTINGS = "Open Settings";
const HOW = "How to Install";
const LOG = "Show Log";
const PATIENCE = 20_000;
/** Milliseconds for the program's first sign of life: a first start compiles it. */

const FAREWELL = 3_000;
/** Milliseconds that a server has to end by itself. */

export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel("Milligram");
  private client: LanguageClient | undefined;
  private child: ChildProcess | undefined;
  private starting: Promise<void> = Promise.resolve();

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
    const command = program();
    const fault = await probe(command);
    if (fault !== undefined) {
      this.log.appendLine(`${command}: ${fault.detail}`);
      void this.complain(fault.message);
      return;
    }
    const client = this.made(command);
    this.client = client;
    try {
      await client.start();
      this.listener.started();
    } catch (error) {
      this.log.appendLine(String(error));
      void this.complain("Milligram's language server did not start.");
    }
  }

  private made(command: string): LanguageClient {
    const server: ServerOptions = async () => {
      this.child = spawn(command, ["lsp"], { cwd: homedir(), windowsHide: true });
      return this.child;
    };
    const options: LanguageClientOptions = {
      documentSelector: [
        { language: "milligram", scheme: "file" },
        { language: "milligram", scheme: "untitled" },
      ],
      initializationOptions: {
        proofSeconds: vscode.workspace.getConfiguration("milligram").get<number>("proofSeconds", 20),
        status: true,
      },
      synchronize: { configurationSection: "milligram" },
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        executeCommand: async (name, args, next) => {
          const answer: unknown = await next(name, args);
          this.listener.done(name, args, answer);
          return answer;
        },
      },
    };
    const client = new LanguageClient("milligram", "Milligram", server, options);
    client.onNotification("milligram/status", (status: Status) => this.listener.status(status));
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) this.listener.status(undefined);
    });
    return client;
  }

  private async complain(message: string): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, CHOOSE, SETTINGS, HOW, LOG);
    switch (chosen) {
      case CHOOSE: {
        const [file] = (await vscode.window.showOpenDialog({ title: "The milligram program" })) ?? [];
        if (file !== undefined) {
          const global = vscode.ConfigurationTarget.Global;
          await vscode.workspace.getConfiguration("milligram").update("path", file.fsPath, global);
        }
        return;
      }
      case SETTINGS:
        await vscode.commands.executeCommand("workbench.action.openSettings", "milligram.path");
        return;
      case HOW:
        await vscode.commands.executeCommand("markdown.showPreview", this.readme);
        return;
      case LOG:
        this.log.show();
        return;
      default:
        return;
    }
  }
}

/** The program that the user's settings name; a folder that is opened has no say in it. */
export function program(): string {
  const set = vscode.workspace.getConfiguration("milligram").inspect<string>("path");
  const path = (set?.globalValue ?? "").trim() || "milligram";
  return path.startsWith("~/") ? homedir() + path.slice(1) : path;
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
