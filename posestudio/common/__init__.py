"""Shared by all packages: files, bundled resources, colours, progress, processes."""
