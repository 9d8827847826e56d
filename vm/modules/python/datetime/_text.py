# Shown as native code.
# Text for datetime: ISO 8601 in and out, strftime and strptime.
# Knows dates and times only by their attributes, so that it imports nothing of datetime.

days = ('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')
months = ('', 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
          'November', 'December')


# Out

def clock(hour, minute, second, microsecond, timespec):
    """HH:MM:SS.ffffff, as precise as timespec says."""
    if timespec == 'auto':
        timespec = 'microseconds' if microsecond else 'seconds'
    if timespec == 'hours':
        return f'{hour:02d}'
    if timespec == 'minutes':
        return f'{hour:02d}:{minute:02d}'
    if timespec == 'seconds':
        return f'{hour:02d}:{minute:02d}:{second:02d}'
    if timespec == 'milliseconds':
        return f'{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}'
    if timespec == 'microseconds':
        return f'{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}'
    raise ValueError('Unknown timespec value')


def offset(delta, colon=':'):
    """+HH:MM, with seconds and microseconds only if there are any; '' for None."""
    if delta is None:
        return ''
    sign = '+'
    if delta.days < 0:
        sign, delta = '-', -delta
    minutes, seconds = divmod(delta.seconds, 60)
    text = f'{sign}{minutes // 60:02d}{colon}{minutes % 60:02d}'
    if seconds or delta.microseconds:
        text += f'{colon}{seconds:02d}'
        if delta.microseconds:
            text += f'.{delta.microseconds:06d}'
    return text


def _day_of_year(day):
    return day.toordinal() - type(day)(day.year, 1, 1).toordinal() + 1


def struct_time(day, hour, minute, second, dst):
    """A time.struct_time of a date with a clock."""
    import time
    fields = (day.year, day.month, day.day, hour, minute, second, day.weekday(), _day_of_year(day), dst)
    return time.struct_time(fields) if hasattr(time, 'struct_time') else fields


_codes = {
    'a': lambda d: days[d.weekday()][:3], 'A': lambda d: days[d.weekday()],
    'b': lambda d: months[d.month][:3], 'B': lambda d: months[d.month], 'h': lambda d: months[d.month][:3],
    'd': lambda d: f'{d.day:02d}', 'e': lambda d: f'{d.day:2d}', 'm': lambda d: f'{d.month:02d}',
    'y': lambda d: f'{d.year % 100:02d}', 'Y': lambda d: str(d.year), 'C': lambda d: f'{d.year // 100:02d}',
    'H': lambda d: f'{_get(d, "hour"):02d}', 'I': lambda d: f'{_get(d, "hour") % 12 or 12:02d}',
    'k': lambda d: f'{_get(d, "hour"):2d}', 'l': lambda d: f'{_get(d, "hour") % 12 or 12:2d}',
    'M': lambda d: f'{_get(d, "minute"):02d}', 'S': lambda d: f'{_get(d, "second"):02d}',
    'f': lambda d: f'{_get(d, "microsecond"):06d}', 'p': lambda d: 'AM' if _get(d, 'hour') < 12 else 'PM',
    'P': lambda d: 'am' if _get(d, 'hour') < 12 else 'pm',
    'j': lambda d: f'{_day_of_year(d):03d}' if not hasattr(d, 'hour') else f'{_day_of_year(d.date()):03d}',
    'U': lambda d: f'{_week(d, (d.weekday() + 1) % 7):02d}', 'W': lambda d: f'{_week(d, d.weekday()):02d}',
    'w': lambda d: str((d.weekday() + 1) % 7), 'u': lambda d: str(d.weekday() + 1),
    'G': lambda d: str(d.isocalendar()[0]), 'g': lambda d: f'{d.isocalendar()[0] % 100:02d}',
    'V': lambda d: f'{d.isocalendar()[1]:02d}', 's': lambda d: str(int(d.timestamp() // 1)),
    'z': lambda d: offset(_ask(d, 'utcoffset'), ''), 'Z': lambda d: _ask(d, 'tzname') or '',
    'n': lambda d: '\n', 't': lambda d: '\t', '%': lambda d: '%',
    'D': '%m/%d/%y', 'x': '%m/%d/%y', 'F': '%Y-%m-%d', 'T': '%H:%M:%S', 'X': '%H:%M:%S', 'R': '%H:%M',
    'r': '%I:%M:%S %p', 'c': '%a %b %e %H:%M:%S %Y'}


def _get(d, name):
    return getattr(d, name, 0)


def _ask(d, name):
    method = getattr(d, name, None)
    return method() if method else None


def _week(d, weekday):
    number = int(_codes['j'](d))
    return (number + 6 - weekday) // 7


def strftime(d, form):
    """The date or datetime d in a format with % codes (those of the C locale)."""
    if not isinstance(form, str):
        raise TypeError(f'strftime() argument 1 must be str, not {type(form).__name__}')
    pieces = []
    at = 0
    while at < len(form):
        cut = form.find('%', at)
        if cut < 0 or cut + 1 >= len(form):
            pieces.append(form[at:])
            break
        pieces.append(form[at:cut])
        key = form[cut + 1]
        at = cut + 2
        if key == '-' and at < len(form) and form[at] in _codes:  # glibc: without padding
            text = strftime(d, '%' + form[at])
            pieces.append(text.lstrip('0 ') or '0')
            at += 1
            continue
        how = _codes.get(key)
        if how is None:
            pieces.append('%' + key)
        else:
            pieces.append(strftime(d, how) if isinstance(how, str) else how(d))
    return ''.join(pieces)


# In

def _number(text):
    return int(text) if text.isascii() and text.isdigit() else None


def parse_date(text):
    """(year, month, day) or ('week', year, week, day) of an ISO date; None if it is not one."""
    if len(text) not in (7, 8, 10):
        return None
    year = _number(text[:4])
    if year is None:
        return None
    dashed = text[4] == '-'
    rest = text[5:] if dashed else text[4:]
    if rest[:1] == 'W':
        week = _number(rest[1:3])
        tail = rest[3:]
        day = 1
        if tail:
            if dashed:
                if tail[0] != '-':
                    return None
                tail = tail[1:]
            day = _number(tail) if len(tail) == 1 else None
        return None if week is None or day is None else ('week', year, week, day)
    if dashed:
        if len(rest) != 5 or rest[2] != '-':
            return None
        month, day = _number(rest[:2]), _number(rest[3:])
    else:
        if len(rest) != 4:
            return None
        month, day = _number(rest[:2]), _number(rest[2:])
    return None if month is None or day is None else (year, month, day)


def _parse_clock(text):
    """(hour, minute, second, microsecond) of HH[:MM[:SS[.f...]]] or without the colons."""
    fraction = 0
    for mark in '.,':
        if mark in text:
            text, _, digits = text.partition(mark)
            if not digits or _number(digits) is None:
                return None
            fraction = int(digits[:6].ljust(6, '0'))
            if len(text.replace(':', '')) != 6:
                return None
            break
    if ':' in text:
        parts = text.split(':')
    else:
        parts = [text[i:i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or any(len(part) != 2 or _number(part) is None for part in parts):
        return None
    numbers = [int(part) for part in parts] + [0] * (3 - len(parts))
    return (*numbers, fraction)


def parse_time(text):
    """(hour, minute, second, microsecond, zone) of an ISO time; None if it is not one."""
    from datetime import timedelta, timezone
    zone = None
    cut = max(text.find('+'), text.find('-'), text.find('Z'))
    if cut >= 0:
        text, mark, rest = text[:cut], text[cut], text[cut + 1:]
        if mark == 'Z':
            if rest:
                return None
            zone = timezone.utc
        else:
            fields = _parse_clock(rest)
            if fields is None:
                return None
            hours, minutes, seconds, micros = fields
            delta = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micros)
            zone = timezone(-delta if mark == '-' else delta)
    fields = _parse_clock(text)
    return None if fields is None else (*fields, zone)


def parse_datetime(text):
    """(fields of parse_date, fields of parse_time) of an ISO date and time; None if it is not one."""
    for size in ((10, 8, 7) if text[4:5] == '-' else (8, 7)):
        day = parse_date(text[:size])
        if day is None or (size == 8 and text[4:5] == '-' and text[5:6] != 'W'):
            continue
        rest = text[size:]
        if not rest:
            return day, (0, 0, 0, 0, None)
        clock_fields = parse_time(rest[1:]) if len(rest) > 1 else None
        if clock_fields is not None:
            return day, clock_fields
    return None


def _choice(text, at, names):
    """(index, end) of the longest of names that stands at at, without regard to case."""
    best = None
    for i, name in enumerate(names):
        if name and text[at:at + len(name)].lower() == name.lower() and (best is None or len(name) > len(names[best])):
            best = i
    return (None, at) if best is None else (best, at + len(names[best]))


def _digits(text, at, most):
    end = at
    while end < len(text) and end - at < most and text[end] in '0123456789':
        end += 1
    return (int(text[at:end]) if end > at else None), end


_widths = {'d': 2, 'e': 2, 'm': 2, 'y': 2, 'Y': 4, 'H': 2, 'I': 2, 'M': 2, 'S': 2, 'j': 3, 'f': 6, 'w': 1, 'u': 1,
           'U': 2, 'W': 2, 'G': 4, 'V': 2}
_limits = {'d': (1, 31), 'e': (1, 31), 'm': (1, 12), 'H': (0, 23), 'I': (1, 12), 'M': (0, 59), 'S': (0, 61),
           'j': (1, 366), 'w': (0, 6), 'u': (1, 7), 'U': (0, 53), 'W': (0, 53), 'V': (1, 53)}


def _zone_offset(text, at):
    from datetime import timedelta, timezone
    if text[at:at + 1] == 'Z':
        return timezone.utc, at + 1
    sign = text[at:at + 1]
    if sign not in ('+', '-'):
        return None, at
    end = at + 1
    while end < len(text) and (text[end].isdigit() or text[end] in ':.'):
        end += 1
    fields = _parse_clock(text[at + 1:end].rstrip(':.'))
    if fields is None:
        return None, at
    hours, minutes, seconds, micros = fields
    delta = timedelta(hours=hours, minutes=minutes, seconds=seconds, microseconds=micros)
    return timezone(-delta if sign == '-' else delta), end


def strptime(text, form):
    """The arguments of datetime for a text read by a format with % codes."""
    if not isinstance(text, str):
        raise TypeError(f"strptime() argument 0 must be str, not {type(text)}")
    for code, expansion in (('%c', '%a %b %d %H:%M:%S %Y'), ('%x', '%m/%d/%y'), ('%X', '%H:%M:%S')):
        form = form.replace(code, expansion)
    found = {}
    mismatch = ValueError(f'time data {text!r} does not match format {form!r}')
    at = position = 0
    while position < len(form):
        c = form[position]
        position += 1
        if c.isspace():
            if not text[at:at + 1].isspace():
                raise mismatch
            while text[at:at + 1].isspace():
                at += 1
            continue
        if c != '%':
            if text[at:at + 1].lower() != c.lower():
                raise mismatch
            at += 1
            continue
        key = form[position:position + 1]
        position += 1
        if not key:
            raise ValueError(f"stray % in format '{form}'")
        start = at
        if key in _widths:
            if key in 'de' and text[at:at + 1] == ' ':
                at += 1
            value, at = _digits(text, at, _widths[key])
            if key in _limits and value is not None and not _limits[key][0] <= value <= _limits[key][1]:
                # Perhaps fewer digits were meant.
                value, at = _digits(text, start, _widths[key] - 1)
                if value is None or not _limits[key][0] <= value <= _limits[key][1]:
                    raise mismatch
            if value is None or key in 'YG' and at - start != 4 or key == 'y' and at - start != 2:
                raise mismatch
            if key == 'f':
                value *= 10 ** (6 - (at - start))
        elif key in 'aA':
            value, at = _choice(text, at, days if key == 'A' else [day[:3] for day in days])
        elif key in 'bBh':
            value, at = _choice(text, at, months if key == 'B' else [month[:3] for month in months])
        elif key == 'p':
            value, at = _choice(text, at, ('AM', 'PM'))
        elif key == 'z':
            value, at = _zone_offset(text, at)
        elif key == 'Z':
            value, at = _choice(text, at, ('UTC', 'GMT'))
        elif key == '%':
            value, at = _choice(text, at, ('%',))
        else:
            raise ValueError(f"'{key}' is a bad directive in format '{form}'")
        if value is None:
            raise mismatch
        found[key] = value
    if at < len(text):
        raise ValueError(f'unconverted data remains: {text[at:]}')
    return _assemble(found)


def _assemble(found):
    from datetime import date
    year = found.get('Y')
    if year is None and 'y' in found:
        year = found['y'] + (2000 if found['y'] <= 68 else 1900)
    hour = found.get('H', 0)
    if 'I' in found:
        hour = found['I'] % 12 + (12 if found.get('p') else 0)
    month = found.get('m', next((found[k] for k in 'bBh' if k in found), 1))
    day = found.get('d', found.get('e', 1))
    weekday = next((found[k] for k in 'aA' if k in found), None)
    if 'w' in found:
        weekday = (found['w'] - 1) % 7
    if 'u' in found:
        weekday = found['u'] - 1
    if 'G' in found and 'V' in found and weekday is not None:
        when = date.fromisocalendar(found['G'], found['V'], weekday + 1)
        year, month, day = when.year, when.month, when.day
    elif 'j' in found:
        when = date.fromordinal(date(1900 if year is None else year, 1, 1).toordinal() + found['j'] - 1)
        month, day = when.month, when.day
    elif ('U' in found or 'W' in found) and weekday is not None and year is not None:
        first = date(year, 1, 1)
        if 'W' in found:
            start = first.toordinal() + (7 - first.weekday()) % 7
            number = start + (found['W'] - 1) * 7 + weekday
        else:
            start = first.toordinal() + (6 - first.weekday()) % 7
            number = start + (found['U'] - 1) * 7 + (weekday + 1) % 7
        when = date.fromordinal(number)
        year, month, day = when.year, when.month, when.day
    if year is None:
        # 29 February without a year is accepted by a leap year only.
        year = 1904 if (month, day) == (2, 29) else 1900
        if year == 1904:
            raise ValueError('day is out of range for month')
    return year, month, day, hour, found.get('M', 0), found.get('S', 0), found.get('f', 0), found.get('z')
