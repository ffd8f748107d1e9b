"""What follows from frozen waves and released values alone, without any answer."""
