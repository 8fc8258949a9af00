"""What this installation offers besides the API, so that pages offer nothing that leads nowhere."""
