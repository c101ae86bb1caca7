"""The chosen edition, checked as a whole, and what each job of it depends on."""
