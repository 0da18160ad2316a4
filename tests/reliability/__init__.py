"""Reliability: enumerations of faults, real kills, long random runs.

They may use loopback, processes and a temporary folder. They reach no other host.
"""
