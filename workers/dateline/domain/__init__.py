"""Domain types: stories, lines, removals, facts, entities, rejections."""
