f'plain' F"{a}" rf'\d{b}' fR"{c}\n"
f'{a!r:>{width}}' f'{{}}' f"{x['k']}" f'''{
a
}'''
f'{a = }' f'{lambda: 1}'
f"{f'{nested}'}"
