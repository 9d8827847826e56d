# SystemExit from deep inside, past except Exception.
def f():
    try:
        raise SystemExit(300)
    except Exception:
        print("not caught here")


f()
