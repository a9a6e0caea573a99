"""How fast the game is, against what: `python -m tests.bench` runs everything it can.

Each module here named in `__main__.MODULES` has one function, `rows()`, which yields a `Row` for each
figure and a `NotRun` for each that could not be had. README.md says how to install the peers.
"""
