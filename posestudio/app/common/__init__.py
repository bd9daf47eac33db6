"""What every part of the window uses: theme, icons, translation, remembered settings."""
