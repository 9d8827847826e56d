# Statistics of numbers: averages, spread, quantiles, regression, and the normal distribution.
# Sums are exact: every number is taken as a fraction, and the result rounded once, to the type of the data.

import math as _math
from fractions import Fraction as _Fraction

__all__ = ['NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean', 'geometric_mean', 'harmonic_mean',
           'linear_regression', 'mean', 'median', 'median_grouped', 'median_high', 'median_low', 'mode', 'multimode',
           'pstdev', 'pvariance', 'quantiles', 'stdev', 'variance']


class StatisticsError(ValueError):
    pass


def _ratio(x):
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):  # inf or nan
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _common_type(kinds):
    """The type of a result: floats win over fractions, which win over ints."""
    result = int
    for kind in kinds:
        if kind is result or kind is bool or kind is int:
            continue
        if result is int or issubclass(kind, result):
            result = kind
        elif issubclass(result, kind):
            pass
        elif issubclass(result, int):
            result = kind
        elif issubclass(result, _Fraction) and issubclass(kind, float):
            result = kind
        elif not (issubclass(result, float) and issubclass(kind, _Fraction)):
            raise TypeError("don't know how to coerce %s and %s" % (result.__name__, kind.__name__))
    return result


def _sum(data):
    """(type of the result, exact sum, number of values)"""
    count = 0
    partials = {}
    kinds = set()
    for x in data:
        count += 1
        kinds.add(type(x))
        numerator, denominator = _ratio(x)
        partials[denominator] = partials.get(denominator, 0) + numerator
    if None in partials:
        total = partials[None]
    else:
        total = sum((_Fraction(n, d) for d, n in partials.items()), _Fraction(0))
    return _common_type(kinds), total, count


def _convert(value, kind):
    if type(value) is kind:
        return value
    if issubclass(kind, int) and getattr(value, 'denominator', 1) != 1:
        kind = float
    if not isinstance(value, _Fraction) and isinstance(value, float) and (value != value or value in (
            _math.inf, -_math.inf)):
        return value
    try:
        return kind(value)
    except TypeError:
        return kind(value.numerator) / kind(value.denominator)


def _values(data, name, minimum=1, complaint=None):
    data = list(data)
    if len(data) < minimum:
        raise StatisticsError(complaint or f'{name} requires at least one data point')
    return data


def mean(data):
    """Return the sample arithmetic mean of data."""
    kind, total, n = _sum(data)
    if n < 1:
        raise StatisticsError('mean requires at least one data point')
    return _convert(total / n, kind)


def fmean(data, weights=None):
    """Convert data to floats and compute the arithmetic mean."""
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError('fmean requires at least one data point')
        return _math.fsum(data) / len(data)
    weights = list(weights)
    if len(data) != len(weights):
        raise StatisticsError('data and weights must be the same length')
    total = _math.fsum(weights)
    if not total:
        raise StatisticsError('sum of weights must be non-zero')
    return _math.fsum(map(lambda x, w: x * w, data, weights)) / total


def geometric_mean(data):
    """Convert data to floats and compute the geometric mean."""
    try:
        return _math.exp(fmean(map(_math.log, data)))
    except ValueError:
        raise StatisticsError('geometric mean requires a non-empty dataset containing positive numbers') from None


def harmonic_mean(data, weights=None):
    """Return the harmonic mean of data."""
    data = _values(data, 'harmonic_mean', 1, 'harmonic_mean requires at least one data point')
    complaint = 'harmonic mean does not support negative values'
    if len(data) == 1 and weights is None:
        x = data[0]
        if not isinstance(x, (int, float, _Fraction)):
            raise TypeError('unsupported type')
        if x < 0:
            raise StatisticsError(complaint)
        return x
    if weights is None:
        weights = [1] * len(data)
        total_weight = len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError('Number of weights does not match data size')
        total_weight = _sum(weights)[1]
    if any(x < 0 for x in data) or any(w < 0 for w in weights):
        raise StatisticsError(complaint)
    try:
        kind, total, count = _sum(w / x if w else 0 for w, x in zip(weights, data))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError('Weighted sum must be positive')
    return _convert(total_weight / total, kind)


def median(data):
    """Return the median (middle value) of numeric data."""
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    return data[n // 2] if n % 2 else (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    """Return the low median of numeric data."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    """Return the high median of data."""
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1):
    """The 50th percentile of data grouped into classes of the given width."""
    from bisect import bisect_left, bisect_right
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    x = data[n // 2]
    low = bisect_left(data, x)
    frequency = bisect_right(data, x) - low
    return x - interval / 2 + interval * (n / 2 - low) / frequency


def _counted(data):
    counts = {}
    for x in data:
        counts[x] = counts.get(x, 0) + 1
    return counts


def mode(data):
    """Return the most common data point; of several the first."""
    counts = _counted(data)
    if not counts:
        raise StatisticsError('no mode for empty data')
    return max(counts, key=counts.get)


def multimode(data):
    """Return a list of the most frequently occurring values."""
    counts = _counted(data)
    top = max(counts.values(), default=0)
    return [x for x, count in counts.items() if count == top]


def quantiles(data, *, n=4, method='exclusive'):
    """The n - 1 cut points that divide data into n intervals of equal probability."""
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        raise StatisticsError('must have at least two data points')
    result = []
    if method == 'inclusive':
        for i in range(1, n):
            j, delta = divmod(i * (size - 1), n)
            result.append((data[j] * (n - delta) + data[j + 1] * delta) / n)
    elif method == 'exclusive':
        for i in range(1, n):
            j = min(max(i * (size + 1) // n, 1), size - 1)
            delta = i * (size + 1) - j * n
            result.append((data[j - 1] * (n - delta) + data[j] * delta) / n)
    else:
        raise ValueError(f'Unknown method: {method!r}')
    return result


def _squares(data, centre):
    """(type, exact sum of squared distances from centre or the mean, mean, count)"""
    data = list(data)
    kind, total, n = _sum(data)
    if centre is None:
        if not n:
            return kind, _Fraction(0), None, 0
        centre = total / n
    else:
        numerator, denominator = _ratio(centre)
        kind = _common_type({kind, type(centre)})
        if denominator is not None:
            centre = _Fraction(numerator, denominator)
    squares = _Fraction(0)
    for x in data:
        numerator, denominator = _ratio(x)
        if denominator is None or not isinstance(centre, _Fraction):
            return kind, (x - float(centre)) ** 2, centre, n
        distance = _Fraction(numerator, denominator) - centre
        squares += distance * distance
    return kind, squares, centre, n


def variance(data, xbar=None):
    """Return the sample variance of data."""
    kind, squares, centre, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('variance requires at least two data points')
    return _convert(squares / (n - 1), kind)


def pvariance(data, mu=None):
    """Return the population variance of data."""
    kind, squares, centre, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pvariance requires at least one data point')
    return _convert(squares / n, kind)


def _root_of_ratio(n, m):
    """The square root of n / m, correctly rounded to a float."""
    if not n:
        return 0.0
    # Scale so that the integer root has more bits than a float, and make it odd if it is not exact.
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        numerator, denominator = n, m << 2 * shift
    else:
        numerator, denominator = n << -2 * shift, m
    root = _math.isqrt(numerator // denominator)
    root |= root * root * denominator != numerator
    return root * 2 ** shift / 1 if shift >= 0 else root / (1 << -shift)


def _deviation(squares, n):
    if not isinstance(squares, _Fraction):
        return _math.sqrt(squares / n)
    variance = squares / n
    return _root_of_ratio(variance.numerator, variance.denominator)


def stdev(data, xbar=None):
    """Return the square root of the sample variance."""
    kind, squares, centre, n = _squares(data, xbar)
    if n < 2:
        raise StatisticsError('stdev requires at least two data points')
    return _deviation(squares, n - 1)


def pstdev(data, mu=None):
    """Return the square root of the population variance."""
    kind, squares, centre, n = _squares(data, mu)
    if n < 1:
        raise StatisticsError('pstdev requires at least one data point')
    return _deviation(squares, n)


def _pairs(x, y, name):
    if len(x) != len(y):
        raise StatisticsError(f'{name} requires that both inputs have same number of data points')
    if len(x) < 2:
        raise StatisticsError(f'{name} requires at least two data points')
    return _math.fsum(x) / len(x), _math.fsum(y) / len(y)


def covariance(x, y, /):
    """Return the sample covariance of two inputs."""
    xbar, ybar = _pairs(x, y, 'covariance')
    return _math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y)) / (len(x) - 1)


def correlation(x, y, /):
    """Pearson's correlation coefficient."""
    xbar, ybar = _pairs(x, y, 'correlation')
    sxy = _math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y))
    sxx = _math.fsum((xi - xbar) ** 2.0 for xi in x)
    syy = _math.fsum((yi - ybar) ** 2.0 for yi in y)
    try:
        return sxy / _math.sqrt(sxx * syy)
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


_LinearRegression = None


def linear_regression(x, y, /, *, proportional=False):
    """Slope and intercept of the least squares line."""
    global _LinearRegression
    if _LinearRegression is None:
        from collections import namedtuple
        _LinearRegression = namedtuple('LinearRegression', ('slope', 'intercept'), module='statistics')
    xbar, ybar = _pairs(x, y, 'linear regression')
    if proportional:
        sxy = _math.fsum(xi * yi for xi, yi in zip(x, y))
        sxx = _math.fsum(xi * xi for xi in x)
    else:
        sxy = _math.fsum((xi - xbar) * (yi - ybar) for xi, yi in zip(x, y))
        sxx = _math.fsum((xi - xbar) ** 2.0 for xi in x)
    try:
        slope = sxy / sxx
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return _LinearRegression(slope=slope, intercept=0.0 if proportional else ybar - slope * xbar)


def __getattr__(name):
    if name == 'NormalDist':
        from _normaldist import NormalDist
        globals()[name] = NormalDist
        return NormalDist
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
