"""Grading on several machines: a carrier only carries work, what counts is the result, kept by content."""
