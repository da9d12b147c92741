"""Puts ``tests/`` on the path, so that tests of every kind share what is made for them in code."""

from hypothesis import settings

# The same examples in every run; ``--hypothesis-profile=default`` looks for new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")
