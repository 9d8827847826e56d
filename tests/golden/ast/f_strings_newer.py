f"{x["same quotes"]}"
f'{'a' 'b'}'
f"{f"{f"{1}"}"}"
