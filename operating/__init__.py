"""Running it: settings, processes and logs. Imports nothing of ours, and everything may import it."""
