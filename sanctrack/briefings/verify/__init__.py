"""A document held against today's facts."""
