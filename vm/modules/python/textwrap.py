# Wrapping and indenting of plain text: TextWrapper, wrap, fill, shorten, dedent, indent.
# Text is cut into chunks (words, runs of blanks, pieces of hyphenated words) by hand, without regular expressions.

__all__ = ['TextWrapper', 'wrap', 'fill', 'dedent', 'indent', 'shorten']

_whitespace = '\t\n\x0b\x0c\r '
_blanks = frozenset(_whitespace)


def _is_word_character(c):
    return c.isalnum() or c == '_' or c in '!"\'&.,?'


def _letter(c):
    return (c.isalnum() and not c.isdigit()) or c == '_'


def _word_pieces(word):
    """Cut a word after hyphens between letters and around dashes."""
    pieces = []
    start = at = 0
    size = len(word)
    while at < size:
        if word[at] != '-':
            at += 1
            continue
        end = at
        while end < size and word[end] == '-':
            end += 1
        before = word[at - 1] if at > start else ''
        if end - at >= 2:
            # A dash stands alone if something precedes and a word follows it.
            if before and _is_word_character(before) and end < size and (word[end].isalnum() or word[end] == '_'):
                pieces.append(word[start:at])
                pieces.append(word[at:end])
                start = end
        else:
            letters_before = at >= 2 and _letter(word[at - 1]) and _letter(word[at - 2]) \
                or at >= 3 and word[at - 2] == '-' and _letter(word[at - 1]) and _letter(word[at - 3])
            letters_after = end + 1 < size and _letter(word[end]) and (
                _letter(word[end + 1]) or word[end + 1] == '-' and end + 2 < size and _letter(word[end + 2]))
            if letters_before and letters_after:
                pieces.append(word[start:end])
                start = end
        at = end
    if start < size:
        pieces.append(word[start:])
    return pieces


class TextWrapper:
    """The options of wrapping, as attributes; wrap() and fill() use them."""

    sentence_end = '.!?'

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True,
                 tabsize=8, *, max_lines=None, placeholder=' [...]'):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(dict.fromkeys(map(ord, _whitespace), ' '))
        return text

    def _split(self, text):
        chunks = []
        at, size = 0, len(text)
        while at < size:
            end = at
            blank = text[at] in _blanks
            while end < size and (text[end] in _blanks) is blank:
                end += 1
            if blank or not self.break_on_hyphens:
                chunks.append(text[at:end])
            else:
                chunks.extend(_word_pieces(text[at:end]))
            at = end
        return chunks

    def _fix_sentence_endings(self, chunks):
        for i in range(len(chunks) - 1):
            word = chunks[i].rstrip('"\'')
            if (chunks[i + 1] == ' ' and len(word) >= 2 and word[-1] in self.sentence_end
                    and 'a' <= word[-2] <= 'z' and len(chunks[i]) - len(word) <= 1):
                chunks[i + 1] = '  '

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _break_long(self, chunks, line, used, width):
        """The next chunk fits no line: take as much of it as fits here, or all of it if it may not be broken."""
        room = 1 if width < 1 else width - used
        if self.break_long_words:
            chunk = chunks[-1]
            end = room
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind('-', 0, room)
                if hyphen > 0 and any(c != '-' for c in chunk[:hyphen]):
                    end = hyphen + 1
            line.append(chunk[:end])
            chunks[-1] = chunk[end:]
        elif not line:
            line.append(chunks.pop())

    def _wrap_chunks(self, chunks):
        lines = []
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        chunks.reverse()
        while chunks:
            line = []
            used = 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                del chunks[-1]
            while chunks and used + len(chunks[-1]) <= width:
                used += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._break_long(chunks, line, used, width)
                used = sum(map(len, line))
            if self.drop_whitespace and line and not line[-1].strip():
                used -= len(line.pop())
            if not line:
                continue
            rest_is_blank = not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
            if (self.max_lines is None or len(lines) + 1 < self.max_lines
                    or rest_is_blank and used <= width):
                lines.append(indent + ''.join(line))
                continue
            self._end_with_placeholder(lines, line, used, indent, width)
            break
        return lines

    def _end_with_placeholder(self, lines, line, used, indent, width):
        while line:
            if line[-1].strip() and used + len(self.placeholder) <= width:
                lines.append(indent + ''.join(line) + self.placeholder)
                return
            used -= len(line.pop())
        if lines:
            previous = lines[-1].rstrip()
            if len(previous) + len(self.placeholder) <= self.width:
                lines[-1] = previous + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def wrap(self, text):
        """The lines of the wrapped text, without newlines."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The wrapped text as one string."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """Wrap a single paragraph of text, returning a list of wrapped lines."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """Fill a single paragraph of text, returning a new string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Collapse white space and cut at a word so that the text fits in width, with a placeholder at the end."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(' '.join(text.strip().split()))


def dedent(text):
    """Remove the white space that all lines begin with; lines of blanks only become empty."""
    lines = [line if line.strip(' \t') else '' for line in text.split('\n')]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(' \t'))]
        if margin is None:
            margin = indent
        else:
            shared = 0
            while shared < min(len(margin), len(indent)) and margin[shared] == indent[shared]:
                shared += 1
            margin = margin[:shared]
    if margin:
        lines = [line[len(margin):] for line in lines]
    return '\n'.join(lines)


def indent(text, prefix, predicate=None):
    """Put prefix before every line for which predicate is true; by default those that are not blank."""
    if predicate is None:
        predicate = str.strip
    return ''.join([prefix + line if predicate(line) else line for line in text.splitlines(True)])
