"""What delivery tells about itself: metrics and traces."""
