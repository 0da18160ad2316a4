"""The embedded AWS: a strict thin layer over moto, and the daemon that serves it."""
