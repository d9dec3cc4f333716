"""`python -m tests.bench`. The contenders' processes load this module, too, and nothing that is not theirs with it."""

if __name__ == "__main__":
    from tests.bench.suite import main

    main()
