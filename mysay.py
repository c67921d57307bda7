"""The command line of MySay: `mysay --help`."""

import click

from commands.backup import backup
from commands.content import questions
from commands.demo import demo
from commands.doctor import doctor
from commands.erase import erase
from commands.export import export
from commands.invite import invite
from commands.key import key
from commands.models import models
from commands.restore import put_back
from commands.school import of_a_school
from commands.serve import serve
from commands.staff import staff
from commands.talk import talk
from commands.train import train
from commands.translations import translations
from commands.unlock import unlock
from commands.voices import voices
from operating.dumps import leave_no_dumps


@click.group()
def main() -> None:
    """MySay gathers the views of children, young people and parents, in their own words."""
    leave_no_dumps()


for command in (
    serve, talk, demo, questions, staff, invite, export, erase, unlock, backup, put_back, key, train,
    doctor, models, voices, translations,
):  # fmt: skip
    main.add_command(command)
for command in (staff, invite, export, erase, unlock, backup, put_back):
    of_a_school(command)

if __name__ == "__main__":
    main()
