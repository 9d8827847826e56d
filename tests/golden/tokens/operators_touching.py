a--b
a<-b
a**-b
x[1:-1]
a<<=b>>=c
a...b
a.1.b
a:=b
a->b
a! =b
a<>b
