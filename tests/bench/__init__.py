"""The bench: ``python -m tests.bench``, or ``make bench``. Prints ratios of one run; gates nothing."""
