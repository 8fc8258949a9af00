"""What expressions promise: where they are found, what they give, what is found wrong with them."""
