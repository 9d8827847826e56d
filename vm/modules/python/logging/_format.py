# How a record becomes text: Formatter, and the three styles in which its format may be written.
# A style knows how its format names fields: %(name)s, {name} or ${name}.

import time

__name__ = 'logging'

BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'


def _skip_number(text):
    return text[1:] if text.startswith('*') else text.lstrip('0123456789')


def _is_field(text):
    """Whether the text goes on as a field of % does behind its parenthesis: name)05.2f"""
    name, _, rest = text.partition(')')
    rest = _skip_number(rest.lstrip('-+ #0'))
    if rest.startswith('.'):
        point, rest = rest, _skip_number(rest[1:])
        if len(rest) == len(point) - 1:
            return False
    return name.replace('_', 'a').isalnum() and rest[:1].lower() in tuple('diouxefgcrsa%')


class PercentStyle:
    """Formats for the operator %."""

    default_format = '%(message)s'
    asctime_format = '%(asctime)s'
    asctime_search = '%(asctime)'

    def __init__(self, fmt, *, defaults=None):
        self._fmt = fmt or self.default_format
        self._defaults = defaults

    def usesTime(self):
        """Whether the format shows the time."""
        return self.asctime_search in self._fmt

    def validate(self):
        """Raise ValueError for a format without fields, or with wrong ones."""
        if not any(map(_is_field, self._fmt.split('%(')[1:])):
            raise ValueError(f"Invalid format '{self._fmt}' for '{self.default_format[0]}' style")

    def _format(self, values):
        return self._fmt % values

    def format(self, record):
        """The text of a record."""
        values = record.__dict__
        if self._defaults:
            values = {**self._defaults, **values}
        try:
            return self._format(values)
        except KeyError as error:
            raise ValueError(f'Formatting field not found in record: {error}')


class StrFormatStyle(PercentStyle):
    """Formats for str.format()."""

    default_format = '{message}'
    asctime_format = '{asctime}'
    asctime_search = '{asctime'

    def _format(self, values):
        return self._fmt.format(**values)

    def validate(self):
        import re
        from _string import formatter_parser
        fields = 0
        try:
            for _, name, spec, conversion in formatter_parser(self._fmt):
                if name:
                    if not re.fullmatch(r'\w+(\.\w+|\[[^]]+\])*', name):
                        raise ValueError(f'invalid field name/expression: {name!r}')
                    fields += 1
                if conversion and conversion not in 'rsa':
                    raise ValueError(f'invalid conversion: {conversion!r}')
                if spec and not re.fullmatch(
                        r'(.?[<=>^])?[-+ ]?#?0?(\d+|{\w+})?[,_]?(\.(\d+|{\w+}))?[bcdefgnosx%]?', spec, re.IGNORECASE):
                    raise ValueError(f'bad specifier: {spec!r}')
        except ValueError as error:
            raise ValueError(f'invalid format: {error}')
        if not fields:
            raise ValueError('invalid format: no fields')


class StringTemplateStyle(PercentStyle):
    """Formats for string.Template."""

    default_format = '${message}'
    asctime_format = '${asctime}'
    asctime_search = '${asctime}'

    def __init__(self, fmt, *, defaults=None):
        from string import Template
        super().__init__(fmt, defaults=defaults)
        self._template = Template(self._fmt)

    def usesTime(self):
        return '$asctime' in self._fmt or self.asctime_search in self._fmt

    def validate(self):
        if not self._template.is_valid():
            raise ValueError("invalid format: bare '$' not allowed")
        if not self._template.get_identifiers():
            raise ValueError('invalid format: no fields')

    def _format(self, values):
        return self._template.substitute(**values)


_STYLES = {
    '%': (PercentStyle, BASIC_FORMAT),
    '{': (StrFormatStyle, '{levelname}:{name}:{message}'),
    '$': (StringTemplateStyle, '${levelname}:${name}:${message}'),
}


def check_style(style):
    """Raise ValueError if there is no such style."""
    if style not in _STYLES:
        raise ValueError(f"Style must be one of: {','.join(_STYLES)}")


class Formatter:
    """Turns a record into text."""

    converter = time.localtime
    default_time_format = '%Y-%m-%d %H:%M:%S'
    default_msec_format = '%s,%03d'

    def __init__(self, fmt=None, datefmt=None, style='%', validate=True, *, defaults=None):
        check_style(style)
        self._style = _STYLES[style][0](fmt, defaults=defaults)
        if validate:
            self._style.validate()
        self._fmt = self._style._fmt
        self.datefmt = datefmt

    def usesTime(self):
        """Whether the format shows the time."""
        return self._style.usesTime()

    def formatTime(self, record, datefmt=None):
        """The time of a record as text."""
        when = self.converter(record.created)
        if datefmt:
            return time.strftime(datefmt, when)
        text = time.strftime(self.default_time_format, when)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """The text of an exception, given as what sys.exc_info() returns."""
        import traceback
        return ''.join(traceback.format_exception(*ei)).removesuffix('\n')

    def formatStack(self, stack_info):
        """The text of a stack; stack_info is a text already."""
        return stack_info

    def formatMessage(self, record):
        """The text of a record that has message and asctime."""
        return self._style.format(record)

    def format(self, record):
        """The whole text of a record: message, exception, stack."""
        record.message = record.getMessage()
        if self.usesTime():
            record.asctime = self.formatTime(record, self.datefmt)
        text = self.formatMessage(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)  # kept for the other handlers
        for further in (record.exc_text, record.stack_info and self.formatStack(record.stack_info)):
            if further:
                text = f'{text}{"" if text.endswith(chr(10)) else chr(10)}{further}'
        return text


_defaultFormatter = Formatter()


class BufferingFormatter:
    """Turns several records into one text, with a header and a footer."""

    def __init__(self, linefmt=None):
        self.linefmt = linefmt or _defaultFormatter

    def formatHeader(self, records):
        """The text before the records."""
        return ''

    def formatFooter(self, records):
        """The text behind the records."""
        return ''

    def format(self, records):
        """The text of the records; empty if there are none."""
        if not records:
            return ''
        return self.formatHeader(records) + ''.join(map(self.linefmt.format, records)) + self.formatFooter(records)
