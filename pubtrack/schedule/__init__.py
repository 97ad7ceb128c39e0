"""Timers that refresh by themselves: installed, shown and removed."""
