"""Stories: whole runs and commands on the strict world, in sandboxes and as processes.

They may use loopback, processes and a temporary folder. They reach no other host.
"""
