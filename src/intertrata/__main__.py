"""``python -m intertrata`` is the command ``intertrata``. In: the command line. Out: its exit code."""

from intertrata.cli import main

if __name__ == "__main__":
    main()
