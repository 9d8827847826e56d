# Measures recursion over lists of flags: how many ways to place eight to eleven queens.


def queens(n):
    columns = [False] * n
    rising = [False] * (2 * n)
    falling = [False] * (2 * n)

    def place(row):
        if row == n:
            return 1
        found = 0
        for column in range(n):
            up = row + column
            down = row - column + n
            if not columns[column] and not rising[up] and not falling[down]:
                columns[column] = rising[up] = falling[down] = True
                found += place(row + 1)
                columns[column] = rising[up] = falling[down] = False
        return found

    return place(0)


for size in (8, 9, 10, 11, 11, 11, 11, 11, 11):
    print(size, queens(size))
