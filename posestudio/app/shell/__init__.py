"""The main window with its actions, menus, keys and help."""
