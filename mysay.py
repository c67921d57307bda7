"""The command line of MySay: `mysay --help`."""

import click

from commands.serve import serve


@click.group()
def main() -> None:
    """MySay gathers the views of children, young people and parents, in their own words."""


main.add_command(serve)

if __name__ == "__main__":
    main()
