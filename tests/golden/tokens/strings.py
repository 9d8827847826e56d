'a' "b" '''c''' """d"""
'it\'s' "say \"x\"" '\\' 'tab\t'
r'\d' R"\n" b'\x00' B"b" br'\x' rB"\y" u'u' U"u"
'two' "parts" '''joined'''
"""over
two lines 'and' "quotes" """
'continued \
here'
'é' 'ж' '日本' '😀'
