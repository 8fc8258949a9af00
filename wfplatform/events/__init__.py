"""The vocabulary of an execution's history: facts in the past tense, each with a version.

Events know nothing of who decides them (engine) or keeps them (store). The one table from event to status is in
`status.py`; whoever folds events uses it, so that two views of one history cannot disagree.
Decision 0002.
"""
