"""What a bundle holds, says of itself, and how it is read back."""
