"""How everything stands: counts, rates and durations over a window, and the last executions of each workflow."""
