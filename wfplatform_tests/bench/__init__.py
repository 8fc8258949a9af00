"""The benchmarks' own logic: what they read, reckon and write."""
