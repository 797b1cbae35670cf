// Tasks: `milligram check` and `milligram test` in the terminal, their findings among VS Code's problems.

import * as vscode from "vscode";
import { program } from "./server";

const COLUMNS = "100";
/** The widest that findings are printed: their messages take few lines. */

interface Definition extends vscode.TaskDefinition {
  readonly command: "check" | "test";
  readonly strict?: boolean;
  readonly path?: string;
}

export class Tasks implements vscode.TaskProvider {
  constructor(private readonly matchers: readonly string[]) {}

  provideTasks(): vscode.Task[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) => [
      this.task({ type: "milligram", command: "check" }, folder),
      this.task({ type: "milligram", command: "check", strict: true }, folder),
      this.task({ type: "milligram", command: "test" }, folder),
    ]);
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as Partial<Definition>;
    const isKnown = definition.command === "check" || definition.command === "test";
    return isKnown ? this.task(task.definition as Definition, task.scope ?? vscode.TaskScope.Workspace) : undefined;
  }

  private task(definition: Definition, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task {
    const { command, strict, path } = definition;
    const args = [command, ...(strict === true && command === "check" ? ["--strict"] : []), "--", path ?? "."];
    const run = new vscode.ProcessExecution(program(), args, { env: { COLUMNS } });
    const name = strict === true ? `${command}, strictly` : command;
    const task = new vscode.Task(definition, scope, name, "milligram", run, [...this.matchers]);
    if (command === "test") task.group = vscode.TaskGroup.Test;
    return task;
  }
}
