"""Installs the scripted activities for processes that have a folder on their path: a distribution in two files."""

from pathlib import Path

from wfplatform.attempts.discovery import GROUP


def write(folder: Path) -> Path:
    """Write the distribution; gives the folder, for PYTHONPATH."""
    metadata = folder / "wfplatform_lane_tests-1.0.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: wfplatform-lane-tests\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\nscripted = wfplatform_tests.lanes.scripted:ACTIVITIES\n")
    return folder
