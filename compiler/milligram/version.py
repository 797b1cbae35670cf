"""The version of the compiler, written into what it builds."""

VERSION = "0.1.0"
