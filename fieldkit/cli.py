"""The command line: the composition root."""

import click


@click.group()
def main() -> None:
    """Fieldkit: collect offline, check, code, anonymise, publish."""
