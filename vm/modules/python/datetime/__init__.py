# Shown as native code.
# Dates and times: date, time, datetime, timedelta, tzinfo and timezone, in the proleptic Gregorian calendar.
# timedelta and timezone live in datetime/_delta.py, text in and out in datetime/_text.py.
# Invariant: objects are immutable; days are numbered from 1 January of year 1, which is day 1.

from _terrarium import make_native as _make_native
from operator import index as _index
from datetime._delta import timedelta, tzinfo, timezone, UTC, _whole
from datetime import _text

__all__ = ['date', 'datetime', 'time', 'timedelta', 'timezone', 'tzinfo', 'MINYEAR', 'MAXYEAR', 'UTC']

MINYEAR = 1
MAXYEAR = 9999
_last_day = 3652059
_month_days = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_before_month = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _month_days[month]


def _day_number(year, month, day):
    before = year - 1
    return (before * 365 + before // 4 - before // 100 + before // 400
            + _before_month[month] + (month > 2 and _is_leap(year)) + day)


def _from_day_number(number):
    n = number - 1
    cycles, n = divmod(n, 146097)
    centuries = min(n // 36524, 3)
    n -= centuries * 36524
    fours, n = divmod(n, 1461)
    years = min(n // 365, 3)
    n -= years * 365
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    month = 12
    while True:
        before = _before_month[month] + (month > 2 and _is_leap(year))
        if n >= before:
            return year, month, n - before + 1
        month -= 1


def _iso_week_one(year):
    """The day number of the Monday that begins the ISO year."""
    first = _day_number(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _check_date(year, month, day):
    year, month, day = _whole(year), _whole(month), _whole(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour, minute, second, microsecond = _whole(hour), _whole(minute), _whole(second), _whole(microsecond)
    for value, limit, name in ((hour, 23, 'hour'), (minute, 59, 'minute'), (second, 59, 'second'),
                               (microsecond, 999999, 'microsecond')):
        if not 0 <= value <= limit:
            raise ValueError(f'{name} must be in 0..{limit}')
    if fold not in (0, 1):
        raise ValueError('fold must be either 0 or 1')
    return hour, minute, second, microsecond, fold


def _check_zone(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)


def _check_offset(offset, name):
    if offset is None:
        return
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or a timedelta, not '{type(offset).__name__}'")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).')


def _utc_fields(timestamp):
    """(day number, hour, minute, second, microsecond) of seconds since 1970, rounded half to even."""
    if not isinstance(timestamp, (int, float)):
        timestamp = _index(timestamp)
    whole = timestamp // 1
    micro = round((timestamp - whole) * 1e6) if isinstance(timestamp, float) else 0
    seconds = int(whole)
    if micro >= 1000000:
        seconds, micro = seconds + 1, micro - 1000000
    days, seconds = divmod(seconds, 86400)
    number = days + 719163
    if not 1 <= number <= _last_day:
        year = 1970 + days // 366 if days > 0 else 0
        raise ValueError(f'year {year} is out of range')
    return number, seconds // 3600, seconds // 60 % 60, seconds % 60, micro


def _local_offset(timestamp):
    """How far local time is ahead of UTC at a moment, in seconds; and the zone's name."""
    import time as _time
    local = _time.localtime(timestamp)
    offset = getattr(local, 'tm_gmtoff', None)
    if offset is None:
        offset = ((_day_number(*local[:3]) - 719163) * 86400 + local[3] * 3600 + local[4] * 60 + local[5]
                  - int(timestamp // 1))
    return offset, getattr(local, 'tm_zone', None)


class date:
    """date(year, month, day)"""

    __slots__ = ('_year', '_month', '_day')

    def __new__(cls, year, month=None, day=None):
        if month is None or day is None:
            missing = 'month' if month is None else 'day'
            raise TypeError(f"function missing required argument '{missing}' (pos {2 if month is None else 3})")
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    @classmethod
    def fromtimestamp(cls, t):
        """The local date of a POSIX timestamp."""
        offset, _ = _local_offset(t)
        return cls(*_from_day_number(_utc_fields(int(t // 1) + offset)[0]))

    @classmethod
    def today(cls):
        """Current date."""
        import time as _time
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n):
        """The date with a given day number."""
        if n < 1:
            raise ValueError('ordinal must be >= 1')
        if n > _last_day:
            raise ValueError(f'year {_from_day_number(n)[0]} is out of range')
        return cls(*_from_day_number(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """Construct a date from a string in ISO 8601 format."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        fields = _text.parse_date(date_string)
        if fields is None:
            raise ValueError(f'Invalid isoformat string: {date_string!r}')
        if fields[0] == 'week':
            return cls.fromisocalendar(*fields[1:])
        return cls(*fields)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The date of a day in an ISO week."""
        if not MINYEAR <= year <= MAXYEAR:
            raise ValueError(f"Year is out of range: {year}")
        weeks = (_iso_week_one(year + 1) - _iso_week_one(year)) // 7
        if not 1 <= week <= weeks:
            raise ValueError(f"Invalid week: {week}")
        if not 1 <= day <= 7:
            raise ValueError(f"Invalid day: {day} (range is [1, 7])")
        return cls.fromordinal(_iso_week_one(year) + (week - 1) * 7 + day - 1)

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def replace(self, year=None, month=None, day=None):
        """Return date with new specified fields."""
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def toordinal(self):
        """The day number; 1 January of year 1 is day 1."""
        return _day_number(self._year, self._month, self._day)

    def weekday(self):
        """Return the day of the week: Monday == 0 ... Sunday == 6."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Return the day of the week: Monday == 1 ... Sunday == 7."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """ISO year, week number and weekday, as a named tuple."""
        number = date.toordinal(self)
        year = self._year
        week = (number - _iso_week_one(year)) // 7
        if week < 0:
            year -= 1
            week = (number - _iso_week_one(year)) // 7
        elif week >= 52 and number >= _iso_week_one(year + 1):
            year += 1
            week = 0
        return IsoCalendarDate((year, week + 1, (number + 6) % 7 + 1))

    def isoformat(self):
        """The date as YYYY-MM-DD."""
        return f'{self._year:04d}-{self._month:02d}-{self._day:02d}'

    __str__ = isoformat

    def ctime(self):
        """The date as ctime() shows it."""
        weekday, month = _text.days[self.weekday()][:3], _text.months[self._month][:3]
        return f'{weekday} {month} {self._day:2d} 00:00:00 {self._year:04d}'

    def strftime(self, format):
        """The date in a format with % codes."""
        return _text.strftime(self, format)

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError("must be str, not %s" % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def timetuple(self):
        """The date as time.struct_time."""
        return _text.struct_time(self, 0, 0, 0, -1)

    def __repr__(self):
        return f'{_name(self)}({self._year}, {self._month}, {self._day})'

    def _key(self):
        return self._year, self._month, self._day

    def _comparable(self, other):
        return isinstance(other, date) and isinstance(other, datetime) is isinstance(self, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._comparable(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._comparable(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._comparable(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._comparable(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._comparable(other) else NotImplemented

    def __hash__(self):
        return hash(('date',) + self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        number = self.toordinal() + other.days
        if not 0 < number <= _last_day:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(number)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def __reduce__(self):
        return type(self), self._key()


def _name(obj):
    kind = type(obj)
    return f'datetime.{kind.__name__}' if kind in (date, time, datetime, IsoCalendarDate) else kind.__name__


class IsoCalendarDate(tuple):
    """(year, week, weekday)"""

    __slots__ = ()

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return f'{_name(self)}(year={self[0]}, week={self[1]}, weekday={self[2]})'


class _Clock:
    """What time and datetime share: the fields of the clock and the questions to the zone."""

    __slots__ = ()

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = property(lambda self: self._fold)

    def _ask(self, name):
        if self._tzinfo is None:
            return None
        answer = getattr(self._tzinfo, name)(self if isinstance(self, datetime) else None)
        if name != 'tzname':
            _check_offset(answer, name)
        elif answer is not None and not isinstance(answer, str):
            raise TypeError(f"tzinfo.tzname() must return None or a string, not '{type(answer).__name__}'")
        return answer

    def utcoffset(self):
        """How far local time is ahead of UTC, or None."""
        return self._ask('utcoffset')

    def dst(self):
        """How much of that is daylight saving, or None."""
        return self._ask('dst')

    def tzname(self):
        """The name of the zone, or None."""
        return self._ask('tzname')

    def _clock_text(self, timespec='auto'):
        return (_text.clock(self._hour, self._minute, self._second, self._microsecond, timespec)
                + _text.offset(self.utcoffset()))

    def _clock_repr(self, fields):
        fields = list(fields)
        if fields[-1] == 0:
            fields.pop()
            if fields[-1] == 0:
                fields.pop()
        text = ', '.join(map(str, fields))
        if self._tzinfo is not None:
            text += f', tzinfo={self._tzinfo!r}'
        if self._fold:
            text += ', fold=1'
        return f'{_name(self)}({text})'

    def _micros(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond


class time(_Clock):
    """time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object"""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        checked = _check_time(hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond, self._fold = checked
        self._tzinfo = tzinfo
        return self

    @classmethod
    def fromisoformat(cls, time_string):
        """Construct a time from a string in ISO 8601 format."""
        if not isinstance(time_string, str):
            raise TypeError('fromisoformat: argument must be str')
        fields = _text.parse_time(time_string[1:] if time_string[:1] == 'T' else time_string)
        if fields is None:
            raise ValueError(f'Invalid isoformat string: {time_string!r}')
        return cls(*fields)

    def isoformat(self, timespec='auto'):
        """The time as HH:MM:SS.ffffff+HH:MM, without what is zero at the end."""
        return self._clock_text(timespec)

    __str__ = isoformat

    def __repr__(self):
        return self._clock_repr((self._hour, self._minute, self._second, self._microsecond))

    def strftime(self, format):
        """The time in a format with % codes; the date is that of 1 January 1900."""
        return _text.strftime(datetime(1900, 1, 1, self._hour, self._minute, self._second, self._microsecond,
                                       self._tzinfo), format)

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError("must be str, not %s" % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """Return time with new specified fields."""
        return type(self)(self._hour if hour is None else hour, self._minute if minute is None else minute,
                          self._second if second is None else second,
                          self._microsecond if microsecond is None else microsecond,
                          self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def _compare(self, other, equality=False):
        """-1, 0 or 1; 2 for unequal kinds when only equality is asked."""
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            a, b = self._micros(), other._micros()
        elif mine is None or theirs is None:
            if equality:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware times")
        else:
            a, b = self._micros() - mine._total(), other._micros() - theirs._total()
        return (a > b) - (a < b)

    def __eq__(self, other):
        return self._compare(other, True) == 0 if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._compare(other) < 0 if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._compare(other) <= 0 if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._compare(other) > 0 if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._compare(other) >= 0 if isinstance(other, time) else NotImplemented

    def __hash__(self):
        offset = self.utcoffset()
        return hash(('time', self._micros() - (offset._total() if offset else 0)))

    def __reduce__(self):
        return _rebuild, (type(self), (self._hour, self._minute, self._second, self._microsecond, self._tzinfo),
                          self._fold)


def _rebuild(cls, args, fold):
    return cls(*args, fold=fold)


class datetime(_Clock, date):
    """datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])"""

    __slots__ = ('_hour', '_minute', '_second', '_microsecond', '_tzinfo', '_fold')

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = date.__new__(cls, year, month, day)
        self._hour, self._minute, self._second, self._microsecond, self._fold = _check_time(
            hour, minute, second, microsecond, fold)
        _check_zone(tzinfo)
        self._tzinfo = tzinfo
        return self

    @classmethod
    def _from_micros(cls, micros, tz=None, fold=0):
        """From microseconds since the midnight before day 0."""
        number, rest = divmod(micros, 86400000000)
        if not 0 < number <= _last_day:
            raise OverflowError("date value out of range")
        seconds, microsecond = divmod(rest, 1000000)
        return cls(*_from_day_number(number), seconds // 3600, seconds // 60 % 60, seconds % 60, microsecond, tz,
                   fold=fold)

    def _total(self):
        return self.toordinal() * 86400000000 + self._micros()

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        """The date and time of a POSIX timestamp: local, or in the zone tz."""
        _check_zone(tz)
        number, hour, minute, second, microsecond = _utc_fields(t)
        result = cls(*_from_day_number(number), hour, minute, second, microsecond, tz)
        if tz is not None:
            return tz.fromutc(result)
        return cls._from_micros(result._total() + _local_offset(t)[0] * 1000000)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The date and time of a POSIX timestamp in UTC, without a zone."""
        number, *clock = _utc_fields(t)
        return cls(*_from_day_number(number), *clock)

    @classmethod
    def now(cls, tz=None):
        """The current date and time: local, or in the zone tz."""
        import time as _time
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """The current date and time in UTC, without a zone."""
        import time as _time
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A datetime from a date and a time."""
        if not isinstance(date, _date_class):
            raise TypeError("combine() argument 1 must be datetime.date, not %s" % type(date).__name__)
        if not isinstance(time, _time_class):
            raise TypeError("combine() argument 2 must be datetime.time, not %s" % type(time).__name__)
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo, fold=time.fold)

    @classmethod
    def fromisoformat(cls, date_string):
        """Construct a datetime from a string in ISO 8601 format."""
        if not isinstance(date_string, str):
            raise TypeError('fromisoformat: argument must be str')
        fields = _text.parse_datetime(date_string)
        if fields is None:
            raise ValueError(f'Invalid isoformat string: {date_string!r}')
        day, clock = fields
        if day[0] == 'week':
            found = date.fromisocalendar(*day[1:])
            day = found.year, found.month, found.day
        return cls(*day, *clock)

    @classmethod
    def strptime(cls, date_string, format):
        """A datetime parsed from a string by a format with % codes."""
        return cls(*_text.strptime(date_string, format))

    def timestamp(self):
        """The POSIX timestamp; without a zone the time is taken as local."""
        if self._tzinfo is not None:
            return (self - _epoch).total_seconds()
        seconds = (self.toordinal() - 719163) * 86400 + self._micros() // 1000000
        guess = seconds - _local_offset(seconds)[0]
        other = seconds - _local_offset(guess)[0]
        if guess != other and seconds - _local_offset(other)[0] == other:
            guess = other
        return guess + self._microsecond / 1e6

    def timetuple(self):
        """The date and time as time.struct_time."""
        dst = self.dst()
        return _text.struct_time(self, self._hour, self._minute, self._second, -1 if dst is None else int(bool(dst)))

    def utctimetuple(self):
        """The date and time in UTC as time.struct_time."""
        offset = self.utcoffset()
        moment = self - offset if offset else self
        return _text.struct_time(moment, moment._hour, moment._minute, moment._second, 0)

    def date(self):
        """The date part."""
        return _date_class(self._year, self._month, self._day)

    def time(self):
        """The time part, without the zone."""
        return time(self._hour, self._minute, self._second, self._microsecond, fold=self._fold)

    def timetz(self):
        """The time part, with the zone."""
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo, fold=self._fold)

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        """Return datetime with new specified fields."""
        return type(self)(
            self._year if year is None else year, self._month if month is None else month,
            self._day if day is None else day, self._hour if hour is None else hour,
            self._minute if minute is None else minute, self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo, fold=self._fold if fold is None else fold)

    def _local_zone(self):
        moment = self if self._tzinfo is not None else self.replace(tzinfo=None)
        offset, name = _local_offset(int(moment.timestamp() // 1))
        return timezone(timedelta(seconds=offset), name) if name else timezone(timedelta(seconds=offset))

    def astimezone(self, tz=None):
        """The same moment in another zone."""
        if tz is None:
            tz = self._local_zone()
        elif not isinstance(tz, tzinfo):
            raise TypeError("tz argument must be an instance of tzinfo")
        mine = self._tzinfo
        offset = self.utcoffset()
        if mine is None or offset is None:
            offset = self._local_zone().utcoffset(self)
        elif tz is mine:
            return self
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def ctime(self):
        """The date and time as ctime() shows it."""
        return date.ctime(self).replace('00:00:00', f'{self._hour:02d}:{self._minute:02d}:{self._second:02d}')

    def isoformat(self, sep='T', timespec='auto'):
        """The date and time as YYYY-MM-DDTHH:MM:SS.ffffff+HH:MM."""
        return f'{date.isoformat(self)}{sep}{self._clock_text(timespec)}'

    def __str__(self):
        return self.isoformat(sep=' ')

    def __repr__(self):
        return self._clock_repr((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                 self._microsecond))

    def _compare(self, other, equality=False):
        mine, theirs = self.utcoffset(), other.utcoffset()
        if self._tzinfo is other._tzinfo or mine == theirs:
            a, b = self._total(), other._total()
        elif mine is None or theirs is None:
            if equality:
                return 2
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        else:
            a, b = self._total() - mine._total(), other._total() - theirs._total()
        return (a > b) - (a < b)

    def __eq__(self, other):
        return self._compare(other, True) == 0 if isinstance(other, datetime) else \
            NotImplemented if not isinstance(other, _date_class) else False

    def _ordered(self, other):
        if isinstance(other, datetime):
            return True
        if isinstance(other, _date_class):
            raise TypeError(f"can't compare {_name(self)} to {_name(other)}")
        return False

    def __lt__(self, other):
        return self._compare(other) < 0 if self._ordered(other) else NotImplemented

    def __le__(self, other):
        return self._compare(other) <= 0 if self._ordered(other) else NotImplemented

    def __gt__(self, other):
        return self._compare(other) > 0 if self._ordered(other) else NotImplemented

    def __ge__(self, other):
        return self._compare(other) >= 0 if self._ordered(other) else NotImplemented

    def __hash__(self):
        offset = (self.replace(fold=0) if self._fold else self).utcoffset()
        return hash(('datetime', self._total() - (offset._total() if offset else 0)))

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._from_micros(self._total() + other._total(), self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._from_micros(self._total() - other._total(), self._tzinfo)
        if not isinstance(other, datetime):
            return NotImplemented
        difference = timedelta(microseconds=self._total() - other._total())
        if self._tzinfo is other._tzinfo:
            return difference
        mine, theirs = self.utcoffset(), other.utcoffset()
        if mine == theirs:
            return difference
        if mine is None or theirs is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return difference + theirs - mine

    def __reduce__(self):
        return _rebuild, (type(self), (*self._key(), self._hour, self._minute, self._second, self._microsecond,
                                       self._tzinfo), self._fold)


_date_class = date
_time_class = time
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)
_epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
_make_native(date, time, datetime, timedelta, tzinfo, timezone, IsoCalendarDate)
