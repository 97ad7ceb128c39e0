"""`pubtrack schedule`: timers installed, shown, run and removed."""
