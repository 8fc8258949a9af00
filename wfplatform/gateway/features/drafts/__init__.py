"""Documents that somebody works on: saved in any state, with a revision against lost updates."""
