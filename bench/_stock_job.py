"""The hand-written job of five steps that stock Dagster runs beside ours."""

from bench.run_lane_executor import by_hand

five = by_hand(5)
