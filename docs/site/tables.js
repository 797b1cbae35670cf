// A table that is wider than the screen is pushed aside in its frame, which the theme draws. Keys reach it too.
"use strict";
document$.subscribe(() => requestAnimationFrame(() => {
  for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) {
    frame.tabIndex = 0;
    frame.role = "group";
    frame.ariaLabel = "Table";
  }
}));
