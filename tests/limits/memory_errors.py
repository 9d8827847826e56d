# Requests too large for any machine end in MemoryError or OverflowError; the program lives on.
def t(name, f):
    try: f(); print(name, "made")
    except (MemoryError, OverflowError) as e: print(name, type(e).__name__, e)
huge = 2 ** 62
t("str", lambda: "x" * huge); t("str wide", lambda: "é€" * huge); t("bytes", lambda: b"x" * huge); t("list", lambda: [0] * huge); t("tuple", lambda: (0,) * huge); t("list over", lambda: [0] * 2 ** 70); t("bytes n", lambda: bytes(huge)); t("bytearray n", lambda: bytearray(huge)); t("bytes over", lambda: bytes(2 ** 70)); t("range list", lambda: list(range(huge))); t("center", lambda: "a".center(huge)); t("zfill", lambda: "1".zfill(huge)); t("ljust", lambda: b"a".ljust(huge)); t("format", lambda: format(1, f"{huge}d")); t("percent", lambda: "%*d" % (huge, 1)); t("shift", lambda: 1 << huge); t("slice", lambda: len([0] * 5 * huge)); t("imul", lambda: [1, 2].__imul__(huge)); t("repeat", lambda: ("ab",) * huge); t("to_bytes", lambda: (1).to_bytes(huge, "big")); t("tuple range", lambda: tuple(range(huge)))
print("alive")
