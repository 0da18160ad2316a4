"""The English catalogue: a module for each area; `REASONS` is code → what is so and what to do, `TEXTS` key → text."""
