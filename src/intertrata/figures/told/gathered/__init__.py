"""What a published report gathered, read again: its tables and its claims, made anew from its statements.

In: an edition that ships, the code of a table or of a claim. Out: frozen values whose fields are the JSON of the commands.
"""
