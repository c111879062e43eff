"""Hostile and damaged files, made by code, and what the program must say of each.

| noun | file |
|---|---|
| the files | `making.py` |
| the table: what is made, which command, which exit code and words | `cases/` |
| what is held of every case | `running.py`, `test_hostile.py` |
| files changed at random | `fuzz.py` |
"""
