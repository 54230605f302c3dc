"""Two languages of one communiqué held against one another."""
