"""What a family says of somebody it looks for, each word a canary."""

CANARIES = (
    "Canary Qasim Halabi",
    "كناري القاسم",
    "Canary Mother Zahra",
    "0944555018",
    "canary sister Rana",
    "canary companion",
)
CONTENT = {
    "name": {"said": CANARIES[0], "given": "Canary", "mother": CANARIES[2]},
    "also_named": [CANARIES[1]],
    "born": "1985",
    "last_seen": "2013-05",
    "last_seen_place": "Darayya",
    "contact": CANARIES[3],
    "asker": CANARIES[4],
    "companions": [CANARIES[5]],
}
