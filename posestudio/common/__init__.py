"""What every other room uses: files, bundled resources, colours, progress, processes."""
