"""Proof that the express lane loses nothing and doubles nothing: plans by chance, deaths by chance, and an oracle.

    recipe       what a workflow does, drawn from a seed: the common source of the two that must agree
    documents    a recipe as a document, which our compiler compiles and our engine runs
    oracle       a recipe as the history that must come of it, worked out without the engine
    ledger       the outside world: a process that counts what happened in it, by effect key
    activities   the activities of the recipes, which write to the ledger
    crew         express workers as processes, each started by `faulty`, which loses replies and takes mutations
    nemeses      kills, stops, terminated sessions, crashes of the database
    trial        one seed: publish, start, hurt, let rest, and judge
    judge        all that is wrong with what came of it, in words
    striking, one_by_one   one fault at one call to the database, for every call

By hand: `python -m wfplatform_tests.lanes.verification --seed 1`.
"""
