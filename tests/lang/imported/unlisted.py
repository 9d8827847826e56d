# Has no __all__: names with _ stay.
seen = "seen"
_unseen = 1
