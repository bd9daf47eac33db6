"""What is seen before anything is open, and while files are dragged over the window."""
