"""What was seen or heard before a strike: sightings of aircraft and the incidents that followed, by a rule in words and judged by persons."""
