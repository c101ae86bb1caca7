"""Numbers typed into prose, and the function that would give each of them."""
