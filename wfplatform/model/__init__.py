"""The document: what a person saves, as types, and the ways into and out of it.

It knows the shape of a document and nothing of which activities exist, what expressions mean or how a plan looks:
that is `compile`. Decision a newcomer would question: the types come from pydantic, but its messages never reach a
reader. Every finding is a `Diagnostic` of ours, with the place in the text and the nearest known key.
"""
