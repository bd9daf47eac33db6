"""Work behind the window: threads, jobs, lifts, detection and files watched."""
