"""The user interface, as it was built into the package: files, and one page that stands for every other address."""
