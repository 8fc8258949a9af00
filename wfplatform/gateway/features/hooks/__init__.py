"""Webhooks: requests from outside that start executions."""
