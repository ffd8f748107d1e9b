"""Files people write become the model, with a place for everything wrong in them."""
