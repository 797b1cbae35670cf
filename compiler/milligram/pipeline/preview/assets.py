"""The script, the style and the icon of the pages of a preview."""

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#00695c"/>'
    '<path d="M3 12V5l5 4 5-4v7" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)

SCRIPT = """\
// Reloads the page once what it shows has changed.
"use strict";
(() => {
  const page = document.documentElement.dataset;
  const state = document.getElementById("state");
  const events = new EventSource(
    "/-/events?page=" + encodeURIComponent(page.page) + "&seen=" + encodeURIComponent(page.mark));
  events.addEventListener("reload", () => { events.close(); location.reload(); });
  events.onopen = () => { state.textContent = ""; };
  events.onerror = () => { state.textContent = "milligram watch has ended; this is what stood last."; };
  window.addEventListener("pagehide", () => events.close());
})();
"""

STYLE = """\
:root { color-scheme: light dark; --line: #8886; --error: #b00020; --warning: #8a5200; --clean: #1b6e3a; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a92; --warning: #ffc46b; --clean: #7bd89c; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
h1 { font-size: 1.6rem; margin: .5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top; }
tbody th { font-weight: 600; }
pre { border: 1px solid var(--line); border-radius: .3rem; overflow-x: auto; padding: .8rem; font-size: .85rem; }
.error { color: var(--error); } .warning { color: var(--warning); } .clean { color: var(--clean); }
.stale { border-left: .3rem solid var(--warning); padding-left: .8rem; }
.card { display: flex; flex-wrap: wrap; gap: 1rem; }
.card a { flex: 0 1 22rem; }
img { background: #fff; border: 1px solid var(--line); max-width: 100%; }
iframe { background: #fff; border: 1px solid var(--line); box-sizing: border-box; height: 80vh; width: 100%; }
footer { border-top: 1px solid var(--line); font-size: .85rem; margin-top: 3rem; padding-top: .5rem; }
"""
