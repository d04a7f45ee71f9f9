"""Letters: folding, digits and alphabets, Arabic and Latin. The bottom room: it imports no other."""
