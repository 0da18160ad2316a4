"""`python -m netsec`, and the console script's entry."""

from netsec.cli import main

if __name__ == "__main__":
    main()
