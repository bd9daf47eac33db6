"""Background work: threads, jobs, lifting, detection and watched files."""
