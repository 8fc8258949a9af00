"""One guarded attempt of one activity: found by entry point, given its secrets, bounded, judged, masked.

It must not know what comes before or after the attempt: no plan is walked and no retry decided here. The decision a
newcomer would question: an attempt never raises for what a plugin did; it always ends in one of the outcomes of
`outcome.py`, so that both lanes mean the same by "failed".
"""
