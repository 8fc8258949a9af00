"""One file for each group of commands. Each reads its options, asks, and hands the answer to `render`."""
