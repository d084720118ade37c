"""A text holds links that run code.

gains: live
"""

# %% [markdown]
# <a href="javascript:alert(1)">my plots</a> [mine](javascript:alert(1)) <a href="&#106;avascript:alert(1)">x</a>
# <a href="java
# script:alert(1)">y</a> [z](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) ![](javascript:alert(1))
