"""The tests, in tiers by what they may touch: unit, stories, project and reliability. What they share is `support`."""
