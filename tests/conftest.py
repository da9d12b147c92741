"""Puts ``tests/`` on the path, so that tests of every kind share what is made for them in code."""
