"""Which provisions may concern what was reported: proposed by declared rules, accepted or refused by a legal officer."""
