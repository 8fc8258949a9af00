"""Is it up, is it ready, and how much does it do."""
