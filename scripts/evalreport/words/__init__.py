"""What the program says in a language: a language is a file of this folder, and `catalogue` reads it."""
