"""What every room that books things by time stands on: the columns of a booking, and the constraint against two."""
