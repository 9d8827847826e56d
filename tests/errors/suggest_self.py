# A bare name inside a method, nothing to suggest in 3.11 but similar names.
class C:
    counter = 0

    def bump(self):
        return countr + 1


countre = 5
C().bump()
