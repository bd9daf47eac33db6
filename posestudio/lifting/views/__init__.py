"""Lifting of several views of the same people to one body each: all cameras' rays are evidence at once."""
