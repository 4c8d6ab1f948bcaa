"""The commands, one module per group. Each imports what it needs when it runs, so that `--help` is instant."""

from click import Command

from fieldkit.commands.accounts import account
from fieldkit.commands.demo import demo
from fieldkit.commands.devices import enrol
from fieldkit.commands.doctor import doctor
from fieldkit.commands.flatten import flatten
from fieldkit.commands.forms import form
from fieldkit.commands.hand_in import hand_in
from fieldkit.commands.project import init
from fieldkit.commands.release import browse, release
from fieldkit.commands.retention import erase_due
from fieldkit.commands.serve import serve
from fieldkit.commands.submissions import submissions

COMMANDS: tuple[Command, ...] = (
    init,
    serve,
    account,
    form,
    enrol,
    submissions,
    hand_in,
    erase_due,
    flatten,
    release,
    browse,
    doctor,
    demo,
)
