"""From a document to a plan: resolve, check, lower.

Pure: the same document, catalogue and known workflows give the same plan or the same findings. It reads descriptors
and never implementations. Decision a newcomer would question: a check goes on after the first error, with whatever is
still known, because a person wants to see everything that is wrong at once.
"""
