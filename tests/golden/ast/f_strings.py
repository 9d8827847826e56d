f'plain' 'and' f'{a}b{c!r}{d!s:x}{e!a:>{w}.{p}}{{}}'
f'{a = }{b=!r}{c=:5}'
f"{x['k']}{lambda_(1)}{(lambda: 1)}{ {1: 2}[1] }"
f'''{
a
}'''
