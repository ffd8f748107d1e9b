"""The values everything else speaks of; no input, no output."""
