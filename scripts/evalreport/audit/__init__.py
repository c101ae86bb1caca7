"""An audit of printed tables: what cannot be right, shown with its arithmetic. The rules are explained in docs/audit.md."""
