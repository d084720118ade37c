"""The forged score is not a number, which is neither too little nor too much.

gains: points
"""

# %% check {"metadata": {"tags": ["skip-execution"]}, "outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": "1e308"}}]}
