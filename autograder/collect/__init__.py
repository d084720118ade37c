"""What an LMS handed over, put where grading looks: whose file it is, and which assignment's."""
