"""Exports of what is open: what can be written, the dialog that asks what and where to, and the writers."""
