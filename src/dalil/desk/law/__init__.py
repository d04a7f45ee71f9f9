"""Which law may concern what is reported: proposed by rule, accepted or refused by a legal officer."""
