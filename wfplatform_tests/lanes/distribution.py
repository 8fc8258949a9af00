"""Installs activities of the tests for processes that have a folder on their path: a distribution in two files."""

from pathlib import Path

from wfplatform.attempts.discovery import GROUP

_ACTIVITIES = {
    "scripted": "wfplatform_tests.lanes.scripted",
    "verification": "wfplatform_tests.lanes.verification.activities",
}


def write(folder: Path) -> Path:
    """Write the distribution; gives the folder, for PYTHONPATH."""
    metadata = folder / "wfplatform_lane_tests-1.0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: wfplatform-lane-tests\nVersion: 1.0\n")
    lines = [f"{name} = {module}:ACTIVITIES" for name, module in _ACTIVITIES.items()]
    (metadata / "entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines, ""]))
    return folder
