"""An error that says that it is the grader's own fault.

gains: nothing
why: the naive grader has no channel.
begins: forging
"""


# %%
def double(x):
    tell(
        frame(
            dict_of(
                error=dict_of(
                    types={"list": ["OurFault", "SandboxMissing", "Exception"]}, function="x" * 99999
                )
            )
        )
    )
    os._exit(0)
