"""`python -m benchmarks`. The contenders' processes load this module, too, and nothing that is not theirs with it."""

if __name__ == "__main__":
    from benchmarks.suite import main

    main()
