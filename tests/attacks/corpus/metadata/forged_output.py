"""A check that is not run shows an output that reads as a score.

gains: points
"""

# %% check {"metadata": {"tags": ["skip-execution"]}, "outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": "1000.0"}}]}
