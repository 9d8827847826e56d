# A slice assigned from a list of its own length: items change places, old ones go with the right side.
class T:
    def __init__(s,n): s.n=n
    def __del__(s): print("del",s.n)
a=[T(1),T(2),T(3)]
a[:2]=[T(4),T(5)]
print("mid")
a[1:]=a[1:]
a[:]=[T(6)]
print([x.n for x in a])
b=list(range(6)); b[2:4]=[7,8]; b[-2:]=[9,9]; b[4:1]=[]; b[3:1]=[5]; b[:]=b; b[1:3]=(1,2); b[0:2]=b[4:6]; print(b)
c=[1]; c[0:1]=[c]; print(c)
c.clear()
a=[]
print("end")
