"""Files in and out of the window: opening, saving, exporting, recovery and the library."""
