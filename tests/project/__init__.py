"""The checkout itself: architecture, documentation, package and tools.

These tests read the checkout, start processes and use loopback. They reach no other host.
"""
