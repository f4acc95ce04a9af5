"""The audit: what is still readable in redacted text, looked for by other means than the redactor's.

Two kinds of eyes: the directory (jobs/text/sweep.py), which looks at everything that changed, and detectors that
others wrote (detectors.py), which are slow and look at a sample. What they find is counted by kind, language and
content type (counting.py) and held against a budget (rules.py).
"""
