"""The letter at the desk: writing one, issuing it, seeing how it goes out; and subscribers, for stewards."""
