# Help texts: HelpFormatter collects the parts (usage, texts, sections of arguments) and lays them out.

from argparse._actions import SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER, REMAINDER

__name__ = 'argparse'


class HelpFormatter:
    """Wraps everything to the terminal's width; help stands in a column of its own."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import shutil
            width = shutil.get_terminal_size()[0] - 2
        self._prog = prog
        self._width = width
        self._step = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._indent = 0
        self._longest = 0  # the longest invocation of an argument, with its indentation
        self._sections = [(None, [])]  # (title, functions that give text)

    # Collecting

    def start_section(self, heading):
        self._sections.append((heading, []))
        self._indent += self._step

    def end_section(self):
        self._indent -= self._step
        heading, parts = self._sections.pop()
        indent = self._indent

        def render():
            text = ''.join(part() for part in parts)
            if not text:
                return ''
            title = f'{" " * indent}{heading}:\n' if heading not in (None, SUPPRESS) else ''
            return f'\n{title}{text}\n'
        self._add(render)

    def _add(self, function):
        self._sections[-1][1].append(function)

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            indent = self._indent
            self._add(lambda: self._format_text(text, indent))

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add(lambda: self._format_usage(usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        indent = self._indent
        self._longest = max(self._longest, len(self._invocation(action)) + indent)
        inner = getattr(action, '_get_subactions', list)()
        for sub in inner:
            self._longest = max(self._longest, len(self._invocation(sub)) + indent + self._step)
        self._add(lambda: self._format_action(action, indent))

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        """All the parts as one text."""
        text = ''.join(part() for part in self._sections[0][1])
        while '\n\n\n' in text:
            text = text.replace('\n\n\n', '\n\n')
        return text.strip('\n') + '\n' if text else ''

    # Laying out

    def _format_text(self, text, indent):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        return self._fill_text(text, max(self._width - indent, 11), ' ' * indent) + '\n\n'

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(' '.join(text.split()), width, initial_indent=indent, subsequent_indent=indent)

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(' '.join(text.split()), width)

    def _format_usage(self, usage, actions, groups, prefix):
        prefix = 'usage: ' if prefix is None else prefix
        if usage is not None:
            return f"{prefix}{usage % {'prog': self._prog}}\n\n"
        if not actions:
            return f'{prefix}{self._prog}\n\n'
        options = self._usage_parts([a for a in actions if a.option_strings], groups)
        positionals = self._usage_parts([a for a in actions if not a.option_strings], groups)
        text = ' '.join([self._prog, *options, *positionals])
        room = self._width - self._indent
        if len(prefix) + len(text) > room:
            text = '\n'.join(self._wrap_usage(prefix, options, positionals, room))
        return f'{prefix}{text}\n\n'

    def _wrap_usage(self, prefix, options, positionals, room):
        def lines_of(parts, indent, start=None):
            lines, line = [], []
            used = len(start if start is not None else indent) - 1
            for part in parts:
                if used + 1 + len(part) > room and line:
                    lines.append(indent + ' '.join(line))
                    line, used = [], len(indent) - 1
                line.append(part)
                used += len(part) + 1
            if line:
                lines.append(indent + ' '.join(line))
            if start is not None:
                lines[0] = lines[0][len(indent):]
            return lines
        if len(prefix) + len(self._prog) <= 0.75 * room:
            indent = ' ' * (len(prefix) + len(self._prog) + 1)
            if options:
                return lines_of([self._prog, *options], indent, prefix) + lines_of(positionals, indent)
            return lines_of([self._prog, *positionals], indent, prefix) if positionals else [self._prog]
        indent = ' ' * len(prefix)
        lines = lines_of(options + positionals, indent)
        if len(lines) > 1:
            lines = lines_of(options, indent) + lines_of(positionals, indent)
        return [self._prog] + lines

    def _usage_parts(self, actions, groups):
        parts = []
        i = 0
        while i < len(actions):
            action = actions[i]
            group = None
            for candidate in groups:
                members = candidate._group_actions
                if members and members[0] is action and actions[i:i + len(members)] == members:
                    group = candidate
            if group is None:
                text = self._usage_part(action, False)
                if text:
                    parts.append(text)
                i += 1
                continue
            shown = [text for a in group._group_actions if (text := self._usage_part(a, True))]
            if shown:
                text = ' | '.join(shown)
                if group.required:
                    parts.append(f'({text})' if len(shown) > 1 else text)
                else:
                    parts.append(f'[{text}]')
            i += len(group._group_actions)
        return parts

    def _usage_part(self, action, in_group):
        if action.help is SUPPRESS:
            return None
        if not action.option_strings:
            text = self._arguments(action, self._default_metavar_positional(action))
            if in_group and text.startswith('[') and text.endswith(']'):
                text = text[1:-1]
            return text
        if action.nargs == 0:
            text = action.format_usage()
        else:
            text = f'{action.option_strings[0]} {self._arguments(action, self._default_metavar_option(action))}'
        return text if action.required or in_group else f'[{text}]'

    def _format_action(self, action, indent):
        position = min(self._longest + 2, self._max_help_position)
        width = max(self._width - position, 11)
        room = position - indent - 2
        header = self._invocation(action)
        lines = []
        if not action.help or not action.help.strip():
            lines.append(' ' * indent + header)
        else:
            text = self._split_lines(self._expand_help(action), width)
            if len(header) <= room:
                lines.append(f'{" " * indent}{header.ljust(room)}  {text[0] if text else ""}')
                text = text[1:]
            else:
                lines.append(' ' * indent + header)
            lines.extend(' ' * position + line for line in text)
        result = '\n'.join(lines) + '\n'
        for sub in getattr(action, '_get_subactions', list)():
            result += self._format_action(sub, indent + self._step)
        return result

    def _invocation(self, action):
        if not action.option_strings:
            metavar = self._metavar(action, self._default_metavar_positional(action))
            return ' '.join(metavar) if isinstance(metavar, tuple) else metavar
        if action.nargs == 0:
            return ', '.join(action.option_strings)
        values = self._arguments(action, self._default_metavar_option(action))
        return ', '.join(f'{option} {values}' for option in action.option_strings)

    def _metavar(self, action, default):
        if action.metavar is not None:
            return action.metavar
        if action.choices is not None:
            return '{' + ','.join(map(str, action.choices)) + '}'
        return default

    def _default_metavar_option(self, action):
        return action.dest.upper()

    def _default_metavar_positional(self, action):
        return action.dest

    def _arguments(self, action, default):
        metavar = self._metavar(action, default)

        def names(count):
            return metavar if isinstance(metavar, tuple) else (metavar,) * count
        nargs = action.nargs
        if nargs is None:
            return '%s' % names(1)
        if nargs == OPTIONAL:
            return '[%s]' % names(1)
        if nargs == ZERO_OR_MORE:
            shown = names(1)
            return '[%s [%s ...]]' % shown if len(shown) == 2 else '[%s ...]' % shown
        if nargs == ONE_OR_MORE:
            return '%s [%s ...]' % names(2)
        if nargs == REMAINDER:
            return '...'
        if nargs == PARSER:
            return '%s ...' % names(1)
        if nargs == SUPPRESS:
            return ''
        return ' '.join(names(nargs))

    def _expand_help(self, action):
        params = dict(vars(action), prog=self._prog)
        for name in list(params):
            if params[name] is SUPPRESS:
                del params[name]
            elif hasattr(params[name], '__name__'):
                params[name] = params[name].__name__
        if params.get('choices') is not None:
            params['choices'] = ', '.join(map(str, params['choices']))
        return self._get_help_string(action) % params

    def _get_help_string(self, action):
        return action.help


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves the formatting of descriptions alone."""

    def _fill_text(self, text, width, indent):
        return ''.join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves the formatting of all help text alone."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Adds default values to argument help."""

    def _get_help_string(self, action):
        help = action.help or ''
        if '%(default)' not in help and action.default is not SUPPRESS:
            if action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE):
                help += ' (default: %(default)s)'
        return help


class MetavarTypeHelpFormatter(HelpFormatter):
    """Uses the name of the argument's type as the name of its value."""

    def _default_metavar_option(self, action):
        return action.type.__name__

    _default_metavar_positional = _default_metavar_option
