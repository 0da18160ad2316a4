"""The Japanese catalogue: the keys, placeholders and commands of the English one, module by module."""
