"""What waiting costs, from a team's own clocks; it knows no survey and no score."""
