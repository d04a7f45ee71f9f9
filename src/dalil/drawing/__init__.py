"""Maps and charts as SVG text: scales, ticks, a projection, and marks. Pure; nothing here knows what is drawn.

A drawing has no script and no colour of its own: classes of the site's style sheet paint it, also in the dark and on paper. Its texts come
ready in the reader's language. Numbers are units of the picture (`svg.WIDTH` of them in a line) unless a name says kilometres or degrees.
"""
