"""Measurements. `make bench` runs all of them; `python -m bench NAME` runs one; `python -m bench --list` names them."""
