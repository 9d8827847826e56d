def f():
    try:
        a()
    except (E, F) as e:
        raise
    except:
        raise E from e
    else:
        raise E
    finally:
        b()


try:
    a
except* E as e:
    b
