"""Machines that a rate of items asks for, worked out from what the benchmarks measured."""
