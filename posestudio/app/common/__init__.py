"""What every part of the window uses: theme, icons, translation, stored settings, mouse tools, fields."""
