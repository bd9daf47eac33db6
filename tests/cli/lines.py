def one_line(text):
    """Whether ``text`` is one line of error, as the command line prints it."""
    return text.startswith("posestudio: ") and text.endswith("\n") and text.count("\n") == 1
