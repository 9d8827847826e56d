raise
raise E
raise E from cause
try:
    a
except E:
    b
except (F, G) as h:
    c
except:
    d
else:
    e
finally:
    f
try:
    a
finally:
    b
try:
    a
except* E:
    b
except* (F, G) as g:
    c
