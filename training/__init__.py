"""The scripts that build and measure what ships in the package."""
