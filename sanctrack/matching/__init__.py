"""Is this name one that we hold? Index, scoring, decisions and receipts."""
