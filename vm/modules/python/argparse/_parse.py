# One run of a parser over a list of words: which words belong to which argument, and their conversion to values.
# Words are classified first ('O' an option, 'A' an argument, '-' the separator); positionals then take as many of
# the 'A's that follow each other as their nargs allow, the first ones as many as leave enough for the rest.

from argparse._actions import (ArgumentError, ArgumentTypeError, SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE, PARSER,
                               REMAINDER, _display_name)


def _limits(action):
    """(fewest, most) words an argument takes."""
    nargs = action.nargs
    if nargs is None:
        return 1, 1
    if nargs == OPTIONAL:
        return 0, 1
    if nargs in (ZERO_OR_MORE, REMAINDER):
        return 0, None
    if nargs in (ONE_OR_MORE, PARSER):
        return 1, None
    if nargs == SUPPRESS:
        return 0, 0
    return nargs, nargs


def _is_negative_number(word):
    try:
        float(word)
    except ValueError:
        return False
    return word[:1] == '-' and word[1:2] in '.0123456789' and 'e' not in word.lower() and '_' not in word


class Run:
    def __init__(self, parser, namespace):
        self.parser = parser
        self.namespace = namespace
        self.seen = set()
        self.given = set()  # seen with something other than the default
        self.rest = []
        self.positionals = [a for a in parser._actions if not a.option_strings]
        self.exclusive = {}
        for group in parser._exclusive_groups:
            for action in group._group_actions:
                others = self.exclusive.setdefault(action, [])
                others.extend(a for a in group._group_actions if a is not action)
        self.has_number_options = any(_is_negative_number(option) for option in parser._options)

    # Classifying

    def classify(self, word):
        """None for an argument, else (action or None, option, value written after it or None)."""
        parser = self.parser
        if not word or word[0] not in parser.prefix_chars:
            return None
        if word in parser._options:
            return parser._options[word], word, None
        if len(word) == 1:
            return None
        if '=' in word:
            option, _, value = word.partition('=')
            if option in parser._options:
                return parser._options[option], option, value
        matches = self.abbreviated(word)
        if len(matches) > 1:
            names = ', '.join(option for _, option, _ in matches)
            parser.error(f'ambiguous option: {word} could match {names}')
        if matches:
            return matches[0]
        if _is_negative_number(word) and not self.has_number_options:
            return None
        if ' ' in word:
            return None
        return None, word, None

    def abbreviated(self, word):
        parser = self.parser
        chars = parser.prefix_chars
        result = []
        if word[1] in chars:
            if parser.allow_abbrev:
                start, equals, value = word.partition('=')
                result = [(action, option, value if equals else None)
                          for option, action in parser._options.items() if option.startswith(start)]
        else:
            start, value = word[:2], word[2:]
            for option, action in parser._options.items():
                if option == start:
                    result.append((action, option, value))
                elif option.startswith(word) and parser.allow_abbrev:
                    result.append((action, option, None))
        return result

    # Running

    def parse(self, words):
        words = self.words = self.parser._expand_files(words)
        kinds = []
        self.options = {}
        for i, word in enumerate(words):
            if word == '--':
                kinds.append('-')
                kinds.extend('A' * (len(words) - i - 1))
                break
            found = self.classify(word)
            if found is None:
                kinds.append('A')
            else:
                self.options[i] = found
                kinds.append('O')
        self.kinds = ''.join(kinds)
        at = 0
        last_option = max(self.options, default=-1)
        while at <= last_option:
            following = min(i for i in self.options if i >= at)
            if following != at:
                end = self.take_positionals(at)
                if end > at:
                    at = end
                    continue
            if at not in self.options:
                self.rest.extend(words[at:following])
                at = following
            at = self.take_option(at)
        at = self.take_positionals(at)
        self.rest.extend(words[at:])
        self.finish()
        return self.rest

    def arguments_from(self, at):
        """How many words from at on an option may take."""
        end = at
        while end < len(self.kinds) and self.kinds[end] == 'A':
            end += 1
        return end - at

    def take_option(self, at):
        action, option, explicit = self.options[at]
        pending = []
        while True:
            if action is None:
                self.rest.append(self.words[at])
                at += 1
                break
            fewest, most = _limits(action)
            if explicit is not None:
                if most == 0 and option[1] not in self.parser.prefix_chars and explicit:
                    # Flags written together: -abc is -a -bc.
                    pending.append((action, [], option))
                    option = option[0] + explicit[0]
                    explicit = explicit[1:] or None
                    if option not in self.parser._options:
                        raise ArgumentError(action, f'ignored explicit argument {self.options[at][2]!r}'
                                            if len(pending) == 1 else f'ignored explicit argument {option[1:]!r}')
                    action = self.parser._options[option]
                    continue
                if most == 0 or fewest > 1:
                    if most == 0:
                        raise ArgumentError(action, f'ignored explicit argument {explicit!r}')
                    raise ArgumentError(action, f'expected {fewest} arguments')
                pending.append((action, [explicit], option))
                at += 1
                break
            start = at + 1
            available = self.arguments_from(start)
            if action.nargs in (PARSER, REMAINDER):
                available = len(self.words) - start
            count = available if most is None else min(most, available)
            if count < fewest:
                self.complain_count(action)
            pending.append((action, self.words[start:start + count], option))
            at = start + count
            break
        for action, values, option in pending:
            self.perform(action, values, option)
        return at

    def complain_count(self, action):
        nargs = action.nargs
        message = {None: 'expected one argument', OPTIONAL: 'expected at most one argument',
                   ONE_OR_MORE: 'expected at least one argument'}.get(nargs)
        if message is None:
            message = f"expected {nargs} argument{'s' if nargs != 1 else ''}"
        raise ArgumentError(action, message)

    def take_positionals(self, at):
        """Give the arguments that follow each other from at on to the positionals that can take them."""
        end = at
        while end < len(self.kinds) and self.kinds[end] in 'A-':
            end += 1
        plain = [i for i in range(at, end) if self.kinds[i] == 'A']
        available = len(plain)
        # As many positionals, from the first, as can have their fewest words.
        count, needed = 0, 0
        for action in self.positionals:
            fewest, _ = _limits(action)
            if needed + fewest > available:
                break
            needed += fewest
            count += 1
        takers = self.positionals[:count]
        spare = available - needed
        used = 0
        for action in takers:
            fewest, most = _limits(action)
            extra = spare if most is None else min(spare, most - fewest)
            spare -= extra
            size = fewest + extra
            if action.nargs in (PARSER, REMAINDER) and used < len(plain) or action.nargs == REMAINDER:
                first = plain[used] if used < len(plain) else end
                values = self.words[first:]
                self.positionals = self.positionals[1:]
                self.perform(action, values[1:] if values[:1] == ['--'] else values)
                return len(self.words)
            values = [self.words[i] for i in plain[used:used + size]]
            used += size
            self.positionals = self.positionals[1:]
            self.perform(action, values)
        if used == len(plain):
            return end
        return plain[used]

    def perform(self, action, words, option=None):
        self.seen.add(action)
        value = self.values(action, words)
        if value is not action.default:
            self.given.add(action)
            for other in self.exclusive.get(action, ()):
                if other in self.given:
                    raise ArgumentError(action, f'not allowed with argument {_display_name(other)}')
        if value is not SUPPRESS:
            action(self.parser, self.namespace, value, option)

    def values(self, action, words):
        """The value that an action is called with."""
        nargs = action.nargs
        if not words and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self.convert(action, value)
                self.check_choice(action, value)
            return value
        if not words and nargs == ZERO_OR_MORE and not action.option_strings:
            if action.default is None:
                return []
            self.check_choice(action, action.default)
            return action.default
        if nargs in (None, OPTIONAL):
            value = self.convert(action, words[0])
            self.check_choice(action, value)
            return value
        if nargs == PARSER:
            values = [self.convert(action, word) for word in words]
            self.check_choice(action, values[0])
            return values
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self.convert(action, word) for word in words]
        if nargs != REMAINDER:
            for value in values:
                self.check_choice(action, value)
        return values

    def convert(self, action, word):
        function = self.parser._types.get(action.type, action.type)
        if function is None:
            return word
        try:
            return function(word)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            raise ArgumentError(action, f'invalid {name} value: {word!r}')

    def check_choice(self, action, value):
        if action.choices is not None and value not in action.choices:
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from "
                                f"{', '.join(map(repr, action.choices))})")

    def finish(self):
        parser, namespace = self.parser, self.namespace
        missing = []
        for action in parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_display_name(action))
            elif (isinstance(action.default, str) and hasattr(namespace, action.dest)
                    and getattr(namespace, action.dest) is action.default):
                setattr(namespace, action.dest, self.convert(action, action.default))
        if missing:
            parser.error(f"the following arguments are required: {', '.join(map(str, missing))}")
        for group in parser._exclusive_groups:
            if group.required and not any(action in self.given for action in group._group_actions):
                names = [_display_name(a) for a in group._group_actions if a.help is not SUPPRESS]
                parser.error(f"one of the arguments {' '.join(names)} is required")
