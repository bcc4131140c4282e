"""The first ten histories of the invented world for seed 20, told again in Python from the words of its docstring:
length, whether on purpose, which pattern, modules, noise; after all histories, a shuffle of their indices for the splits."""

MASK = (1 << 64) - 1
LETTERS = "ABCDEFGHIJKLMNOPQ"
PATTERNS = ["ABA", "CDC", "AFF", "BCB"]


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def below(self, bound):
        return (self.next() * bound) >> 64

    def unit(self):
        return (self.next() >> 11) * 2.0**-53

    def normal(self):
        total = -6.0
        for _ in range(12):
            total += self.unit()
        return total


random = SplitMix64(20)
histories = []
for _ in range(10):
    length = 4 + random.below(17)
    modules = PATTERNS[random.below(4)] if random.unit() < 0.3 else ""
    while len(modules) < length:
        modules += LETTERS[random.below(17)]
    mean = 0.5 + (0.2 if modules[:3] in PATTERNS else 0) - (0.1 if length > 15 else 0)
    mean += 0.05 * modules.count("A") + 0.03 * modules.count("F") + 0.02 * modules.count("C")
    histories.append((modules, min(max(mean + 0.1 * random.normal(), 0), 1)))
order = list(range(10))
for place in range(9):
    other = place + random.below(10 - place)
    order[place], order[other] = order[other], order[place]
for index, (modules, effectiveness) in enumerate(histories):
    rank = order.index(index)
    print(f"{index + 1:02}", modules, f"{effectiveness:.12f}", "test" if rank < 2 else "validation" if rank < 4 else "train")
