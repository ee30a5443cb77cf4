"""Fuzzing: hostile inputs for everything that reads what others wrote; `python -m fuzz`."""
