"""What the rules of one rule file need from the project."""
