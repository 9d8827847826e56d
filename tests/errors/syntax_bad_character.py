# A character that is no part of any token.
price = 5€
