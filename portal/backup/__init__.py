"""Backups: saving the portal in one file, bringing it back in quarantine, and moving it to another database."""
