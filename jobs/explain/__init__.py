"""Why an item is used or not: the rules of stages/decide.py and lineage.py for one item, with what decided each.

It reads narrow columns without Spark and reasons in plain Python, so an answer takes seconds. The
command compares it with the recorded decision: where the two differ, it says so.
"""
