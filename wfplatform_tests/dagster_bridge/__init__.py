"""Tests of the run lane's door to Dagster, on a real Dagster instance and a scripted host."""
