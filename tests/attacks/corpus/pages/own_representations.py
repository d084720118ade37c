"""An object of the student's own says how it is shown in every form.

gains: live
"""


# %%
class Shown:
    def _repr_html_(self):
        return "<script>alert(1)</script>"

    def _repr_mimebundle_(self, **kwargs):
        return {"text/html": "<script>alert(1)</script>", "text/plain": "<script>"}


Shown()
