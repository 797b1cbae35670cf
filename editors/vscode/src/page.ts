// The page of a preview: a frame that shows pictures and says what is known of them.
//
// Nothing of a guideline is written into the page. Pictures come as messages, as data of type SVG, and are shown as
// images: an image runs no script and loads nothing. Words come as messages too, and are set as text.

/** What the page shows. */
export interface Shown {
  readonly title: string;
  /** `data:image/svg+xml;base64,…`, one for each side. */
  readonly pictures: readonly string[];
  /** Why the pictures are not of the text as it stands; empty where they are. */
  readonly note: string;
  readonly drawing: boolean;
}

export const PICTURE = "data:image/svg+xml;base64,";

/** What the page may do: show pictures that are handed to it, with its own style and its own script. */
export function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "img-src data:",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** The whole page; `nonce` is new for each. */
export function page(nonce: string): string {
  if (!/^[A-Za-z0-9]{16,}$/.test(nonce)) throw new Error("a nonce is letters and digits");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Milligram</title>
<style nonce="${nonce}">
body { margin: 0; padding: 0; }
header { position: sticky; top: 0; display: flex; gap: .5em; align-items: baseline; padding: .4em .8em;
  background: var(--vscode-editor-background); border-bottom: 1px solid var(--vscode-panel-border); }
#note { flex: 1; color: var(--vscode-editorWarning-foreground); }
button { min-width: 2em; color: var(--vscode-button-secondaryForeground); border: 0; padding: .2em .6em;
  background: var(--vscode-button-secondaryBackground); cursor: pointer; }
main { padding: .8em; }
main.old { opacity: .55; }
img { display: block; background: #fff; margin: 0 0 .8em; width: 100%; }
</style>
</head>
<body>
<header>
<span id="note" role="status"></span>
<button id="smaller" type="button" title="Smaller" aria-label="Smaller">−</button>
<button id="fit" type="button" title="As wide as the panel">Fit</button>
<button id="larger" type="button" title="Larger" aria-label="Larger">+</button>
</header>
<main id="pictures"></main>
<script nonce="${nonce}">
${SCRIPT}
</script>
</body>
</html>
`;
}

const SCRIPT = `"use strict";
(() => {
  const editor = acquireVsCodeApi();
  const note = document.getElementById("note");
  const pictures = document.getElementById("pictures");
  let percent = Number((editor.getState() || {}).percent) || 100;

  function size() {
    for (const image of pictures.children) image.style.width = percent + "%";
    editor.setState({ percent });
  }

  function zoom(factor) {
    percent = factor === 0 ? 100 : Math.min(800, Math.max(10, Math.round(percent * factor)));
    size();
  }

  document.getElementById("smaller").addEventListener("click", () => zoom(0.8));
  document.getElementById("larger").addEventListener("click", () => zoom(1.25));
  document.getElementById("fit").addEventListener("click", () => zoom(0));
  window.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }, { passive: false });

  window.addEventListener("message", ({ data }) => {
    const found = data.pictures.filter((each) => each.startsWith("${PICTURE}"));
    while (pictures.children.length > found.length) pictures.lastElementChild.remove();
    found.forEach((source, number) => {
      const image = pictures.children[number] || pictures.appendChild(document.createElement("img"));
      if (image.src !== source) image.src = source;
      image.alt = found.length > 1 ? data.title + ", " + (number + 1) + " of " + found.length : data.title;
    });
    pictures.className = data.note && !data.drawing ? "old" : "";
    note.textContent = data.drawing && !found.length ? "drawing …" : data.note;
    size();
  });
  editor.postMessage("ready");
})();`;
