"""Rule taggers for cased and caseless scripts, and what their lists override."""
