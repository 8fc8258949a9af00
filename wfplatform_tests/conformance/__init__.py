"""One suite of cases, written by hand from the design, that every host of the engine must pass.

A case is a document, what the outside world answers and says, and the history that must come of it. Moments are given
by causality ("when the step waits"), never by time, so that the same file holds for the bare engine, a Dagster run and
an express worker. The cases do not follow the engine: where they disagree, somebody has misread the design.
"""
