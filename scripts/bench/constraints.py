# Measures object graphs and method dispatch: a solver of one-way constraints with strengths,
# in the manner of DeltaBlue.


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.decided_by = None
        self.mark = 0
        self.strength = 0
        self.stay = True


class Constraint:
    def __init__(self, strength):
        self.strength = strength
        self.target = None

    def satisfied(self):
        return self.target is not None

    def unmarked_output(self, mark):
        best = None
        for variable in self.outputs():
            if variable.mark != mark and self.strength > variable.strength:
                if best is None or variable.strength < best.strength:
                    best = variable
        return best

    def weakest_other(self):
        weakest = self.strength
        for variable in self.inputs():
            if variable.strength < weakest:
                weakest = variable.strength
        return weakest


class Stay(Constraint):
    def __init__(self, variable, strength):
        super().__init__(strength)
        self.variable = variable

    def variables(self):
        return (self.variable,)

    def outputs(self):
        return (self.variable,)

    def inputs(self):
        return ()

    def execute(self):
        pass


class Edit(Stay):
    pass


class Equal(Constraint):
    def __init__(self, left, right, strength):
        super().__init__(strength)
        self.left = left
        self.right = right

    def variables(self):
        return (self.left, self.right)

    def outputs(self):
        return (self.left, self.right)

    def inputs(self):
        return (self.right,) if self.target is self.left else (self.left,)

    def execute(self):
        self.target.value = self.inputs()[0].value


class Scaled(Equal):
    def __init__(self, left, scale, offset, right, strength):
        super().__init__(left, right, strength)
        self.scale = scale
        self.offset = offset

    def execute(self):
        if self.target is self.right:
            self.right.value = self.left.value * self.scale + self.offset
        else:
            self.left.value = (self.right.value - self.offset) // self.scale


class Planner:
    def __init__(self):
        self.mark = 0
        self.steps = 0

    def add(self, constraint):
        for variable in constraint.variables():
            variable.constraints.append(constraint)
        self.mark += 1
        overridden = self.satisfy(constraint)
        while overridden is not None:
            overridden = self.satisfy(overridden)

    def satisfy(self, constraint):
        self.steps += 1
        output = constraint.unmarked_output(self.mark)
        if output is None:
            constraint.target = None
            return None
        constraint.target = output
        for variable in constraint.inputs():
            variable.mark = self.mark
        overridden = output.decided_by
        if overridden is not None:
            overridden.target = None
        output.decided_by = constraint
        output.mark = self.mark
        self.propagate(output)
        return overridden

    def propagate(self, variable):
        pending = [variable]
        while pending:
            current = pending.pop()
            decider = current.decided_by
            current.strength = decider.weakest_other() if decider else 0
            current.stay = not decider.inputs() if decider else True
            if decider:
                decider.execute()
            for constraint in current.constraints:
                if constraint is not decider and constraint.satisfied():
                    if constraint.target is not current:
                        pending.append(constraint.target)

    def remove(self, constraint):
        output = constraint.target
        for variable in constraint.variables():
            variable.constraints.remove(constraint)
        if output is None:
            return
        constraint.target = None
        output.decided_by = None
        self.propagate(output)
        waiting = [c for c in output.constraints if not c.satisfied()]
        waiting.sort(key=lambda c: -c.strength)
        self.mark += 1
        for candidate in waiting:
            overridden = self.satisfy(candidate)
            while overridden is not None:
                overridden = self.satisfy(overridden)

    def plan(self, source):
        order = []
        pending = [source]
        while pending:
            variable = pending.pop()
            for constraint in variable.constraints:
                if constraint.satisfied() and constraint.target is not variable:
                    order.append(constraint)
                    pending.append(constraint.target)
        return order


def chain(length):
    planner = Planner()
    variables = [Variable(f"v{i}", 0) for i in range(length + 1)]
    for left, right in zip(variables, variables[1:]):
        planner.add(Equal(left, right, 50))
    planner.add(Stay(variables[-1], 10))
    edit = Edit(variables[0], 40)
    planner.add(edit)
    plan = planner.plan(variables[0])
    total = 0
    for value in range(100):
        variables[0].value = value
        for constraint in plan:
            constraint.execute()
        total += variables[-1].value
    planner.remove(edit)
    return total, len(plan), planner.steps


def projection(size):
    planner = Planner()
    pairs = []
    for i in range(size):
        source = Variable(f"s{i}", i)
        target = Variable(f"t{i}", i)
        planner.add(Stay(source, 10))
        planner.add(Scaled(source, 10, 1000, target, 50))
        pairs.append((source, target))
    for source, _ in pairs:
        edit = Edit(source, 40)
        planner.add(edit)
        plan = planner.plan(source)
        for value in range(5):
            source.value = value
            for constraint in plan:
                constraint.execute()
        planner.remove(edit)
    return sum(target.value for _, target in pairs), planner.steps


for _ in range(6):
    print(*chain(300))
    print(*projection(3500))
print(*chain(900))
