"""What both trainings share: run folders, configuration, events, devices, tensor files."""
