# only a comment

x = 1
	
y = 2 ; z = 3;
\
w = 4
if x: y; z
# the last line has no line end
v