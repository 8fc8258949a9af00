"""The express lane beside its peers: the same work, the same load, the same machine, one run."""
