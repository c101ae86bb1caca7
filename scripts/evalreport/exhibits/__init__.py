"""Tables and figures: what a kind of exhibit asks for, its view, its numbers, its table and its note."""
