"""The document around the engine: template, styles, scripts, the drawing, and what the page says of the guideline."""
