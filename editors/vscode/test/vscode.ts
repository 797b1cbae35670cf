// As much of VS Code as the extension and its language client touch, without a window.
//
// What is shown to the author is kept in `seen`; `answers` says which button is pressed. Whatever is not written out
// below and is used as a class, is an empty one; as a registration, is one that can be taken back.

import { EventEmitter as Emitter } from "node:events";
import { pathToFileURL, fileURLToPath } from "node:url";

export class Disposable {
  constructor(private readonly call: () => unknown) {}
  static from(...all: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }
  dispose(): void {
    this.call();
  }
}

type Listener<T> = (value: T) => unknown;

export class EventEmitter<T> {
  private readonly emitter = new Emitter().setMaxListeners(0);
  readonly event = (listener: Listener<T>, self?: unknown, disposables?: Disposable[]): Disposable => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.emitter.on("event", bound);
    const done = new Disposable(() => this.emitter.off("event", bound));
    disposables?.push(done);
    return done;
  };
  fire(value: T): void {
    this.emitter.emit("event", value);
  }
  dispose(): void {
    this.emitter.removeAllListeners();
  }
}

export class CancellationTokenSource {
  private readonly emitter = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };
  cancel(): void {
    this.token.isCancellationRequested = true;
    this.emitter.fire();
  }
  dispose(): void {
    this.emitter.dispose();
  }
}

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    private readonly text: string,
  ) {}
  static file(path: string): Uri {
    return Uri.parse(pathToFileURL(path).href);
  }
  static parse(text: string): Uri {
    const url = new URL(text);
    return new Uri(url.protocol.slice(0, -1), decodeURIComponent(url.pathname), text);
  }
  static joinPath(base: Uri, ...parts: string[]): Uri {
    return Uri.parse([base.text, ...parts].join("/"));
  }
  get fsPath(): string {
    return this.scheme === "file" ? fileURLToPath(this.text) : this.path;
  }
  toString(): string {
    return this.text;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}

export class Diagnostic {
  source?: string;
  code?: unknown;
  constructor(
    readonly range: Range,
    readonly message: string,
    readonly severity: number,
  ) {}
}

export class Document {
  version = 1;
  readonly languageId = "milligram";
  readonly eol = 1;
  constructor(
    readonly uri: Uri,
    private text: string,
  ) {}
  get fileName(): string {
    return this.uri.fsPath;
  }
  getText(): string {
    return this.text;
  }
  /** Types a whole new text. */
  change(text: string): void {
    const lines = this.text.split("\n");
    const end = new Position(lines.length - 1, lines[lines.length - 1]?.length ?? 0);
    const range = new Range(new Position(0, 0), end);
    const change = { range, rangeOffset: 0, rangeLength: this.text.length, text };
    this.text = text;
    this.version += 1;
    events.changed.fire({ document: this, contentChanges: [change], reason: undefined });
  }
}

export class Panel {
  readonly messages: unknown[] = [];
  readonly received = new EventEmitter<unknown>();
  readonly disposed = new EventEmitter<void>();
  readonly webview = {
    html: "",
    onDidReceiveMessage: this.received.event,
    postMessage: async (message: unknown) => this.messages.push(message) > 0,
  };
  readonly onDidDispose = this.disposed.event;
  revealed = 0;
  constructor(
    readonly type: string,
    readonly title: string,
    readonly options: Record<string, unknown>,
  ) {}
  reveal(): void {
    this.revealed += 1;
  }
  dispose(): void {
    this.disposed.fire();
  }
}

export const events = {
  opened: new EventEmitter<Document>(),
  changed: new EventEmitter<unknown>(),
  saved: new EventEmitter<Document>(),
  closed: new EventEmitter<Document>(),
  configured: new EventEmitter<{ affectsConfiguration(section: string): boolean }>(),
  active: new EventEmitter<unknown>(),
};

/** What the author saw, and what was asked of VS Code. */
export const seen = {
  errors: [] as string[],
  messages: [] as string[],
  buttons: [] as string[],
  panels: [] as Panel[],
  commands: new Map<string, (...args: unknown[]) => unknown>(),
  executed: [] as unknown[][],
  diagnostics: new Map<string, Diagnostic[]>(),
  status: {
    text: "",
    detail: "",
    busy: false,
    severity: 0,
    name: "",
    command: undefined as { title: string; command: string } | undefined,
    dispose() {},
  },
  tasks: undefined as unknown,
};

/** The button that the author presses next; and what the settings are. */
export const author = { presses: undefined as string | undefined, picks: undefined as Uri | undefined };
export const settings: { user: Record<string, unknown>; folder: Record<string, unknown> } = { user: {}, folder: {} };

const taken = () => new Disposable(() => undefined);
const nothing = new EventEmitter<unknown>().event;

/** An object whose missing functions do nothing that cannot be taken back, and whose missing events never come. */
function lenient<T extends object>(written: T): T {
  return new Proxy(written, {
    get(target, name, receiver) {
      if (name in target || typeof name === "symbol" || name === "then") return Reflect.get(target, name, receiver);
      return name.startsWith("on") ? nothing : taken;
    },
  });
}

export const version = "1.82.0";
export const env = { language: "en", appName: "test", clipboard: {} };

export const workspace = lenient({
  textDocuments: [] as Document[],
  notebookDocuments: [],
  workspaceFolders: undefined as { uri: Uri; name: string; index: number }[] | undefined,
  onDidOpenTextDocument: events.opened.event,
  onDidChangeTextDocument: events.changed.event,
  onDidSaveTextDocument: events.saved.event,
  onDidCloseTextDocument: events.closed.event,
  onDidChangeConfiguration: events.configured.event,
  getConfiguration(section?: string) {
    const full = (key?: string) => [section, key].filter(Boolean).join(".");
    const value = (key?: string): unknown => {
      const name = full(key);
      const all = { ...settings.user, ...settings.folder };
      if (name in all) return all[name];
      const inner = Object.entries(all).filter(([each]) => each.startsWith(`${name}.`));
      return inner.length ? Object.fromEntries(inner.map(([k, v]) => [k.slice(name.length + 1), v])) : undefined;
    };
    return {
      get: (key?: string, otherwise?: unknown) => value(key) ?? otherwise,
      has: (key: string) => value(key) !== undefined,
      inspect: (key: string) => ({ globalValue: settings.user[full(key)], workspaceValue: settings.folder[full(key)] }),
      update: async (key: string, to: unknown) => {
        settings.user[full(key)] = to;
        events.configured.fire({ affectsConfiguration: (wanted) => full(key).startsWith(wanted) });
      },
    };
  },
  asRelativePath: (uri: Uri) => uri.path,
});

export const window = lenient({
  activeTextEditor: undefined as { document: Document } | undefined,
  visibleTextEditors: [],
  tabGroups: { all: [], onDidChangeTabs: nothing, onDidChangeTabGroups: nothing },
  onDidChangeActiveTextEditor: events.active.event,
  createOutputChannel: (name: string) => ({ name, append() {}, appendLine() {}, show() {}, dispose() {} }),
  createWebviewPanel(type: string, title: string, _: unknown, options: Record<string, unknown>) {
    const panel = new Panel(type, title, options);
    seen.panels.push(panel);
    return panel;
  },
  async showErrorMessage(message: string, ...buttons: string[]) {
    seen.errors.push(message);
    seen.buttons = buttons;
    const pressed = author.presses;
    author.presses = undefined;
    return pressed;
  },
  showInformationMessage: async (message: string) => void seen.messages.push(message),
  showWarningMessage: async (message: string) => void seen.messages.push(message),
  showOpenDialog: async () => (author.picks ? [author.picks] : undefined),
  withProgress: (_: unknown, work: (progress: unknown, token: unknown) => unknown) =>
    work({ report() {} }, new CancellationTokenSource().token),
});

interface Selector {
  language?: string;
  scheme?: string;
}

export const languages = lenient({
  createLanguageStatusItem: () => seen.status,
  match: (selector: Selector | Selector[], document: Document) =>
    [selector].flat().some(
      ({ language, scheme }) =>
        (!language || language === document.languageId) && (!scheme || scheme === document.uri.scheme),
    )
      ? 10
      : 0,
  createDiagnosticCollection: () => ({
    set: (uri: Uri, found: Diagnostic[]) => void seen.diagnostics.set(uri.toString(), found),
    delete: (uri: Uri) => seen.diagnostics.delete(uri.toString()),
    clear: () => seen.diagnostics.clear(),
    dispose() {},
  }),
});

export const commands = lenient({
  registerCommand(name: string, call: (...args: unknown[]) => unknown) {
    if (seen.commands.has(name)) throw new Error(`command '${name}' already exists`);
    seen.commands.set(name, call);
    return new Disposable(() => seen.commands.delete(name));
  },
  async executeCommand(name: string, ...args: unknown[]) {
    seen.executed.push([name, ...args]);
    return seen.commands.get(name)?.(...args);
  },
});

export const tasks = lenient({
  registerTaskProvider(_: string, provider: unknown) {
    seen.tasks = provider;
    return taken();
  },
});

export class ProcessExecution {
  constructor(
    readonly process: string,
    readonly args: string[],
    readonly options: unknown,
  ) {}
}

export class Task {
  group: unknown;
  constructor(
    readonly definition: unknown,
    readonly scope: unknown,
    readonly name: string,
    readonly source: string,
    readonly execution: ProcessExecution,
    readonly problemMatchers: string[],
  ) {}
}

export const TaskGroup = { Test: "test" };
export const TaskScope = { Global: 1, Workspace: 2 };
export const ViewColumn = { Beside: -2 };
export const ConfigurationTarget = { Global: 1 };
export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
