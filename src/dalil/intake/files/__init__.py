"""Files as they are brought in: their encoding, their rows and cells."""
