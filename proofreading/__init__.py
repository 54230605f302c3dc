"""The check of a communiqué as a pure library: no Django, nothing of the house."""
