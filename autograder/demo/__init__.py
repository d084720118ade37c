"""The demo: a small class hands in, is graded by plain nbgrader, and gets what was foreseen."""
