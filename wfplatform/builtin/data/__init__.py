"""Activities that make data of data, and touch nothing else."""
