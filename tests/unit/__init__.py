"""Unit tests: pure and table-driven, a folder for each package of `netsec`.

They may use a temporary folder. They use no socket, no process, no sleep and no moto.
"""
