"""What every publisher's reader shares."""
