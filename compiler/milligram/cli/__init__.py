"""The command line: one small file per command, no logic. Heavy imports happen inside the commands."""
