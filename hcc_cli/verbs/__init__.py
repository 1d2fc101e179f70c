"""One module per verb, each with `main(arguments)`."""
