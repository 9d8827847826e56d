x _ __ _1 x1 camelCase ALL_CAPS
naïve größe имя 변수 名前 Ω µ ﬁ
self.__private obj.def_
