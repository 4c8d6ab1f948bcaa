"""The command line: the composition root. Whatever goes wrong ends in one line or one object and an exit code."""

import os
import sys
from collections.abc import Sequence

import click

from fieldkit import __version__
from fieldkit.commands import COMMANDS
from fieldkit.commands.answer import Answer, Exit, exit_for, show_problem
from fieldkit.errors import EnvironmentProblem, Problem, UsageProblem


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="fieldkit %(version)s")
def group() -> None:
    """Collect offline, check, transcribe, code, anonymise, publish: one project is one folder."""


for command in COMMANDS:
    group.add_command(command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 refused, 2 usage, 3 environment."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in (words[: words.index("--")] if "--" in words else words)
    try:
        outcome = group.main(args=words, prog_name="fieldkit", standalone_mode=False, obj=as_json)
        if isinstance(outcome, Answer):
            outcome.show(as_json=as_json)
            return int(outcome.exit)
        return outcome if isinstance(outcome, int) else Exit.DONE
    except click.exceptions.NoArgsIsHelpError as help_text:
        click.echo(help_text.format_message(), err=True)
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:
        if os.environ.get("FIELDKIT_TRACEBACK"):
            raise
        problem = as_problem(error)
        show_problem(problem, as_json=as_json)
        return exit_for(problem)


def as_problem(error: Exception) -> Problem:
    """Turn whatever a command raised into the one shape that is shown."""
    match error:
        case Problem():
            return error
        case click.UsageError():
            return UsageProblem("400.usage", error.format_message(), remedy=f"See: {_command_path(error)} --help")
        case click.ClickException():
            return UsageProblem("400.usage", error.format_message())
        case OSError():
            return EnvironmentProblem(
                "500.system",
                f"The system refused: {error.strerror or error}.",
                where=str(error.filename or ""),
                remedy="Check that the place exists, may be used by you, and has room.",
            )
    return EnvironmentProblem(
        "500.unexpected",
        f"Something went wrong that Fieldkit did not expect: {type(error).__name__}.",
        remedy="Run the command again with FIELDKIT_TRACEBACK=1 to see where, and report it.",
    )


def _command_path(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "fieldkit"


def _interrupted() -> int:
    click.echo("fieldkit: stopped.", err=True)
    return 130


def _reader_left() -> int:
    """Whoever read our output has closed it: not an error, and nothing more may be written there."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.DONE


if __name__ == "__main__":
    sys.exit(main())
