// Bundles the extension into dist/, with the licences of all that is bundled; or with `--tests FOLDER` its tests, there.
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const common = { bundle: true, platform: "node", format: "cjs", target: "node18", logLevel: "warning" };

/** The licence of each package with a file in the bundle. */
function licences(inputs) {
  const roots = new Set();
  for (const file of Object.keys(inputs)) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file);
    if (found) roots.add(found[1]);
  }
  const texts = [...roots].sort().map((root) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const file = readdirSync(root).find((each) => /^licen[cs]e/i.test(each));
    if (!file) throw new Error(`${name} comes without the text of its licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, file), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

const [wanted, folder] = process.argv.slice(2);
if (wanted === "--tests" && folder) {
  const tests = ["client.test.ts", "mock.cjs"];
  await build({
    ...common,
    entryPoints: tests.map((file) => join("test", file)),
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    alias: { vscode: "./test/mock.cjs" },
  });
} else {
  rmSync("dist", { recursive: true, force: true });
  const done = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.js",
    external: ["vscode"],
    metafile: true,
  });
  writeFileSync("dist/THIRD_PARTY_LICENSES.txt", licences(done.metafile.inputs));
  const licence = join("..", "..", "LICENSE");
  if (existsSync(licence)) copyFileSync(licence, basename(licence));
}
