// The module `vscode` for tests: what is written in vscode.ts, and an empty class for any other name.
const written = require("./vscode.ts");

const kind = (name) => ({ value: name, append: (more) => kind(`${name}.${more}`), contains: () => true });

const empty = (name) =>
  new Proxy(
    class {
      constructor(...args) {
        this.args = args;
      }
    },
    {
      get: (target, key, receiver) =>
        key in target || typeof key === "symbol" ? Reflect.get(target, key, receiver) : kind(`${name}.${key}`),
    },
  );

const made = new Map();
module.exports = new Proxy({ ...written }, {
  get(target, name) {
    if (name in target || typeof name === "symbol" || name === "__esModule") return target[name];
    if (!made.has(name)) made.set(name, empty(name));
    return made.get(name);
  },
});
