"""The flowchart: DOT, SVG, PDF, PNG and Mermaid of one guideline, drawn without a system ``dot``."""
