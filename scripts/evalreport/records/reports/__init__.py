"""Annual reports on a form: making the form, reading what came back."""
