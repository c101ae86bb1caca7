"""Other editions of a report from the same exhibits and chapters, a module a format; `registry` lists them."""
