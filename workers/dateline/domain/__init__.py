"""What the pipeline speaks of: items, stories, lines, removals, entities, rejections."""
