"""A Picture as text for the terminal, Mermaid, DOT, SVG, or data; every name in it is from outside, and escaped."""
