"""The document: state, sources, edits and project files. No widgets."""
