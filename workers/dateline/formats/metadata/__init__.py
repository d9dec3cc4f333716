"""Facts that documents state about their stories, validated into fields."""
