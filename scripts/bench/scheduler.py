# Measures objects and virtual methods: an operating system of tasks, queues and packets,
# in the manner of Richards.

READY, WAITING, HELD = 0, 1, 2


class Packet:
    __slots__ = ("kind", "value", "trail")

    def __init__(self, kind, value):
        self.kind = kind
        self.value = value
        self.trail = 0


class Task:
    def __init__(self, kernel, name, priority):
        self.kernel = kernel
        self.name = name
        self.priority = priority
        self.state = READY
        self.inbox = []
        self.turns = 0
        kernel.add(self)

    def deliver(self, packet):
        self.inbox.append(packet)
        if self.state == WAITING:
            self.state = READY

    def runnable(self):
        return self.state == READY

    def run(self):
        self.turns += 1
        if self.inbox:
            self.handle(self.inbox.pop(0))
        else:
            self.idle()

    def handle(self, packet):
        raise NotImplementedError

    def idle(self):
        self.state = WAITING


class Idler(Task):
    """Holds and releases the devices by the bits of a shift register."""

    def __init__(self, kernel, devices, budget):
        super().__init__(kernel, "idler", 0)
        self.devices = devices
        self.register = 1
        self.budget = budget

    def idle(self):
        self.budget -= 1
        if self.budget == 0:
            self.state = HELD
            return
        bit = self.register & 1
        self.register >>= 1
        if bit:
            self.register ^= 0xD008
        self.kernel.release(self.devices[bit])


class Worker(Task):
    def __init__(self, kernel, name, priority, handlers):
        super().__init__(kernel, name, priority)
        self.handlers = handlers
        self.next = 0
        self.sum = 0

    def handle(self, packet):
        self.sum = (self.sum * 31 + packet.value) % 65521
        packet.value = (packet.value * 5 + 1) % 1009
        self.next = 1 - self.next
        self.handlers[self.next].deliver(packet)


class Handler(Task):
    def __init__(self, kernel, name, priority):
        super().__init__(kernel, name, priority)
        self.device = None
        self.seen = 0

    def handle(self, packet):
        self.seen += 1
        packet.trail += 1
        self.device.deliver(packet)


class Device(Task):
    def __init__(self, kernel, name, priority, target):
        super().__init__(kernel, name, priority)
        self.target = target
        self.held = 0

    def handle(self, packet):
        self.held += 1
        self.target.deliver(packet)
        self.state = HELD

    def idle(self):
        self.state = HELD


class Kernel:
    def __init__(self):
        self.tasks = []
        self.switches = 0

    def add(self, task):
        self.tasks.append(task)
        self.tasks.sort(key=lambda t: -t.priority)

    def release(self, task):
        if task.state == HELD:
            task.state = READY

    def schedule(self):
        while True:
            for task in self.tasks:
                if task.runnable():
                    break
            else:
                return
            self.switches += 1
            task.run()


def build(budget):
    kernel = Kernel()
    first = Handler(kernel, "handler a", 30)
    second = Handler(kernel, "handler b", 31)
    worker = Worker(kernel, "worker", 10, [first, second])
    first.device = Device(kernel, "device a", 50, worker)
    second.device = Device(kernel, "device b", 51, worker)
    idler = Idler(kernel, [first.device, second.device], budget)
    for value in range(6):
        worker.deliver(Packet("work", value * 17 + 3))
    return kernel, worker, first, second, idler


for budget in (10_000, 200_000):
    kernel, worker, first, second, idler = build(budget)
    kernel.schedule()
    print(kernel.switches, worker.sum, first.seen, second.seen, idler.turns)
