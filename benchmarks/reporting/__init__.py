"""Results of the benchmarks as a file, plots and pages of the documentation."""
