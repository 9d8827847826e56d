# Command-line parsing: ArgumentParser with options, positionals, groups and sub-commands.
# Actions are in argparse/_actions.py, help texts in argparse/_help.py.

import sys as _sys

from argparse._actions import (Action, ArgumentError, ArgumentTypeError, BooleanOptionalAction, FileType, Namespace,
                               SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER, _actions,
                               _SubParsersAction)
from argparse._help import (HelpFormatter, RawDescriptionHelpFormatter, RawTextHelpFormatter,
                            ArgumentDefaultsHelpFormatter, MetavarTypeHelpFormatter)

__all__ = ['ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'BooleanOptionalAction', 'FileType',
           'HelpFormatter', 'ArgumentDefaultsHelpFormatter', 'RawDescriptionHelpFormatter', 'RawTextHelpFormatter',
           'MetavarTypeHelpFormatter', 'Namespace', 'Action', 'ONE_OR_MORE', 'OPTIONAL', 'PARSER', 'REMAINDER',
           'SUPPRESS', 'ZERO_OR_MORE']


class _Container:
    """Something arguments can be added to: a parser or a group of one."""

    def __init__(self, title=None, description=None, parser=None):
        self.title = title
        self.description = description
        self._parser = parser or self
        self._group_actions = []

    def add_argument(self, *args, **kwargs):
        """Add an option (names beginning with a dash) or a positional argument; returns its Action."""
        parser = self._parser
        chars = parser.prefix_chars
        if not args or len(args) == 1 and args[0][0] not in chars:
            if args and 'dest' in kwargs:
                raise ValueError('dest supplied twice for positional argument')
            kwargs = self._positional_arguments(*args, **kwargs)
        else:
            kwargs = self._option_arguments(*args, **kwargs)
        if 'default' not in kwargs:
            if kwargs['dest'] in parser._defaults:
                kwargs['default'] = parser._defaults[kwargs['dest']]
            elif parser.argument_default is not None:
                kwargs['default'] = parser.argument_default
        name = kwargs.pop('action', None)
        action_class = parser._registry.get(name, name)
        if not callable(action_class):
            raise ValueError('unknown action "%s"' % (action_class,))
        action = action_class(**kwargs)
        if not callable(parser._types.get(action.type, action.type)) and action.type is not None:
            raise ValueError('%r is not callable' % (action.type,))
        return self._add_action(action)

    def _positional_arguments(self, dest=None, **kwargs):
        if 'required' in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get('nargs')
        kwargs['required'] = nargs not in (OPTIONAL, ZERO_OR_MORE) or nargs == ZERO_OR_MORE and 'default' not in kwargs
        return dict(kwargs, dest=dest if dest is not None else kwargs.get('dest'), option_strings=[])

    def _option_arguments(self, *args, **kwargs):
        chars = self._parser.prefix_chars
        long_options = []
        for option in args:
            if not option[0] in chars:
                raise ValueError(f'invalid option string {option!r}: must start with a character {chars!r}')
            if len(option) > 1 and option[1] in chars:
                long_options.append(option)
        dest = kwargs.pop('dest', None)
        if dest is None:
            dest = (long_options or args)[0].lstrip(chars)
            if not dest:
                raise ValueError(f'dest= is required for options like {args[0]!r}')
            dest = dest.replace('-', '_')
        return dict(kwargs, dest=dest, option_strings=list(args))

    def _add_action(self, action):
        parser = self._parser
        for option in action.option_strings:
            known = parser._options.get(option)
            if known is not None:
                if parser.conflict_handler != 'resolve':
                    raise ArgumentError(action, 'conflicting option string: %s' % option)
                known.option_strings.remove(option)
                if not known.option_strings:
                    parser._remove(known)
            parser._options[option] = action
        action.container = self
        parser._actions.append(action)
        self._home(action)._group_actions.append(action)
        return action

    def _home(self, action):
        if self is not self._parser:
            return self
        return self._optionals if action.option_strings else self._positionals

    def add_argument_group(self, title=None, description=None, **kwargs):
        """A part of the help with a title of its own."""
        group = _Group(title, description, self._parser)
        self._parser._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        """Options of which only one may be given."""
        group = _ExclusiveGroup(self, required)
        self._parser._exclusive_groups.append(group)
        return group


class _Group(_Container):
    pass


class _ExclusiveGroup(_Container):
    def __init__(self, container, required):
        super().__init__(parser=container._parser)
        self._shown_in = container
        self.required = required

    def _add_action(self, action):
        if action.required:
            raise ValueError('mutually exclusive arguments must be optional')
        super()._add_action(action)
        shown = self._shown_in
        (shown._home(action) if shown is self._parser else shown)._group_actions.append(action)
        return action


class ArgumentParser(_Container):
    """Turns a list of command-line words into a Namespace."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None, argument_default=None,
                 conflict_handler='error', add_help=True, allow_abbrev=True, exit_on_error=True):
        super().__init__(None, description)
        self.prog = prog if prog is not None else _sys.argv[0].rpartition('/')[2] if _sys.argv else ''
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.prefix_chars = prefix_chars
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.argument_default = argument_default
        self.conflict_handler = conflict_handler
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._registry = dict(_actions)
        self._types = {}
        self._actions = []
        self._options = {}
        self._defaults = {}
        self._exclusive_groups = []
        self._subparsers = None
        self._positionals = _Group('positional arguments', None, self)
        self._optionals = _Group('options', None, self)
        self._groups = [self._positionals, self._optionals]
        if add_help:
            dash = '-' if '-' in prefix_chars else prefix_chars[0]
            self.add_argument(dash + 'h', dash * 2 + 'help', action='help', default=SUPPRESS,
                              help='show this help message and exit')
        for parent in parents:
            for group in parent._groups:
                if group not in (parent._positionals, parent._optionals):
                    twin = self.add_argument_group(group.title, group.description)
                    for action in group._group_actions:
                        twin._add_action(action)
                else:
                    for action in group._group_actions:
                        self._add_action(action)
            self._exclusive_groups.extend(parent._exclusive_groups)
            self._defaults.update(parent._defaults)

    def __repr__(self):
        names = ('prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help')
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def _remove(self, action):
        self._actions.remove(action)
        for group in self._groups + self._exclusive_groups:
            if action in group._group_actions:
                group._group_actions.remove(action)

    def register(self, registry_name, value, object):
        """Add a name for an action or a type."""
        (self._registry if registry_name == 'action' else self._types)[value] = object

    def set_defaults(self, **kwargs):
        """Set defaults, also for attributes that no argument sets."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        """The default of an attribute."""
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def add_subparsers(self, **kwargs):
        """A positional whose value selects a parser for the rest; returns an object with add_parser()."""
        if self._subparsers is not None:
            self.error('cannot have multiple subparser arguments')
        kwargs.setdefault('parser_class', type(self))
        if 'title' in kwargs or 'description' in kwargs:
            self._subparsers = self.add_argument_group(kwargs.pop('title', 'subcommands'),
                                                       kwargs.pop('description', None))
        else:
            self._subparsers = self._positionals
        if kwargs.get('prog') is None:
            formatter = self._formatter()
            positionals = [a for a in self._actions if not a.option_strings]
            formatter.add_usage(self.usage, positionals, self._exclusive_groups, '')
            kwargs['prog'] = formatter.format_help().strip()
        action = kwargs.pop('action', _SubParsersAction)(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    # Help

    def _formatter(self):
        return self.formatter_class(prog=self.prog)

    def format_usage(self):
        """The usage line."""
        formatter = self._formatter()
        formatter.add_usage(self.usage, self._actions, self._exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        """The whole help."""
        formatter = self._formatter()
        formatter.add_usage(self.usage, self._actions, self._exclusive_groups)
        formatter.add_text(self.description)
        for group in self._groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def print_usage(self, file=None):
        """Print the usage line."""
        (_sys.stdout if file is None else file).write(self.format_usage())

    def print_help(self, file=None):
        """Print the whole help."""
        (_sys.stdout if file is None else file).write(self.format_help())

    def exit(self, status=0, message=None):
        """End the program."""
        if message:
            _sys.stderr.write(message)
        _sys.exit(status)

    def error(self, message):
        """Print usage and message to stderr and end the program with status 2."""
        self.print_usage(_sys.stderr)
        self.exit(2, f'{self.prog}: error: {message}\n')

    # Parsing

    def parse_args(self, args=None, namespace=None):
        """Parse the words (those of sys.argv by default); an unknown one is an error."""
        namespace, rest = self.parse_known_args(args, namespace)
        if rest:
            self.error(f"unrecognized arguments: {' '.join(rest)}")
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        """Like parse_args(), but returns the unknown words beside the Namespace."""
        args = list(_sys.argv[1:] if args is None else args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest is not SUPPRESS and action.default is not SUPPRESS and not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for dest, value in self._defaults.items():
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        from argparse._parse import Run
        try:
            rest = Run(self, namespace).parse(args)
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        if hasattr(namespace, '_unrecognized_args'):
            rest.extend(namespace._unrecognized_args)
            delattr(namespace, '_unrecognized_args')
        return namespace, rest

    parse_intermixed_args = parse_args
    parse_known_intermixed_args = parse_known_args

    def convert_arg_line_to_args(self, arg_line):
        """The words on a line of a file named with fromfile_prefix_chars."""
        return [arg_line]

    def _expand_files(self, words):
        if self.fromfile_prefix_chars is None:
            return words
        result = []
        for word in words:
            if not word or word[0] not in self.fromfile_prefix_chars:
                result.append(word)
                continue
            try:
                with open(word[1:]) as file:
                    inner = [arg for line in file.read().splitlines() for arg in self.convert_arg_line_to_args(line)]
            except OSError as error:
                self.error(str(error))
            result.extend(self._expand_files(inner))
        return result
